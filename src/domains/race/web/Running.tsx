import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { shortMoney } from '#kernel/contract/money.ts';
import { Acts, type Act } from '#kernel/web/Acts.tsx';
import { spellDay, useSpeech } from '#kernel/web/language.ts';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask, useMay } from '#kernel/web/queries.ts';
import type { AnswerOfDoor } from '#kernel/web/call.ts';
import { answerAct, cycleActs, decideAct, unitActs } from './acts.ts';
import { raceDoors } from './doors.ts';
import { raceUi } from './race-words.ts';

type About = AnswerOfDoor<typeof raceDoors.readCycle>;

function Entries({ about }: { about: About }) {
  const { say, language } = useSpeech();
  if (about.entries.every(({ progress }) => progress === null)) return null;
  return (
    <>
      <h3>{say(raceUi.entries)}</h3>
      <ul className="race-entries">
        {about.entries
          .filter(({ progress }) => progress !== null)
          .map(({ unit, name, submittedOn, progress }) => (
            <li key={unit} data-unit={unit}>
              <Link to="/race/$cycle/$unit" params={{ cycle: about.cycle.code, unit }} search={{}}>
                {say(name)}
              </Link>
              <span className="quiet">
                {' '}
                {say(
                  submittedOn === null
                    ? raceUi.notSubmitted
                    : raceUi.submitted(spellDay(submittedOn, language)),
                )}
                {progress && <> · {say(raceUi.counts(progress.verified, progress.asked))}</>}
              </span>
            </li>
          ))}
      </ul>
    </>
  );
}

function Appeals({ about, nameOf }: { about: About; nameOf: (unit: string) => string }) {
  const { say } = useSpeech();
  const mayRun = useMay('race.run');
  const appeals = useQuery(ask(raceDoors.listAppeals, { params: { cycle: about.cycle.code } }));
  return (
    <Answer of={appeals} lines={3}>
      {(answer) =>
        answer.appeals.length === 0 ? null : (
          <>
            <h3>{say(raceUi.appeals)}</h3>
            <ul className="race-list">
              {answer.appeals.map((appeal) => (
                <li key={appeal.code} data-appeal={appeal.code}>
                  <p>
                    <b>{nameOf(appeal.unit)}</b> <span lang="zh-CN">{appeal.claim}</span>
                  </p>
                  <p className="quiet">
                    <span lang="zh-CN">{appeal.evidence}</span> ·{' '}
                    {appeal.outcome ? say(raceUi.answered(say(appeal.outcome.label))) : say(raceUi.waiting)}
                    {appeal.answer !== null && <span lang="zh-CN"> {appeal.answer}</span>}
                  </p>
                  {mayRun && !appeal.outcome && (
                    <Acts
                      acts={[answerAct(about.cycle.code, appeal.code)]}
                      room="race"
                      about={appeal.code}
                      level={4}
                    />
                  )}
                </li>
              ))}
            </ul>
          </>
        )
      }
    </Answer>
  );
}

function Nominations({ about, nameOf }: { about: About; nameOf: (unit: string) => string }) {
  const { say, language } = useSpeech();
  const mayRun = useMay('race.run');
  const listing = useQuery(ask(raceDoors.listNominations, { params: { cycle: about.cycle.code } }));
  return (
    <Answer of={listing} lines={3}>
      {(answer) =>
        answer.nominations.length === 0 ? null : (
          <>
            <h3>
              {say(raceUi.nominations)} <span className="count">{answer.nominations.length}</span>
            </h3>
            <details>
              <summary>{say(raceUi.showTable)}</summary>
              <ul className="race-list">
                {answer.nominations.map((one) => (
                  <li key={one.code} data-nomination={one.code}>
                    <p>
                      <b>{nameOf(one.unit)}</b> <span lang="zh-CN">{one.title}</span>
                    </p>
                    <p className="quiet">
                      <span lang="zh-CN">{one.organisation.name}</span> · {shortMoney(one.amount, language)} ·{' '}
                      {one.decision ? say(one.decision.label) : say(raceUi.nominated)}
                      {one.award !== null && (
                        <>
                          {' '}
                          <Link
                            to="/records/$register/$code"
                            params={{ register: 'programmes.award', code: one.award }}
                            search={{}}
                          >
                            {one.award}
                          </Link>
                        </>
                      )}
                    </p>
                    {mayRun && !one.decision && (
                      <Acts
                        acts={[decideAct(about.cycle.code, one.code)]}
                        room="race"
                        about={one.code}
                        level={4}
                      />
                    )}
                  </li>
                ))}
              </ul>
            </details>
          </>
        )
      }
    </Answer>
  );
}

/** What those who run a cycle, or report to it, have before them: the next step first. */
export function Running({ about }: { about: About }) {
  const { say } = useSpeech();
  const { cycle, entries, tasks, next, method } = about;
  const items = (method?.items ?? [])
    .filter(({ kind }) => kind.id !== 'aggregate')
    .map(({ item, name }) => ({ code: item, name }));
  const nameOf = (unit: string): string => {
    const found = entries.find((one) => one.unit === unit);
    return found ? say(found.name) : unit;
  };
  const made = cycleActs({
    cycle: cycle.code,
    today: about.today,
    units: entries.map(({ unit, name }) => ({ code: unit, name })),
    items,
  });
  const doable = tasks.flatMap(({ act, unit }): Act[] => {
    const found = unit === null ? made[act] : undefined;
    return found ? [found] : [];
  });
  const leading = doable.toSorted(
    (one, other) => Number(other.id === next?.act) - Number(one.id === next?.act),
  );
  const ofUnits = [...new Set(tasks.flatMap(({ unit }) => (unit === null ? [] : [unit])))];
  return (
    <section className="race-section" aria-labelledby="race-work">
      <h2 id="race-work">{say(raceUi.work)}</h2>
      {next && (
        <p>
          <b>{say(raceUi.nextStep)}</b> {say(next.label)}
          {next.needs && <span className="quiet"> {say(raceUi.needs(say(next.needs)))}</span>}
        </p>
      )}
      <Acts acts={leading} room="race" about={cycle.code} />
      {ofUnits.map((unit) => {
        const own = unitActs({ cycle: cycle.code, unit, items });
        const acts = tasks.flatMap(({ act, unit: of }): Act[] =>
          of === unit && act in own ? [own[act as keyof typeof own]] : [],
        );
        return (
          <div key={unit}>
            <h3>
              <Link to="/race/$cycle/$unit" params={{ cycle: cycle.code, unit }} search={{}}>
                {nameOf(unit)}
              </Link>
            </h3>
            <Acts acts={acts} room="race" about={`${cycle.code}.${unit}`} level={4} />
          </div>
        );
      })}
      <Appeals about={about} nameOf={nameOf} />
      <Nominations about={about} nameOf={nameOf} />
      <Entries about={about} />
    </section>
  );
}
