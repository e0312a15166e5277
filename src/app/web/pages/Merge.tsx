import { Link, useNavigate } from '@tanstack/react-router';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import type { z } from 'zod';
import type { listLikely, listMerges, MergePreview } from '#kernel/contract/merge.ts';
import type { Problem } from '#kernel/contract/refusal.ts';
import type { Address } from '#kernel/web/address.ts';
import { call, CallFailed, newKey } from '#kernel/web/call.ts';
import { Cell, columnHeading } from '#kernel/web/Cell.tsx';
import { deskUi } from '#kernel/web/desk-words.ts';
import { Entitled } from '#kernel/web/Entitled.tsx';
import { spellInstant, useAddress, useSpeech } from '#kernel/web/language.ts';
import { manyDoors } from '#kernel/web/many-doors.ts';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask, forgetAnswers } from '#kernel/web/queries.ts';
import { recordUi } from '#kernel/web/record-words.ts';
import { ReferenceInput } from '#kernel/web/ReferenceInput.tsx';
import { useTitle } from '#kernel/web/title.ts';
import { UndoAction } from '#kernel/web/UndoAction.tsx';
import { ui } from '#kernel/web/words.ts';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/desk.css';
import '#kernel/web/styles/record.css';
import '#kernel/web/styles/many.css';

type Likely = z.output<(typeof listLikely)['answer']>;
type Done = z.output<(typeof listMerges)['answer']>[number];

interface Pair {
  codes: readonly string[];
  kept: string;
}

function Groups({ likely, choose }: { likely: Likely; choose: (codes: string[]) => void }) {
  const speech = useSpeech();
  const { say } = speech;
  if (likely.groups.length === 0) return <p className="empty">{say(recordUi.mergeNone)}</p>;
  return (
    <ul className="likely">
      {likely.groups.map((group) => (
        <li key={group.rows.map(({ code }) => code).join(' ')}>
          <p className="likely-why">{say(recordUi.mergeAlike(group.alike))}</p>
          <ul className="likely-rows">
            {group.rows.map((row) => (
              <li key={row.code}>
                {row.code !== null && (
                  <Link
                    to="/records/$register/$code"
                    params={{ register: likely.register ?? '', code: row.code }}
                    search={{}}
                  >
                    {String(
                      row.cells[likely.columns.find(({ name }) => name !== 'code')?.name ?? ''] ?? row.code,
                    )}
                  </Link>
                )}{' '}
                <span className="quiet tabular">{row.code}</span>
                <span className="quiet">
                  {say(recordUi.mergeReferred(group.referred[row.code ?? ''] ?? 0))}
                </span>
              </li>
            ))}
          </ul>
          <button
            type="button"
            className="button"
            onClick={() => choose(group.rows.flatMap(({ code }) => (code === null ? [] : [code])))}
          >
            {say(recordUi.mergeCompare)}
          </button>
        </li>
      ))}
    </ul>
  );
}

