import { Link } from '@tanstack/react-router';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import type { MergePreview } from '#kernel/contract/merge.ts';
import type { Problem } from '#kernel/contract/refusal.ts';
import { call, CallFailed, newKey } from '#kernel/web/call.ts';
import { Cell, columnHeading } from '#kernel/web/Cell.tsx';
import { deskUi } from '#kernel/web/desk-words.ts';
import { useSpeech } from '#kernel/web/language.ts';
import { manyDoors } from '#kernel/web/many-doors.ts';
import { Answer } from '#kernel/web/Problem.tsx';
import { forgetAnswers } from '#kernel/web/queries.ts';
import { recordUi } from '#kernel/web/record-words.ts';
import { ui } from '#kernel/web/words.ts';

/** Records to make one, and which of them stays. */
export interface Pair {
  codes: readonly string[];
  kept: string;
}

const problemOf = (failure: unknown): Problem | null =>
  failure instanceof CallFailed ? failure.problem : null;

function Faults({
  title,
  problem,
}: {
  title: string;
  problem: Pick<Problem, 'zh' | 'en' | 'faults'> | null;
}) {
  const { say } = useSpeech();
  return (
    <div className="problem" role="alert">
      <p className="problem-what">
        <b>{title}</b>
      </p>
      {(problem?.faults?.length ?? 0) === 0 && <p>{say(problem ?? deskUi.unknownOutcome)}</p>}
      <ul className="long-list">
        {problem?.faults?.map((fault) => (
          <li key={`${fault.at} ${fault.zh}`}>{say(fault)}</li>
        ))}
      </ul>
    </div>
  );
}

/** Values of each field side by side; the one to keep is chosen, the kept record's own at first. */
function Values({
  preview,
  kept,
  take,
  choose,
}: {
  preview: MergePreview;
  kept: string;
  take: Readonly<Record<string, string>>;
  choose: (field: string, code: string) => void;
}) {
  const speech = useSpeech();
  const { say } = speech;
  const differing = preview.columns.filter(
    ({ name }) =>
      name !== 'code' &&
      new Set(preview.records.map(({ cells }) => JSON.stringify(cells[name] ?? null))).size > 1,
  );
  if (differing.length === 0) return null;
  return (
    <>
      <h3>{say(recordUi.mergeChoose)}</h3>
      {differing.map((column) => (
        <fieldset key={column.name} className="merge-field">
          <legend>{columnHeading(column, speech)}</legend>
          {preview.records.map(({ code, cells }) => (
            <label key={code}>
              <input
                type="radio"
                name={`take-${column.name}`}
                checked={(take[column.name] ?? kept) === code}
                onChange={() => choose(column.name, code)}
              />
              <span>
                <Cell cell={cells[column.name]} column={{ ...column, to: undefined }} />{' '}
                <span className="quiet tabular">{code}</span>
              </span>
            </label>
          ))}
        </fieldset>
      ))}
    </>
  );
}

function Changes({ preview }: { preview: MergePreview }) {
  const { say } = useSpeech();
  return (
    <>
      <h3>{say(recordUi.mergeChanges(preview.total))}</h3>
      {preview.changes.map(({ register, label, count, rows }) => (
        <details key={register} className="merge-changes">
          <summary>
            {say(label)} <span className="count">{say(recordUi.times(count))}</span>
          </summary>
          <ul className="long-list">
            {rows.map(({ code, title, newCode, sameAs, fields }) => (
              <li key={code}>
                <Link to="/records/$register/$code" params={{ register, code }} search={{}}>
                  {title}
                </Link>{' '}
                {title !== code && <span className="quiet tabular">{code}</span>}
                {fields.map((field) => (
                  <span key={field.label.zh} className="block">
                    {say(ui.labelled(field.label, ''))}
                    <del>{field.before}</del> <span aria-hidden="true">→</span> <ins>{field.after}</ins>
                  </span>
                ))}
                {newCode !== null && (
                  <span className="quiet block">{say(recordUi.mergeNewCode(code, newCode))}</span>
                )}
                {sameAs !== null && <span className="quiet block">{say(recordUi.mergeSameAs(sameAs))}</span>}
              </li>
            ))}
          </ul>
          {rows.length < count && <p className="quiet">{say(recordUi.mergeOnlyFirst(rows.length))}</p>}
        </details>
      ))}
    </>
  );
}

