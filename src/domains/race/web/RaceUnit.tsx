import { Link, useParams } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { shortMoney } from '#kernel/contract/money.ts';
import type { AnswerOfDoor } from '#kernel/web/call.ts';
import { useSpeech } from '#kernel/web/language.ts';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask, useMay } from '#kernel/web/queries.ts';
import { useTitle } from '#kernel/web/title.ts';
import { raceDoors } from './doors.ts';
import { Interval } from './Interval.tsx';
import { Points } from './Points.tsx';
import { raceUi } from './race-words.ts';
import { makeReady } from './ready.ts';
import type { Result } from './Scorecard.tsx';
import { Workspace } from './Workspace.tsx';
import '#kernel/web/styles/lists.css';
import './race.css';

/** What a unit got, in a line of facts. */
function Facts({ result, unit }: { result: Result; unit: string }) {
  const { say, language } = useSpeech();
  const row = result.scores.find((one) => one.unit === unit);
  if (!row) return null;
  const facts = [
    { label: raceUi.rank, text: row.rank === null ? '—' : `${row.rank} / ${result.scores.length}` },
    { label: raceUi.score, text: row.score === null ? '—' : Number(row.score).toFixed(2) },
    { label: raceUi.tier, text: row.tier ?? '—' },
    { label: raceUi.amount, text: shortMoney(row.amount, language) },
    ...(row.improvementRank === null
      ? []
      : [{ label: raceUi.improvementRank, text: `${row.improvementRank} / ${result.scores.length}` }]),
  ];
  return (
    <>
      <dl className="race-facts">
        {facts.map(({ label, text }) => (
          <div key={label.zh}>
            <dt>{say(label)}</dt>
            <dd className="tabular">{text}</dd>
          </div>
        ))}
        {row.rankLow !== null && (
          <div>
            <dt>{say(raceUi.interval)}</dt>
            <dd>
              <Interval low={row.rankLow} high={row.rankHigh} rank={row.rank} units={result.scores.length} />
            </dd>
          </div>
        )}
      </dl>
    </>
  );
}

/** A unit's rank in each published cycle. */
function Series({ unit, current }: { unit: string; current: string }) {
  const { say } = useSpeech();
  const cycles = useQuery(ask(raceDoors.listCycles, {}));
  const published = (cycles.data?.cycles ?? []).filter(({ publishedOn }) => publishedOn !== null);
  if (published.length < 2) return null;
  return (
    <section className="race-section" aria-labelledby="race-series">
      <h2 id="race-series">{say(raceUi.series)}</h2>
      <ul className="race-list">
        {published.map(({ code, name, year }) => (
          <li key={code}>
            {code === current ? (
              <b lang="zh-CN">{name}</b>
            ) : (
              <Link to="/race/$cycle/$unit" params={{ cycle: code, unit }} search={{}} lang="zh-CN">
                {name}
              </Link>
            )}{' '}
            <YearRank cycle={code} year={year} unit={unit} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function YearRank({ cycle, unit }: { cycle: string; year: number; unit: string }) {
  const { say } = useSpeech();
  const about = useQuery(ask(raceDoors.readCycle, { params: { cycle } }));
  const version = about.data?.results.find(({ publishedOn }) => publishedOn !== null)?.version;
  const result = useQuery({
    ...ask(raceDoors.readResult, { params: { cycle, version: String(version ?? 1) } }),
    enabled: version !== undefined,
  });
  const row = result.data?.scores.find((one) => one.unit === unit);
  if (!row || row.rank === null) return null;
  return (
    <span className="quiet tabular">
      {say(raceUi.rank)} {row.rank} · {say(raceUi.score)}{' '}
      {row.score === null ? '—' : Number(row.score).toFixed(2)}
    </span>
  );
}

type Given = AnswerOfDoor<typeof raceDoors.readBoard>;

function Strengths({ answer, unit }: { answer: Given; unit: string }) {
  const ready = useMemo(() => makeReady(answer), [answer]);
  return <Points ready={ready} unit={unit} />;
}

function Published({ cycle, unit }: { cycle: string; unit: string }) {
  const { say } = useSpeech();
  const about = useQuery(ask(raceDoors.readCycle, { params: { cycle } }));
  const version = about.data?.results[0]?.version;
  const result = useQuery({
    ...ask(raceDoors.readResult, { params: { cycle, version: String(version ?? 1) } }),
    enabled: version !== undefined,
  });
  const isPublished = about.data?.results.some(({ publishedOn }) => publishedOn !== null) ?? false;
  const board = useQuery({ ...ask(raceDoors.readBoard, { params: { cycle } }), enabled: isPublished });
  if (version === undefined) return null;
  return (
    <>
      <Answer of={result} lines={3}>
        {(answer) => <Facts result={answer} unit={unit} />}
      </Answer>
      {isPublished && (
        <section className="race-section" aria-labelledby="race-strengths">
          <h2 id="race-strengths">{say(raceUi.strengths)}</h2>
          <Answer of={board} lines={8}>
            {(answer) => <Strengths answer={answer} unit={unit} />}
          </Answer>
        </section>
      )}
      <Series unit={unit} current={cycle} />
    </>
  );
}

/** One unit in a cycle: what it got and why; and for its own people, what they report. */
export function RaceUnit() {
  const { say } = useSpeech();
  const { cycle = '', unit = '' } = useParams({ strict: false });
  const about = useQuery(ask(raceDoors.readCycle, { params: { cycle } }));
  const mayRead = useMay('register.read');
  const entry = about.data?.entries.find((one) => one.unit === unit);
  const title = entry ? say(entry.name) : unit;
  useTitle(title);
  return (
    <div className="page race-page">
      <div className="page-head">
        <p className="crumbs">
          <Link to="/race/$cycle" params={{ cycle }} search={{}} className="back" lang="zh-CN">
            {about.data?.cycle.name ?? cycle}
          </Link>
        </p>
        <h1>{title}</h1>
      </div>
      <Published cycle={cycle} unit={unit} />
      {mayRead && entry?.progress && <Workspace cycle={cycle} unit={unit} />}
    </div>
  );
}
