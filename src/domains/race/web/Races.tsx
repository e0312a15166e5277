import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { Acts } from '#kernel/web/Acts.tsx';
import { spellDay, useSpeech } from '#kernel/web/language.ts';
import { Original } from '#kernel/web/Original.tsx';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask, useMay } from '#kernel/web/queries.ts';
import { useTitle } from '#kernel/web/title.ts';
import type { AnswerOfDoor } from '#kernel/web/call.ts';
import { words } from '#kernel/contract/words.ts';
import { openAct } from './acts.ts';
import { raceDoors } from './doors.ts';
import { raceUi } from './race-words.ts';
import { Sample } from '#kernel/web/Sample.tsx';
import '#kernel/web/styles/lists.css';
import './race.css';

type Listing = AnswerOfDoor<typeof raceDoors.listCycles>;

function Cycles({ cycles }: { cycles: Listing['cycles'] }) {
  const { say, language } = useSpeech();
  const mayRun = useMay('race.run');
  return (
    <>
      {cycles.length === 0 && <p className="empty">{say(raceUi.empty)}</p>}
      <ol className="race-cycles">
        {cycles.map((cycle) => (
          <li key={cycle.code}>
            <h2>
              <Link to="/race/$cycle" params={{ cycle: cycle.code }} search={{}} lang="zh-CN">
                {cycle.name}
              </Link>{' '}
              {cycle.sample && <Sample />}
            </h2>
            <p className="quiet">
              {cycle.dataYear !== null && `${say(raceUi.dataYear)} ${cycle.dataYear} · `}
              {cycle.publishedOn === null
                ? cycle.step === null
                  ? say(raceUi.notPublished)
                  : say(cycle.step.label)
                : say(raceUi.publishedOn(spellDay(cycle.publishedOn, language)))}
              {cycle.publishedOn === null && cycle.dueOn !== null && (
                <> · {say(raceUi.due(spellDay(cycle.dueOn, language)))}</>
              )}
            </p>
          </li>
        ))}
      </ol>
      {mayRun && cycles.length > 0 && (
        <Acts
          acts={[openAct(cycles.map(({ code, name }) => ({ code, name: words(name, name) })))]}
          room="race"
          about="cycles"
        />
      )}
    </>
  );
}

/** The cycles of the race, the newest first. */
export function Races() {
  const { say } = useSpeech();
  const listing = useQuery(ask(raceDoors.listCycles, {}));
  useTitle(say(raceUi.title));
  return (
    <div className="page race-page">
      <div className="page-head">
        <h1>
          {say(raceUi.title)}
          <Original of={raceUi.title} />
        </h1>
        <p className="page-line">{say(raceUi.line)}</p>
      </div>
      <Answer of={listing} lines={6}>
        {(answer) => <Cycles cycles={answer.cycles} />}
      </Answer>
    </div>
  );
}
