import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { readHome } from '#kernel/contract/evidence.ts';
import { FigureValue } from '#kernel/web/FigureValue.tsx';
import { areaNumeral, spellDay, useAddress, useSpeech } from '#kernel/web/language.ts';
import { ComparePicker, MomentPicker } from '#kernel/web/MomentPicker.tsx';
import { Original } from '#kernel/web/Original.tsx';
import { Answer } from '#kernel/web/Problem.tsx';
import { homeAt, useJurisdiction, useMayReadPast } from '#kernel/web/queries.ts';
import { useTitle } from '#kernel/web/title.ts';
import { ui } from '#kernel/web/words.ts';

type Overview = z.output<(typeof readHome)['answer']>;
type Area = Overview['areas'][number];
type Result = Area['results'][number];
/** The same results at the moment compared with, by citation. */
type Earlier = ReadonlyMap<string, Result['reading']> | null;

/** The label of a result, with its year where it is of one. */
function ResultLabel({ result }: { result: Result }) {
  const { say } = useSpeech();
  const { year } = result.reading.params;
  return (
    <>
      {say(result.label)}
      {typeof year === 'number' && <span className="of-year"> {say(ui.ofYear(year))}</span>}
    </>
  );
}

function Then({ result, earlier }: { result: Result; earlier: Earlier }) {
  const { say } = useSpeech();
  const before = earlier?.get(result.citation);
  if (!before) return null;
  const same = before.value === result.reading.value;
  return (
    <dd className="then" data-same={same || undefined}>
      {same ? say(ui.unchanged) : say(ui.was(before.value === null ? say(ui.noValue) : say(before.phrase)))}
    </dd>
  );
}

/** How many results of an area stand large. */
const leadsEach = 4;

const weightOf = ({ reading }: Result): number => (reading.basis === 'parameter' ? 0 : reading.rows);

/**
 * The results that stand large, in the letter's order: those with the most records behind them on the day of the
 * letter, whatever day is shown, so that nothing changes its place when the day does.
 */
function useLeads(area: number, results: Result[]): Result[] {
  const { data } = useJurisdiction();
  const weighed = data?.areas.find(({ number }) => number === area)?.results ?? results;
  const heaviest = weighed.toSorted((one, other) => weightOf(other) - weightOf(one)).slice(0, leadsEach);
  return results.filter(({ citation }) => heaviest.some((lead) => lead.citation === citation));
}

