import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from 'react';
import type { BulkPreview } from '#kernel/contract/bulk.ts';
import type { ColumnShape } from '#kernel/contract/evidence.ts';
import type { Problem } from '#kernel/contract/refusal.ts';
import { call, CallFailed, newKey } from './call.ts';
import { columnHeading, spellCell } from './Cell.tsx';
import { deskUi } from './desk-words.ts';
import { FieldInput } from './FieldInput.tsx';
import { spellValueOf } from './form-values.ts';
import { useSpeech } from './language.ts';
import { manyDoors } from './many-doors.ts';
import { ask, forgetAnswers, useMay } from './queries.ts';
import { recordUi } from './record-words.ts';
import { UndoAction } from './UndoAction.tsx';
import './styles/lists.css';
import './styles/desk.css';
import './styles/many.css';

/** The rows chosen: by their keys, or all of a list as it is asked. */
export type BulkSelection =
  | { codes: string[] }
  | { query: { search?: string | undefined; filters?: string | undefined }; count: number };

const countOf = (selection: BulkSelection): number =>
  'codes' in selection ? selection.codes.length : selection.count;

const sentSelection = (selection: BulkSelection) =>
  'codes' in selection
    ? selection
    : {
        count: selection.count,
        query: {
          ...(selection.query.search === undefined ? {} : { search: selection.query.search }),
          filters: selection.query.filters ?? '{}',
        },
      };

type Kind = 'set' | 'withdraw';

interface Done {
  kind: Kind;
  action: string;
  changed: number;
}

/** What can be done to all rows chosen; each says what it will do to how many before it does it. */
export function BulkActions({
  register,
  selection,
  onDone,
}: {
  register: string;
  selection: BulkSelection;
  /** Called when rows were changed. */
  onDone: () => void;
}) {
  const { say } = useSpeech();
  const mayWrite = useMay('register.write');
  const [kind, setKind] = useState<Kind | null>(null);
  if (!mayWrite) return null;
  return (
    <div className="bulk-actions" role="group" aria-label={say(recordUi.bulk)}>
      <button type="button" className="button" onClick={() => setKind('set')}>
        {say(recordUi.bulkSet)}
      </button>
      <button type="button" className="button" onClick={() => setKind('withdraw')}>
        {say(recordUi.bulkWithdraw)}
      </button>
      {kind !== null && (
        <BulkDialog
          key={kind}
          kind={kind}
          register={register}
          selection={selection}
          close={(changed) => {
            setKind(null);
            if (changed) onDone();
          }}
        />
      )}
    </div>
  );
}

