import { buildIndex, type Comparison, explainUnit } from '#domains/indices/engine.ts';
import { useMemo, useState } from 'react';
import { Refusal } from '#kernel/contract/refusal.ts';
import { useSpeech } from '#kernel/web/language.ts';
import { spellPoints, type Ready } from './ready.ts';
import { raceUi } from './race-words.ts';

type Other = 'mean' | 'above' | 'below';

/** What an indicator wins or loses, as a bar from the middle. */
function PointBar({ points, most }: { points: number; most: number }) {
  const share = most === 0 ? 0 : (Math.abs(points) / most) * 50;
  return (
    <span className="bar" aria-hidden="true">
      <i
        data-lost={points < 0 || undefined}
        style={{ width: `${share}%`, insetInlineStart: points < 0 ? `${50 - share}%` : '50%' }}
      />
    </span>
  );
}

/** Where a unit's points were won and lost, indicator by indicator; they sum to the difference of the two indices. */
export function Points({ ready, unit }: { ready: Ready; unit: string }) {
  const { say } = useSpeech();
  const [other, setOther] = useState<Other>('mean');
  const explained = useMemo(() => {
    try {
      return explainUnit(ready.dataset, ready.method, buildIndex(ready.dataset, ready.method), unit);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return error.words;
    }
  }, [ready, unit]);
  if ('zh' in explained) return <p className="quiet">{say(explained)}</p>;
  const nameOf = (code: string): string => ready.dataset.names[ready.dataset.units.indexOf(code)] ?? code;
  const { mean, above, below, index } = explained;
  const chosen: Comparison | null = other === 'mean' ? mean : other === 'above' ? above : below;
  const shown = chosen ?? mean;
  const rows = ready.dataset.indicators
    .map(({ code, name }) => ({ code, name, points: shown.points.get(code) ?? 0 }))
    .toSorted((one, two) => two.points - one.points);
  const most = Math.max(...rows.map(({ points }) => Math.abs(points)));
  const whole = spellPoints(index - shown.index);
  return (
    <>
      <div className="act-buttons" role="group" aria-label={say(raceUi.against)}>
        {(['mean', 'above', 'below'] as const)
          .filter((one) => one === 'mean' || (one === 'above' ? above : below) !== null)
          .map((one) => (
            <button
              key={one}
              type="button"
              className="plain-button"
              aria-pressed={other === one}
              onClick={() => setOther(one)}
            >
              {one === 'mean' ? say(raceUi.mean) : nameOf((one === 'above' ? above : below)?.unit ?? '')}
            </button>
          ))}
      </div>
      <p>
        <b>
          {other === 'mean' || chosen === null
            ? say(raceUi.againstMean(whole))
            : other === 'above'
              ? say(raceUi.againstAbove(nameOf(above?.unit ?? ''), whole))
              : say(raceUi.againstBelow(nameOf(below?.unit ?? ''), whole))}
        </b>
      </p>
      <ol className="race-points">
        {rows.map(({ code, name, points }) => (
          <li key={code} data-item={code}>
            <span lang="zh-CN">{name}</span>
            <PointBar points={points} most={most} />
            <span className="number tabular">{spellPoints(points)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