/** Two or more records side by side, what a merge would do, and the button that does it. */
export function Comparison({
  register,
  pair,
  close,
  merged,
}: {
  register: string;
  pair: Pair;
  close: () => void;
  merged: (said: { title: string; rows: number; action: string }) => void;
}) {
  const { say } = useSpeech();
  const id = useId();
  const queries = useQueryClient();
  const heading = useRef<HTMLHeadingElement>(null);
  const key = useRef(newKey());
  const [kept, setKept] = useState(pair.kept);
  const [take, setTake] = useState<Readonly<Record<string, string>>>({});
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const asked = { register, kept, folded: pair.codes.filter((code) => code !== kept), take };
  const preview = useQuery({
    queryKey: ['previewMerge', JSON.stringify(asked)],
    queryFn: async () => call(manyDoors.previewMerge, { body: asked }),
    retry: false,
    gcTime: 0,
  });
  useEffect(() => heading.current?.focus(), []);
  const merging = useMutation({
    mutationFn: async (seen: MergePreview) =>
      call(manyDoors.mergeRecords, {
        body: { ...asked, reason: reason.trim(), digest: seen.digest },
        key: key.current,
      }),
    onSuccess: async ({ rows, action }, seen) => {
      merged({ title: seen.records[0]?.title ?? kept, rows, action });
      await forgetAnswers(queries);
    },
    onError: async (failure) => {
      if (failure instanceof CallFailed && failure.problem && failure.problem.code !== 'key-running')
        key.current = newKey();
      if (problemOf(failure)?.code === 'changed-meanwhile') await preview.refetch();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(reason.trim().length < 2);
    if (reason.trim().length >= 2 && preview.data && !merging.isPending) merging.mutate(preview.data);
  };
  return (
    <section className="comparison" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} tabIndex={-1} ref={heading}>
        {say(recordUi.mergeCompare)}
      </h2>
      <Answer of={preview} lines={8}>
        {(seen) => (
          <form onSubmit={submit} noValidate aria-busy={merging.isPending}>
            <fieldset className="merge-field">
              <legend>{say(recordUi.mergeKept)}</legend>
              {pair.codes.map((code) => {
                const record = seen.records.find((one) => one.code === code);
                return (
                  <label key={code}>
                    <input
                      type="radio"
                      name="kept"
                      checked={kept === code}
                      onChange={() => {
                        setKept(code);
                        setTake({});
                      }}
                    />
                    <span>
                      {record?.title ?? code} <span className="quiet tabular">{code}</span>
                    </span>
                  </label>
                );
              })}
            </fieldset>
            <Values
              preview={seen}
              kept={kept}
              take={take}
              choose={(field, code) => {
                const next = { ...take, [field]: code };
                if (code === kept) delete next[field];
                setTake(next);
              }}
            />
            <Changes preview={seen} />
            {seen.blocked.length > 0 && (
              <Faults title={say(recordUi.mergeBlocked)} problem={{ zh: '', en: '', faults: seen.blocked }} />
            )}
            {merging.error !== null && !merging.isPending && (
              <Faults title={say(recordUi.mergeFailed)} problem={problemOf(merging.error)} />
            )}
            {seen.blocked.length === 0 && (
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
              {seen.blocked.length === 0 && (
                <button
                  type="submit"
                  className="button primary"
                  disabled={merging.isPending || preview.isFetching}
                >
                  {say(
                    merging.isPending
                      ? recordUi.bulkRunning
                      : recordUi.mergeConfirm(asked.folded.length, seen.total),
                  )}
                </button>
              )}
              <button type="button" className="plain-button" onClick={close}>
                {say(ui.cancel)}
              </button>
            </div>
          </form>
        )}
      </Answer>
    </section>
  );
}
