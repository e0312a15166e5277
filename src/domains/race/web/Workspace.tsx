import { useQuery, useQueryClient, useMutation } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { shortMoney } from '#kernel/contract/money.ts';
import { Acts } from '#kernel/web/Acts.tsx';
import { call, CallFailed, newKey, type AnswerOfDoor } from '#kernel/web/call.ts';
import { spellDay, useSpeech } from '#kernel/web/language.ts';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask, forgetAnswers } from '#kernel/web/queries.ts';
import { ui } from '#kernel/web/words.ts';
import { unitActs } from './acts.ts';
import { raceDoors } from './doors.ts';
import { raceUi } from './race-words.ts';

type Work = AnswerOfDoor<typeof raceDoors.readWorkspace>;
type Item = Work['items'][number];

/** What was typed for an item; absent while nothing was. */
interface Typed {
  value?: string;
  status?: string;
  evidence?: string;
  note?: string;
}

const statuses = ['flash', 'annual', 'final'] as const;
const isStatus = (text: string | undefined): text is (typeof statuses)[number] =>
  statuses.some((one) => one === text);

function ItemRow({
  item,
  editable,
  typed,
  type,
  faults,
}: {
  item: Item;
  editable: boolean;
  typed: Typed;
  type: (typed: Typed) => void;
  faults: readonly { zh: string; en: string }[];
}) {
  const { say } = useSpeech();
  const value = typed.value ?? item.value ?? '';
  const label = say(item.name);
  const id = `item-${item.item}`;
  return (
    <tr data-item={item.item} data-state={item.state}>
      <th scope="row">
        <label htmlFor={id}>{label}</label>
        {item.unit !== null && <span className="quiet block">{item.unit}</span>}
      </th>
      <td>
        {editable ? (
          <input
            id={id}
            className="race-value"
            inputMode="decimal"
            autoComplete="off"
            value={value}
            aria-invalid={faults.length > 0 || undefined}
            aria-describedby={faults.length > 0 ? `${id}-faults` : undefined}
            onChange={({ target }) => type({ ...typed, value: target.value })}
          />
        ) : (
          <span className="tabular">{item.value ?? '—'}</span>
        )}
        <span className="quiet block">
          {item.state === 'returned' && item.returnReason !== null
            ? say(raceUi.returned(item.returnReason))
            : say(
                item.state === 'verified'
                  ? raceUi.verified
                  : item.state === 'none'
                    ? raceUi.emptyValue
                    : raceUi.entered,
              )}
        </span>
        {faults.length > 0 && (
          <span className="fault" id={`${id}-faults`} role="alert">
            {faults.map((fault) => say(fault)).join(' ')}
          </span>
        )}
      </td>
      <td className="number tabular">
        {item.before ?? '—'}
        {item.change !== null && (
          <span className="quiet block" data-changed={item.wantsNote || undefined}>
            {item.change}%
          </span>
        )}
      </td>
      <td className="number tabular quiet">
        {item.neighbours
          ? `${item.neighbours.min} – ${item.neighbours.median} – ${item.neighbours.max}`
          : '—'}
      </td>
      <td>
        {editable ? (
          <span className="race-about">
            <select
              aria-label={`${label} ${say(raceUi.status)}`}
              value={typed.status ?? item.status?.id ?? 'annual'}
              onChange={({ target }) => type({ ...typed, status: target.value })}
            >
              {statuses.map((status) => (
                <option key={status} value={status}>
                  {say(raceUi.statuses[status])}
                </option>
              ))}
            </select>
            <input
              aria-label={`${label} ${say(raceUi.evidence)}`}
              placeholder={say(raceUi.evidence)}
              value={typed.evidence ?? item.evidence ?? ''}
              onChange={({ target }) => type({ ...typed, evidence: target.value })}
            />
            <input
              aria-label={`${label} ${say(raceUi.note)}`}
              placeholder={say(raceUi.note)}
              value={typed.note ?? item.note ?? ''}
              onChange={({ target }) => type({ ...typed, note: target.value })}
            />
          </span>
        ) : (
          <span lang="zh-CN">
            {item.status ? say(item.status.label) : ''} {item.evidence} {item.note}
          </span>
        )}
      </td>
    </tr>
  );
}

