import { Link } from '@tanstack/react-router';
import type { Words } from '#kernel/contract/words.ts';
import { useSpeech } from '#kernel/web/language.ts';
import { raceUi } from './race-words.ts';

/** A unit on the map: its square, and the rank it is shown by. */
export interface MapUnit {
  code: string;
  name: Words;
  column: number | null;
  row: number | null;
  rank: number | null;
}

/** Shade of a rank, from the best to the last. */
const depthOf = (rank: number | null, units: number): number =>
  rank === null ? 0 : units <= 1 ? 80 : Math.round(84 - ((rank - 1) / (units - 1)) * 78);

/**
 * The units as squares where they lie, darker for a better rank. Without squares there is no map: the table says it
 * all.
 */
export function RaceMap({ units, cycle, label }: { units: readonly MapUnit[]; cycle: string; label: Words }) {
  const { say, language } = useSpeech();
  // A square holds a word: the rest of an English name is in what is said of it.
  const short = (name: Words): string => (language === 'en' ? (name.en.split(' ')[0] ?? name.en) : name.zh);
  const placed = units.filter(({ column, row }) => column !== null && row !== null);
  if (placed.length === 0) return null;
  const columns = Math.max(...placed.map(({ column }) => column ?? 1));
  return (
    <figure className="race-map-figure">
      <div
        className="race-map"
        role="group"
        aria-label={say(label)}
        style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
      >
        {placed.map(({ code, name, column, row, rank }) => {
          const depth = depthOf(rank, units.length);
          return (
            <Link
              key={code}
              to="/race/$cycle/$unit"
              params={{ cycle, unit: code }}
              search={{}}
              className="race-tile"
              aria-label={`${say(name)} ${rank ?? '—'}`}
              data-deep={depth > 45 || undefined}
              style={{ gridColumn: column ?? 1, gridRow: row ?? 1, ['--depth' as string]: depth }}
            >
              <span className="race-tile-name">{short(name)}</span>
              <span className="race-tile-rank">{rank ?? '—'}</span>
            </Link>
          );
        })}
      </div>
      <figcaption className="quiet">{say(raceUi.mapNote)}</figcaption>
    </figure>
  );
}