function Failure({ problem, unknown }: { problem: Problem | null; unknown: boolean }) {
  const { say } = useSpeech();
  return (
    <div className="problem" role="alert">
      <p className="problem-what">
        <b>{say(recordUi.bulkFailed)}</b>
      </p>
      <p>{say(unknown || !problem ? deskUi.unknownOutcome : problem)}</p>
      {problem?.faults && (
        <ul className="long-list">
          {problem.faults.map((fault) => (
            <li key={`${fault.at} ${fault.zh}`}>{say(fault)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function BulkDialog({
  kind,
  register,
  selection,
  close,
}: {
  kind: Kind;
  register: string;
  selection: BulkSelection;
  close: (changed: boolean) => void;
}) {
  const { say } = useSpeech();
  const id = useId();
  const queries = useQueryClient();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const key = useRef(newKey());
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [preview, setPreview] = useState<BulkPreview | null>(null);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const [done, setDone] = useState<Done | null>(null);
  const [undone, setUndone] = useState<number | null>(null);
  const described = useQuery(ask('listRecords', { params: { register }, query: { page: 1, pageSize: 1 } }));
  const columns = described.data?.register.columns ?? [];
  const change = () =>
    kind === 'withdraw'
      ? ({ kind } as const)
      : ({
          kind,
          values: Object.fromEntries(
            columns
              .filter(({ name }) => name in values)
              .map((column) => [column.name, spellValueOf(column, values[column.name] ?? '')]),
          ),
        } as const);
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => heading.current?.focus(), [preview, done]);
  const previewing = useMutation({
    mutationFn: async () =>
      call(manyDoors.previewBulk, {
        params: { register },
        body: { selection: sentSelection(selection), change: change() },
      }),
    onSuccess: setPreview,
  });
  const running = useMutation({
    mutationFn: async (seen: BulkPreview) =>
      call(manyDoors.runBulk, {
        params: { register },
        body: {
          selection: sentSelection(selection),
          change: change(),
          reason: reason.trim(),
          digest: seen.digest,
          at: seen.at,
        },
        key: key.current,
      }),
    // The list is read anew when the dialog closes: its rows may be gone, and the way to undo with them.
    onSuccess: ({ action, changed }) => setDone({ kind, action, changed }),
    onError: (failure) => {
      if (failure instanceof CallFailed && failure.problem && failure.problem.code !== 'key-running')
        key.current = newKey();
    },
  });
  const problemOf = (failure: unknown): Problem | null =>
    failure instanceof CallFailed ? failure.problem : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (preview === null) {
      if (!previewing.isPending) previewing.mutate();
      return;
    }
    setMissing(reason.trim().length < 2);
    if (reason.trim().length >= 2 && !running.isPending) running.mutate(preview);
  };
  const stale = problemOf(running.error)?.code === 'changed-meanwhile';
  const title =
    kind === 'set'
      ? recordUi.bulkSetTitle(countOf(selection))
      : recordUi.bulkWithdrawTitle(countOf(selection));
  const blocked = preview !== null && (preview.blocked.length > 0 || preview.willChange === 0);
  let body: ReactNode;
  if (done !== null) {
    body = (
      <>
        <p className="note" role="status">
          {say(
            undone !== null
              ? recordUi.undone(undone)
              : done.kind === 'set'
                ? recordUi.bulkDone(done.changed)
                : recordUi.bulkWithdrawn(done.changed),
          )}
        </p>
        <div className="form-end">
          <button type="button" className="button primary" onClick={() => dialog.current?.close()}>
            {say(recordUi.close)}
          </button>
          {undone === null && <UndoAction action={done.action} done={setUndone} />}
        </div>
      </>
    );
  } else if (preview === null) {
    body = (
      <form onSubmit={submit} noValidate>
        {kind === 'set' ? (
          <FieldsToSet
            columns={columns}
            values={values}
            give={setValues}
            faults={problemOf(previewing.error)}
          />
        ) : (
          <p>{say(deskUi.withdrawLine)}</p>
        )}
        {previewing.error !== null && !previewing.isPending && (
          <Failure problem={problemOf(previewing.error)} unknown={false} />
        )}
        <div className="form-end">
          <button
            type="submit"
            className="button primary"
            disabled={previewing.isPending || (kind === 'set' && Object.keys(values).length === 0)}
          >
            {say(previewing.isPending ? recordUi.bulkPreviewing : recordUi.bulkPreview)}
          </button>
          <button type="button" className="plain-button" onClick={() => dialog.current?.close()}>
            {say(recordUi.close)}
          </button>
        </div>
      </form>
    );
  } else {
    body = (
      <form onSubmit={submit} noValidate>
        <Told preview={preview} kind={kind} chosen={countOf(selection)} />
        {running.error !== null && !running.isPending && (
          <Failure problem={problemOf(running.error)} unknown={problemOf(running.error) === null} />
        )}
        {!blocked && !stale && (
          <div className="field" data-faulty={missing || undefined}>
            <label className="field-label" htmlFor={`${id}-reason`}>
              {say(deskUi.reasonLabel)}
              <span className="required" aria-hidden="true">
                *
              </span>
            </label>
            <textarea
              id={`${id}-reason`}
              rows={2}
              maxLength={500}
              value={reason}
              aria-required
              aria-invalid={missing || undefined}
              aria-describedby={missing ? `${id}-fault` : undefined}
              onChange={(event) => {
                setReason(event.target.value);
                setMissing(false);
                key.current = newKey();
              }}
            />
            {missing && (
              <p className="fault" id={`${id}-fault`}>
                {say(deskUi.reasonMissing)}
              </p>
            )}
          </div>
        )}
        <div className="form-end">
          {stale ? (
            <button
              type="button"
              className="button primary"
              onClick={() => {
                running.reset();
                previewing.mutate();
              }}
            >
              {say(recordUi.bulkAgain)}
            </button>
          ) : (
            !blocked && (
              <button
                type="submit"
                className={kind === 'withdraw' ? 'button danger' : 'button primary'}
                disabled={running.isPending}
              >
                {say(
                  running.isPending
                    ? recordUi.bulkRunning
                    : kind === 'set'
                      ? recordUi.bulkConfirm(preview.willChange, preview.refused)
                      : recordUi.bulkConfirmWithdraw(preview.willChange, preview.refused),
                )}
              </button>
            )
          )}
          <button type="button" className="plain-button" onClick={() => setPreview(null)}>
            {say(recordUi.back)}
          </button>
          <button type="button" className="plain-button" onClick={() => dialog.current?.close()}>
            {say(recordUi.close)}
          </button>
        </div>
      </form>
    );
  }
  return (
    <dialog
      className="dialog bulk"
      ref={dialog}
      aria-labelledby={`${id}-title`}
      onClose={(event) => {
        if (event.target !== dialog.current) return;
        close(done !== null);
        if (done !== null) void forgetAnswers(queries);
      }}
    >
      <h2 id={`${id}-title`} tabIndex={-1} ref={heading}>
        {say(title)}
      </h2>
      {body}
    </dialog>
  );
}

/** Fields and the value each will have; one at first, more on demand. */
function FieldsToSet({
  columns,
  values,
  give,
  faults,
}: {
  columns: readonly ColumnShape[];
  values: Readonly<Record<string, string>>;
  give: (values: Readonly<Record<string, string>>) => void;
  faults: Problem | null;
}) {
  const speech = useSpeech();
  const { say } = speech;
  const id = useId();
  const settable = columns.filter(({ key, kind }) => key !== true && kind !== 'identity');
  const chosen = settable.filter(({ name }) => name in values);
  const left = settable.filter(({ name }) => !(name in values));
  const faultsOf = (name: string): string[] =>
    (faults?.faults ?? []).filter(({ at }) => at === `/change/values/${name}`).map((fault) => say(fault));
  return (
    <>
      {chosen.map((column) => (
        <div key={column.name} className="bulk-field">
          <FieldInput
            column={column}
            value={values[column.name] ?? ''}
            masked={undefined}
            faults={faultsOf(column.name)}
            fixed={false}
            target={undefined}
            give={(value) => give({ ...values, [column.name]: value })}
          />
          <button
            type="button"
            className="plain-button"
            onClick={() =>
              give(Object.fromEntries(Object.entries(values).filter(([name]) => name !== column.name)))
            }
          >
            {say(recordUi.bulkRemoveField(column.label))}
          </button>
        </div>
      ))}
      {left.length > 0 && (
        <div className="field">
          <label className="field-label" htmlFor={`${id}-field`}>
            {say(chosen.length === 0 ? recordUi.bulkField : recordUi.bulkAnother)}
          </label>
          <select
            id={`${id}-field`}
            value=""
            onChange={(event) => give({ ...values, [event.target.value]: '' })}
          >
            <option value="">{say(deskUi.pleaseChoose)}</option>
            {left.map((column) => (
              <option key={column.name} value={column.name}>
                {columnHeading(column, speech)}
              </option>
            ))}
          </select>
        </div>
      )}
    </>
  );
}

/** What will happen to how many. */
function Told({ preview, kind, chosen }: { preview: BulkPreview; kind: Kind; chosen: number }) {
  const speech = useSpeech();
  const { say } = speech;
  return (
    <>
      <dl className="bulk-counts">
        <div>
          <dt>{say(kind === 'set' ? recordUi.bulkWill : recordUi.bulkWillWithdraw)}</dt>
          <dd>{preview.willChange.toLocaleString('en-GB')}</dd>
        </div>
        {kind === 'set' && (
          <div>
            <dt>{say(recordUi.bulkAlready)}</dt>
            <dd>{preview.already.toLocaleString('en-GB')}</dd>
          </div>
        )}
        <div data-some={preview.refused > 0 || undefined}>
          <dt>{say(kind === 'set' ? recordUi.bulkRefused : recordUi.bulkNotWithdrawn)}</dt>
          <dd>{preview.refused.toLocaleString('en-GB')}</dd>
        </div>
      </dl>
      {preview.selected < chosen && (
        <p className="quiet">{say(recordUi.bulkGone(chosen - preview.selected))}</p>
      )}
      {preview.willChange === 0 && <p className="note">{say(recordUi.bulkNothing)}</p>}
      {preview.fields.map(({ column, after, before, otherValues }) => (
        <section key={column.name} className="bulk-change">
          <h3>{say(recordUi.bulkChange(column.label))}</h3>
          <ul>
            {before.map(({ value, count }) => (
              <li key={JSON.stringify(value)}>
                <del>{spellCell(value, column, speech) || <span className="cell-empty">—</span>}</del>{' '}
                <span aria-hidden="true">→</span>{' '}
                <ins>{spellCell(after, column, speech) || <span className="cell-empty">—</span>}</ins>
                <span className="quiet tabular">{say(recordUi.times(count))}</span>
              </li>
            ))}
          </ul>
          {otherValues > 0 && <p className="quiet">{say(recordUi.bulkOtherValues(otherValues))}</p>}
        </section>
      ))}
      {preview.refusals.length > 0 && (
        <section className="bulk-change">
          <h3>{say(recordUi.bulkWhy)}</h3>
          <ul className="long-list">
            {preview.refusals.map(({ code, title, why }) => (
              <li key={code}>
                <b>{title}</b> <span className="quiet tabular">{code}</span>
                <span className="block">{say(why)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {preview.blocked.length > 0 && (
        <div className="problem" role="alert">
          <p className="problem-what">
            <b>{say(recordUi.bulkBlocked)}</b>
          </p>
          <ul className="long-list">
            {preview.blocked.map((fault) => (
              <li key={fault.zh}>{say(fault)}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