function ByHand({ register, choose }: { register: string; choose: (codes: string[]) => void }) {
  const { say } = useSpeech();
  const id = useId();
  const [codes, setCodes] = useState<readonly [string, string]>(['', '']);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const [one, other] = codes.map((code) => code.trim());
    if (one && other && one !== other) choose([one, other]);
  };
  const inputs = [recordUi.mergeKept, recordUi.mergeFolded].map((label, at) => (
    <div className="field" key={label.zh}>
      <label className="field-label" htmlFor={`${id}-${at}`}>
        {say(label)}
      </label>
      <ReferenceInput
        to={register}
        value={codes[at] ?? ''}
        give={(value) => setCodes(at === 0 ? [value, codes[1]] : [codes[0], value])}
        attributes={{
          id: `${id}-${at}`,
          'aria-invalid': undefined,
          'aria-required': true,
          'aria-describedby': undefined,
        }}
      />
    </div>
  ));
  return (
    <form className="by-hand" onSubmit={submit}>
      {inputs}
      <button type="submit" className="button">
        {say(recordUi.mergeCompare)}
      </button>
    </form>
  );
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
function Comparison({
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

function DoneList({ merges }: { merges: Done[] }) {
  const { say } = useSpeech();
  if (merges.length === 0) return <p className="empty">{say(recordUi.mergesNone)}</p>;
  return (
    <ul className="merges">
      {merges.map((merge) => (
        <li key={merge.action}>
          <p>
            {say(recordUi.mergeInto(merge.folded.map(({ title }) => title).join('、'), merge.kept.title))}{' '}
            <Link
              to="/records/$register/$code"
              params={{ register: merge.register, code: merge.kept.code }}
              search={{}}
              className="tabular"
            >
              {merge.kept.code}
            </Link>
          </p>
          <p className="quiet">
            {spellInstant(merge.at)} · {merge.by} · {say(merge.label)} · {say(recordUi.times(merge.rows))}
            {merge.reason !== null && ` · ${merge.reason}`}
          </p>
          {merge.undoneAt === null ? (
            <UndoAction action={merge.action} />
          ) : (
            <p className="quiet">{say(recordUi.mergeUndone(spellInstant(merge.undoneAt)))}</p>
          )}
        </li>
      ))}
    </ul>
  );
}

function Desk() {
  const { say } = useSpeech();
  const { show } = useAddress();
  const navigate = useNavigate();
  const id = useId();
  const [pair, setPair] = useState<Pair | null>(null);
  const [said, setSaid] = useState<{ title: string; rows: number; action: string } | null>(null);
  const [undone, setUndone] = useState<number | null>(null);
  const likely = useQuery(ask(manyDoors.listLikely, { query: { register: show } }));
  const merges = useQuery(ask(manyDoors.listMerges, {}));
  useTitle(say(recordUi.merge));
  const choose = (codes: string[]) => {
    setSaid(null);
    setUndone(null);
    setPair({ codes, kept: codes[0] ?? '' });
  };
  return (
    <>
      <div className="page-head">
        <h1>{say(recordUi.merge)}</h1>
        <p className="page-line">{say(recordUi.mergeLine)}</p>
      </div>
      {said && (
        <p className="note just-written" role="status">
          {say(undone === null ? recordUi.mergeDone(said.title, said.rows) : recordUi.undone(undone))}{' '}
          {undone === null && <UndoAction action={said.action} done={setUndone} />}
        </p>
      )}
      <Answer of={likely} lines={8}>
        {(found) =>
          pair !== null && found.register !== null ? (
            <Comparison
              key={pair.codes.join(' ')}
              register={found.register}
              pair={pair}
              close={() => setPair(null)}
              merged={(written) => {
                setPair(null);
                setSaid(written);
              }}
            />
          ) : (
            <>
              <div className="field merge-register">
                <label className="field-label" htmlFor={`${id}-register`}>
                  {say(recordUi.register)}
                </label>
                <select
                  id={`${id}-register`}
                  value={found.register ?? ''}
                  onChange={(event) =>
                    void navigate({
                      to: '.',
                      search: (previous: Address) => ({ ...previous, show: event.target.value }),
                      replace: true,
                    })
                  }
                >
                  {found.registers.map((register) => (
                    <option key={register.id} value={register.id}>
                      {say(register.label)}
                    </option>
                  ))}
                </select>
              </div>
              <section aria-labelledby={`${id}-likely`}>
                <h2 id={`${id}-likely`}>
                  {say(recordUi.mergeLikely)} <span className="count">{found.groups.length}</span>
                </h2>
                <Groups likely={found} choose={choose} />
              </section>
              {found.register !== null && (
                <section aria-labelledby={`${id}-hand`}>
                  <h2 id={`${id}-hand`}>{say(recordUi.mergeByHand)}</h2>
                  <ByHand key={found.register} register={found.register} choose={choose} />
                </section>
              )}
              <section aria-labelledby={`${id}-done`}>
                <h2 id={`${id}-done`}>{say(recordUi.mergesDone)}</h2>
                <Answer of={merges} lines={3}>
                  {(done) => <DoneList merges={done} />}
                </Answer>
              </section>
            </>
          )
        }
      </Answer>
    </>
  );
}

/** Records entered twice found, compared, made one; and merges undone. */
export function Merge() {
  const { say } = useSpeech();
  return (
    <div className="page merge-page">
      <Entitled to="register.merge" title={say(recordUi.merge)}>
        <Desk />
      </Entitled>
    </div>
  );
}