function Results({ area, results, earlier }: { area: number; results: Result[]; earlier: Earlier }) {
  const { say } = useSpeech();
  const leads = useLeads(area, results);
  const others = results.filter((result) => !leads.includes(result));
  if (results.length === 0) return <p className="empty">{say(ui.noResults)}</p>;
  return (
    <>
      {leads.length > 0 && (
        <dl className="leads">
          {leads.map((result) => (
            <div key={result.citation} className="lead">
              <dt>
                <ResultLabel result={result} />
              </dt>
              <dd>
                <FigureValue
                  reading={result.reading}
                  label={result.label}
                  citation={result.citation}
                  size="lead"
                />
              </dd>
              <Then result={result} earlier={earlier} />
            </div>
          ))}
        </dl>
      )}
      {others.length > 0 && (
        <dl className="others">
          {others.map((result) => (
            <div key={result.citation} className="other">
              <dt>
                <ResultLabel result={result} />
              </dt>
              <dd>
                <FigureValue reading={result.reading} label={result.label} citation={result.citation} />
              </dd>
              <Then result={result} earlier={earlier} />
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

function Points({
  points,
  empty,
}: {
  points: (Area['measures'][number] & { dueOn?: string | null; dueSample?: boolean })[];
  empty: string;
}) {
  const { say, language } = useSpeech();
  if (points.length === 0) return <p className="empty">{empty}</p>;
  return (
    <ul className="points">
      {points.map((point) => (
        <li key={point.code}>
          {say(point.text)}
          {point.dueOn && (
            <span className="due">
              {say(ui.dueBy(spellDay(point.dueOn, language)))}
              {point.dueSample && !point.sample && <span className="chip">{say(ui.sampleChip)}</span>}
            </span>
          )}
          {point.sample && <span className="chip">{say(ui.sampleChip)}</span>}
        </li>
      ))}
    </ul>
  );
}

function AreaSection({ area, earlier }: { area: Area; earlier: Earlier }) {
  const { say, language } = useSpeech();
  const id = `area-${area.number}`;
  return (
    <section className="area" id={id} aria-labelledby={`${id}-title`}>
      <h2 className="area-title" id={`${id}-title`}>
        <span className="area-number" aria-hidden="true">
          {areaNumeral(area.number, language)}
        </span>
        <span>
          {say(area.title)}
          <Original of={area.title} />
        </span>
      </h2>
      <div className="area-measures">
        <h3>{say(ui.measures)}</h3>
        <Points points={area.measures} empty={say(ui.noMeasures)} />
      </div>
      <div className="area-results">
        <h3>{say(ui.results)}</h3>
        <Results area={area.number} results={area.results} earlier={earlier} />
      </div>
      <div className="area-next">
        <h3>{say(ui.nextSteps)}</h3>
        <Points points={area.nextSteps} empty={say(ui.noNextSteps)} />
        {area.nextSteps.length > 0 && (
          <Link to="/promises" search={{}} hash={`promises-${area.number}`} className="all-promises">
            {say(ui.allPromises)}
          </Link>
        )}
      </div>
    </section>
  );
}

function useEarlier(asOf: string | undefined): Earlier {
  const { fromAsOf, fromKnownAt } = useAddress();
  const comparing = fromAsOf !== undefined || fromKnownAt !== undefined;
  const { data, isPlaceholderData } = useQuery({
    ...homeAt({ asOf: fromAsOf ?? asOf, knownAt: fromKnownAt }),
    enabled: comparing,
  });
  if (!comparing || !data || isPlaceholderData) return null;
  return new Map(
    data.areas.flatMap((area) => area.results.map((result) => [result.citation, result.reading])),
  );
}

function Overview({ overview }: { overview: Overview }) {
  const { say, language } = useSpeech();
  const mayReadPast = useMayReadPast();
  const earlier = useEarlier(overview.asOf);
  return (
    <>
      <div className="strip">
        <div className="moments">
          <MomentPicker asOf={overview.asOf} />
          <ComparePicker asOf={overview.asOf} />
          {!mayReadPast && <span className="hint">{say(ui.knownAtSignIn)}</span>}
        </div>
        <nav className="contents" aria-label={say(ui.areas)}>
          {overview.areas.map((area) => (
            <a
              key={area.number}
              href={`#area-${area.number}`}
              title={say(area.title)}
              aria-label={`${areaNumeral(area.number, language)} ${say(area.title)}`}
            >
              {areaNumeral(area.number, language)}
            </a>
          ))}
        </nav>
      </div>
      {overview.areas.length === 0 && (
        <div className="empty">
          <p>{say(ui.emptyHome)}</p>
          <p>{say(ui.emptyHomeHelp)}</p>
        </div>
      )}
      {overview.areas.map((area) => (
        <AreaSection key={area.number} area={area} earlier={earlier} />
      ))}
    </>
  );
}

/** The letter as a page: five areas, in each what is done, what came of it and what comes next. */
export function Home() {
  const { say } = useSpeech();
  const { asOf, knownAt } = useAddress();
  const home = useQuery(homeAt({ asOf, knownAt }));
  useTitle(say(ui.promise));
  return (
    <div className="page home">
      <div className="masthead">
        <h1>
          {say(ui.promise)}
          <Original of={ui.promise} />
        </h1>
        <p className="masthead-line">
          {say(ui.promiseLine)} {say(ui.howBefore)}
          <span className="how">{say(ui.howMark)}</span>
          {say(ui.howAfter)}
        </p>
      </div>
      <Answer of={home} lines={14}>
        {(overview) => <Overview overview={overview} />}
      </Answer>
    </div>
  );
}
