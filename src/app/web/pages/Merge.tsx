import { Link, useNavigate } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import type { z } from 'zod';
import type { listLikely, listMerges } from '#kernel/contract/merge.ts';
import type { Address } from '#kernel/web/address.ts';
import { Entitled } from '#kernel/web/Entitled.tsx';
import { spellInstant, useAddress, useSpeech } from '#kernel/web/language.ts';
import { manyDoors } from '#kernel/web/many-doors.ts';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask } from '#kernel/web/queries.ts';
import { recordUi } from '#kernel/web/record-words.ts';
import { ReferenceInput } from '#kernel/web/ReferenceInput.tsx';
import { useTitle } from '#kernel/web/title.ts';
import { UndoAction } from '#kernel/web/UndoAction.tsx';
import { Comparison, type Pair } from './MergeComparison.tsx';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/desk.css';
import '#kernel/web/styles/record.css';
import '#kernel/web/styles/many.css';

type Likely = z.output<(typeof listLikely)['answer']>;
type Done = z.output<(typeof listMerges)['answer']>[number];

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
