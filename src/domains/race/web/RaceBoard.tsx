import { Link, useParams } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Acts } from '#kernel/web/Acts.tsx';
import { call, type AnswerOfDoor } from '#kernel/web/call.ts';
import { useSpeech } from '#kernel/web/language.ts';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask } from '#kernel/web/queries.ts';
import { useTitle } from '#kernel/web/title.ts';
import { Board } from './Board.tsx';
import { boardUi } from './board-words.ts';
import { raceDoors } from './doors.ts';
import { actUi, raceUi } from './race-words.ts';
import { makeReady } from './ready.ts';
import '#kernel/web/styles/lists.css';
import './race.css';

type Given = AnswerOfDoor<typeof raceDoors.readBoard>;

/** A weight as the door takes it. */
const weightText = (weight: number): string => weight.toFixed(6).replace(/\.?0+$/, '');

function Playing({ cycle, answer }: { cycle: string; answer: Given }) {
  const { say } = useSpeech();
  const ready = useMemo(() => makeReady(answer), [answer]);
  return (
    <>
      {!answer.mayWeigh && answer.published && <p className="note">{say(boardUi.frozen)}</p>}
      <Board
        start={ready}
        act={(weights) =>
          answer.mayWeigh &&
          weights.size > 0 && (
            <Acts
              acts={[
                {
                  id: 'saveWeights',
                  label: actUi.saveWeights,
                  fields: [],
                  send: async (_, key) =>
                    call(raceDoors.adjustWeights, {
                      params: { cycle },
                      key,
                      body: {
                        weights: [...weights].map(([item, weight]) => ({ item, weight: weightText(weight) })),
                      },
                    }),
                },
              ]}
              room="race"
              about={cycle}
            />
          )
        }
      />
    </>
  );
}

/** Move a weight and see what comes of it, before the method is frozen and after. */
export function RaceBoard() {
  const { say } = useSpeech();
  const { cycle } = useParams({ strict: false });
  const code = cycle ?? '';
  const board = useQuery(ask(raceDoors.readBoard, { params: { cycle: code } }));
  const about = useQuery(ask(raceDoors.readCycle, { params: { cycle: code } }));
  const title = say(boardUi.title(about.data?.cycle.name ?? code));
  useTitle(title);
  return (
    <div className="page race-page">
      <div className="page-head">
        <p className="crumbs">
          <Link to="/race/$cycle" params={{ cycle: code }} search={{}} className="back">
            {say(raceUi.toCycle)}
          </Link>
        </p>
        <h1>{title}</h1>
        <p className="page-line">{say(boardUi.lead)}</p>
      </div>
      <Answer of={board} lines={12}>
        {(answer) => <Playing cycle={code} answer={answer} />}
      </Answer>
    </div>
  );
}
