import type { Words } from '#kernel/contract/words.ts';
import { spellDay, useSpeech } from './language.ts';
import { ui } from './words.ts';

export interface LifePoint {
  state: Words;
  on: string | null;
  ahead: boolean;
}

/** A record's life as a line of points: reached, still ahead, not happened. */
export function Life({ points }: { points: LifePoint[] }) {
  const { say, language } = useSpeech();
  const reached = points.findLastIndex((point) => point.on !== null && !point.ahead);
  return (
    <ol className="life">
      {points.map((point, index) => {
        const standing =
          point.on === null ? 'none' : point.ahead ? 'ahead' : index === reached ? 'now' : 'past';
        return (
          <li
            key={point.state.zh}
            data-standing={standing}
            aria-current={standing === 'now' ? 'step' : undefined}
          >
            <span className="life-point" aria-hidden="true" />
            <span className="life-state">{say(point.state)}</span>
            <span className="life-day">
              {point.on === null && say(ui.notReached)}
              {point.on !== null &&
                (point.ahead
                  ? say(ui.listed(spellDay(point.on, language), say(ui.ahead)))
                  : spellDay(point.on, language))}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
