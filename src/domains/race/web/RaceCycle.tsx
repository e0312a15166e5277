import { Link, useParams } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { parseObject, type Address } from '#kernel/web/address.ts';
import type { AnswerOfDoor } from '#kernel/web/call.ts';
import { spellDay, useAddress, useSpeech } from '#kernel/web/language.ts';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask, useMay } from '#kernel/web/queries.ts';
import { useTitle } from '#kernel/web/title.ts';
import { raceDoors } from './doors.ts';
import { MethodPart } from './MethodPart.tsx';
import { raceUi } from './race-words.ts';
import { RaceMap } from './RaceMap.tsx';
import { Running } from './Running.tsx';
import { Sample } from '#kernel/web/Sample.tsx';
import { AllData, Scores, type Result } from './Scorecard.tsx';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/desk.css';
import './race.css';

type About = AnswerOfDoor<typeof raceDoors.readCycle>;

/** The way of a cycle, and where it is. */
function Way({ about }: { about: About }) {
  const { say } = useSpeech();
  const onDay = new Map(about.taken.map(({ step, takenOn }) => [step.id, takenOn]));
  return (
    <ol className="race-steps" aria-label={say(raceUi.step)}>
      {about.way.map(({ step, state }) => (
        <li
          key={step.id}
          data-done={state === 'past' || undefined}
          aria-current={state === 'now' ? 'step' : undefined}
        >
          <span>{say(step.label)}</span>
          <span className="quiet tabular">{state === 'ahead' ? '' : onDay.get(step.id)}</span>
        </li>
      ))}
    </ol>
  );
}

function Versions({ about, shown }: { about: About; shown: number }) {
  const { say, language } = useSpeech();
  if (about.results.length < 2) return null;
  return (
    <div className="race-versions" role="group" aria-label={say(raceUi.versions)}>
      {about.results.map(({ version, publishedOn, reason }, at) => (
        <p key={version}>
          <Link
            to="."
            search={(previous: Address) => ({ ...previous, filters: JSON.stringify({ version }) })}
            aria-current={version === shown || undefined}
          >
            {say(raceUi.version(version))}
          </Link>
          <span className="quiet">
            {at === 0 && <> · {say(raceUi.current)}</>}
            {publishedOn === null ? (
              <> · {say(raceUi.preliminary)}</>
            ) : (
              <> · {say(raceUi.publishedOn(spellDay(publishedOn, language)))}</>
            )}
            {reason !== null && <> · {say(raceUi.correctedFor(reason))}</>}
          </span>
        </p>
      ))}
    </div>
  );
}

function Downloads({ result }: { result: Result }) {
  const { say } = useSpeech();
  return (
    <section className="race-section" aria-labelledby="race-downloads">
      <h2 id="race-downloads">{say(raceUi.downloads)}</h2>
      <div className="race-downloads">
        <a
          className="button"
          href={`/api/race/cycles/${encodeURIComponent(result.cycle)}/results/${result.result.version}/bundle`}
          download
        >
          {say(raceUi.bundle)}
        </a>
      </div>
      <p>{say(raceUi.recompute)}</p>
      <pre className="race-command">
        <code>npx kechuang race compute --data iData.csv --meta iMeta.csv --method method.json --json</code>
      </pre>
      <p className="quiet race-digest">
        {say(raceUi.digest)} <code>{result.result.digest}</code>
      </p>
    </section>
  );
}

function Card({ about, version }: { about: About; version: number }) {
  const { say } = useSpeech();
  const { code } = about.cycle;
  const result = useQuery(ask(raceDoors.readResult, { params: { cycle: code, version: String(version) } }));
  return (
    <Answer of={result} lines={10}>
      {(answer) => {
        const rankOf = new Map(answer.scores.map(({ unit, rank }) => [unit, rank]));
        return (
          <>
            {answer.preliminary && <p className="note">{say(raceUi.preliminary)}</p>}
            {answer.result.sample && <p className="note">{say(raceUi.sampleNote)}</p>}
            <div className="race-top">
              <Scores result={answer} />
              <RaceMap
                cycle={code}
                label={raceUi.map}
                units={about.entries.map(({ unit, name, mapColumn, mapRow }) => ({
                  code: unit,
                  name,
                  column: mapColumn,
                  row: mapRow,
                  rank: rankOf.get(unit) ?? null,
                }))}
              />
            </div>
            <p>
              <Link to="/race/$cycle/board" params={{ cycle: code }} search={{}}>
                {say(raceUi.boardLink)}
              </Link>
            </p>
            <AllData result={answer} />
            <Downloads result={answer} />
          </>
        );
      }}
    </Answer>
  );
}

function Cycle({ about }: { about: About }) {
  const { say, language } = useSpeech();
  const { filters } = useAddress();
  const mayRun = useMay('race.run');
  const mayReport = useMay('race.report');
  const { version: wanted } = parseObject(filters);
  const shown = about.results.find(({ version }) => version === wanted) ?? about.results[0];
  const { cycle } = about;
  return (
    <>
      <p className="race-facts-line">
        {cycle.sample && <Sample />} {say(raceUi.year)} {cycle.year}
        {cycle.dataYear !== null && (
          <>
            {' · '}
            {say(raceUi.dataYear)} {cycle.dataYear}
          </>
        )}
        {' · '}
        {cycle.publishedOn === null
          ? say(raceUi.notPublished)
          : say(raceUi.publishedOn(spellDay(cycle.publishedOn, language)))}
      </p>
      <Way about={about} />
      {(mayRun || mayReport) && <Running about={about} />}
      {shown && (
        <section className="race-section" aria-labelledby="race-scorecard">
          <h2 id="race-scorecard">
            {say(raceUi.scorecard)}{' '}
            {about.results.length > 1 && <span className="quiet">{say(raceUi.version(shown.version))}</span>}
          </h2>
          <Versions about={about} shown={shown.version} />
          <Card about={about} version={shown.version} />
        </section>
      )}
      {!shown && mayRun && about.method && (
        <p>
          <Link to="/race/$cycle/board" params={{ cycle: cycle.code }} search={{}}>
            {say(raceUi.boardLink)}
          </Link>
        </p>
      )}
      {about.method && <MethodPart method={about.method} />}
    </>
  );
}

/** One cycle: its scorecard for everyone, and what waits for those who run it. */
export function RaceCycle() {
  const { say } = useSpeech();
  const { cycle } = useParams({ strict: false });
  const about = useQuery(ask(raceDoors.readCycle, { params: { cycle: cycle ?? '' } }));
  useTitle(about.data?.cycle.name ?? say(raceUi.title));
  return (
    <div className="page race-page">
      <div className="page-head">
        <p className="crumbs">
          <Link to="/race" search={{}} className="back">
            {say(raceUi.title)}
          </Link>
        </p>
        <h1 lang="zh-CN">{about.data?.cycle.name ?? cycle}</h1>
      </div>
      <Answer of={about} lines={12}>
        {(answer) => <Cycle about={answer} />}
      </Answer>
    </div>
  );
}
