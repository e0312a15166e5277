import { useSpeech } from '#kernel/web/language.ts';
import { boardUi } from './board-words.ts';

/** A rank and the interval it holds within, drawn on a line of all ranks. */
export function Interval({
  low,
  high,
  rank,
  units,
}: {
  low: number | null;
  high: number | null;
  rank: number | null;
  units: number;
}) {
  const { say } = useSpeech();
  if (low === null || high === null) return <>—</>;
  const place = (one: number): number => (units <= 1 ? 50 : ((one - 1) / (units - 1)) * 100);
  return (
    <span className="interval">
      <span className="interval-line" aria-hidden="true">
        <i
          className="interval-span"
          style={{ insetInlineStart: `${place(low)}%`, width: `${place(high) - place(low)}%` }}
        />
        {rank !== null && <i className="interval-rank" style={{ insetInlineStart: `${place(rank)}%` }} />}
      </span>
      <span className="interval-words tabular">{say(boardUi.between(low, high))}</span>
    </span>
  );
}