/** A region's own values beside last year's and the other regions'; what is typed is sent at once, or kept. */
function Reporting({ cycle, work }: { cycle: string; work: Work }) {
  const { say } = useSpeech();
  const queries = useQueryClient();
  const [typed, setTyped] = useState<Readonly<Record<string, Typed>>>({});
  // The key stays with what is sent: an answer that was lost is asked for again, not written twice.
  const sent = useRef<{ body: string; key: string } | null>(null);
  const changed = work.items.filter(({ item }) => typed[item] !== undefined);
  const report = useMutation({
    mutationFn: async () => {
      const values = changed.map((item) => {
        const of = typed[item.item] ?? {};
        const status = of.status ?? item.status?.id;
        const value = (of.value ?? item.value ?? '').trim();
        return {
          item: item.item,
          value: value === '' ? null : value,
          status: isStatus(status) ? status : ('annual' as const),
          evidence: (of.evidence ?? item.evidence)?.trim() || null,
          note: (of.note ?? item.note)?.trim() || null,
        };
      });
      const body = JSON.stringify(values);
      if (sent.current?.body !== body) sent.current = { body, key: newKey() };
      return call(raceDoors.reportObservations, {
        params: { cycle, unit: work.unit },
        key: sent.current.key,
        body: { values },
      });
    },
    onSuccess: async () => {
      sent.current = null;
      setTyped({});
      await forgetAnswers(queries);
    },
  });
  const problem = report.error instanceof CallFailed ? report.error.problem : null;
  const faultsOf = (item: string) => {
    const at = changed.findIndex((one) => one.item === item);
    return (problem?.faults ?? []).filter(
      (fault) => fault.at.startsWith(`/body/values/${at}`) || fault.at.includes(` ${item}`),
    );
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (changed.length > 0) report.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      {work.editable !== 'none' && <p className="quiet">{say(raceUi.fillLine)}</p>}
      {problem && (
        <div className="problem" role="alert">
          <b>{say(problem)}</b>
        </div>
      )}
      <div className="race-scroll" role="region" aria-label={say(raceUi.workspace)} tabIndex={0}>
        <table className="race-table race-workspace">
          <thead>
            <tr>
              <th scope="col">{say(raceUi.indicator)}</th>
              <th scope="col">{say(raceUi.value)}</th>
              <th scope="col" className="number">
                {say(raceUi.lastYear)}
              </th>
              <th scope="col" className="number">
                {say(raceUi.neighbours)}
              </th>
              <th scope="col">{say(raceUi.evidence)}</th>
            </tr>
          </thead>
          <tbody>
            {work.items.map((item) => (
              <ItemRow
                key={item.item}
                item={item}
                editable={
                  work.editable === 'all' || (work.editable === 'returned' && item.state === 'returned')
                }
                typed={typed[item.item] ?? {}}
                type={(next) => setTyped((before) => ({ ...before, [item.item]: next }))}
                faults={faultsOf(item.item)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {work.editable !== 'none' && (
        <p className="race-send">
          <button
            type="submit"
            className="button primary"
            disabled={changed.length === 0 || report.isPending}
          >
            {say(raceUi.fill)}
            {changed.length > 0 && <span className="tabular"> {changed.length}</span>}
          </button>
          <span role="status" className="quiet">
            {report.isSuccess && changed.length === 0 && say(ui.actSaved)}
          </span>
        </p>
      )}
    </form>
  );
}

/** What a region does in a cycle: its data, its appeals, its projects. */
export function Workspace({ cycle, unit }: { cycle: string; unit: string }) {
  const { say, language } = useSpeech();
  const work = useQuery(ask(raceDoors.readWorkspace, { params: { cycle, unit } }));
  const about = useQuery(ask(raceDoors.readCycle, { params: { cycle } }));
  const tasks = (about.data?.tasks ?? []).filter((one) => one.unit === unit);
  return (
    <section className="race-section" aria-labelledby="race-workspace">
      <h2 id="race-workspace">{say(raceUi.workspace)}</h2>
      <Answer of={work} lines={10}>
        {(answer) => {
          const own = unitActs({
            cycle,
            unit,
            items: answer.items.map(({ item, name }) => ({ code: item, name })),
          });
          const acts = tasks.flatMap(({ act }) => (act in own ? [own[act as keyof typeof own]] : []));
          return (
            <>
              <p className="quiet">
                {answer.step && say(answer.step.label)}
                {answer.dueOn !== null && <> · {say(raceUi.due(spellDay(answer.dueOn, language)))}</>}
                {' · '}
                {answer.submittedOn === null
                  ? say(raceUi.notSubmitted)
                  : say(raceUi.submitted(spellDay(answer.submittedOn, language)))}
              </p>
              <Reporting cycle={cycle} work={answer} />
              <Acts acts={acts} room="race" about={`${cycle}.${unit}`} />
              {answer.appeals.length > 0 && (
                <>
                  <h3>{say(raceUi.appeals)}</h3>
                  <ul className="race-list">
                    {answer.appeals.map((appeal) => (
                      <li key={appeal.code}>
                        <span lang="zh-CN">{appeal.claim}</span>{' '}
                        <span className="quiet">
                          {appeal.outcome
                            ? say(raceUi.answered(say(appeal.outcome.label)))
                            : say(raceUi.waiting)}
                          {appeal.answer !== null && <span lang="zh-CN"> {appeal.answer}</span>}
                        </span>
                      </li>
                    ))}
                  </ul>
                </>
              )}
              {answer.nominations.length > 0 && (
                <>
                  <h3>{say(raceUi.nominations)}</h3>
                  <p className="quiet">
                    {shortMoney(answer.nominated, language)} / {shortMoney(answer.allotted, language)}
                  </p>
                  <ul className="race-list">
                    {answer.nominations.map((one) => (
                      <li key={one.code}>
                        <span lang="zh-CN">{one.title}</span>{' '}
                        <span className="quiet">
                          {shortMoney(one.amount, language)} ·{' '}
                          {one.decision ? say(one.decision.label) : say(raceUi.nominated)}
                        </span>
                      </li>
                    ))}
                  </ul>
                </>
              )}
            </>
          );
        }}
      </Answer>
    </section>
  );
}
