import { useLayoutEffect, useRef, useState } from 'react';
import type { FigureDefinition } from '#kernel/contract/evidence.ts';
import { spellDay, spellExactly, spellValue, useSpeech } from './language.ts';
import { ui } from './words.ts';

interface Point {
  at: string;
  value: string;
}

const height = 176;
const frame = { top: 30, right: 8, bottom: 26, left: 8 };
const yearBarWidth = 44;

function useWidth() {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const watch = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return { box, width };
}

/** Rough width of a label: a Chinese character is a square, a Latin one about half of it. */
const widthOf = (label: string): number =>
  [...label].reduce((width, character) => width + ((character.codePointAt(0) ?? 0) > 0x2e7f ? 14 : 8), 0);

const timeOf = (day: string): number => Date.parse(`${day.slice(0, 10)}T00:00:00Z`);

interface Chart {
  points: Point[];
  width: number;
  /** A value in words for a label. */
  spell: (value: string) => string;
  spellAt: (at: string) => string;
}

/** Value over days: it stays as it is until a record changes it, so the line goes in steps. */
function StepLine({ points, width, spell, spellAt }: Chart) {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  const [start, end] = [timeOf(first.at), timeOf(last.at)];
  const top = Math.max(...points.map((point) => Number(point.value)), 1);
  const inner = { width: width - frame.left - frame.right, height: height - frame.top - frame.bottom };
  const x = (at: string) => frame.left + ((timeOf(at) - start) / Math.max(end - start, 1)) * inner.width;
  const y = (value: string) => frame.top + (1 - Number(value) / top) * inner.height;
  const base = frame.top + inner.height;
  let path = `M${x(first.at)} ${y(first.value)}`;
  for (const point of points.slice(1)) path += `H${x(point.at)}V${y(point.value)}`;
  const years = [];
  for (let year = Number(first.at.slice(0, 4)) + 1; year <= Number(last.at.slice(0, 4)); year += 1)
    years.push(`${year}-01-01`);
  const roomForYears = inner.width / (years.length + 1) > 52;
  const [startX, endX] = [x(first.at), x(last.at)];
  // The first label stands above whatever part of the line it reaches over.
  const reach = startX + widthOf(spell(first.value));
  const startY =
    Math.min(...points.filter((point) => x(point.at) <= reach).map((point) => y(point.value))) - 8;
  return (
    <>
      {years.map((year) => (
        <g key={year} className="chart-year">
          <line x1={x(year)} x2={x(year)} y1={frame.top} y2={base} />
          {roomForYears && x(year) - startX > 78 && endX - x(year) > 78 && (
            <text x={x(year)} y={height - 8} textAnchor="middle">
              {year.slice(0, 4)}
            </text>
          )}
        </g>
      ))}
      <line className="chart-base" x1={frame.left} x2={width - frame.right} y1={base} y2={base} />
      <path className="chart-area" d={`${path}V${base}H${startX}Z`} />
      <path className="chart-line" d={path} />
      <circle className="chart-end" cx={endX} cy={y(last.value)} r="4" />
      <text className="chart-value" x={endX} y={y(last.value) - 10} textAnchor="end">
        {spell(last.value)}
      </text>
      {y(first.value) - y(last.value) > 48 && startY > frame.top + 12 && (
        <text className="chart-value quiet" x={startX} y={startY}>
          {spell(first.value)}
        </text>
      )}
      <text x={startX} y={height - 8}>
        {spellAt(first.at)}
      </text>
      <text x={endX} y={height - 8} textAnchor="end">
        {spellAt(last.at)}
      </text>
    </>
  );
}

interface Bars extends Chart {
  current: string | undefined;
}

/** Value of each year: one bar a year. */
function YearBars({ points, width, spell, current }: Bars) {
  const top = Math.max(...points.map((point) => Number(point.value)), 1);
  const step = barStep(points, width);
  const tallest = height - frame.top - frame.bottom;
  const bar = Math.min(yearBarWidth, step * 0.6);
  const base = frame.top + tallest;
  return (
    <>
      <line className="chart-base" x1={frame.left} x2={width - frame.right} y1={base} y2={base} />
      {points.map((point, index) => {
        const middle = frame.left + step * (index + 0.5);
        const tall = (Number(point.value) / top) * tallest;
        return (
          <g key={point.at} className="chart-bar" data-current={point.at === current || undefined}>
            <rect x={middle - bar / 2} y={base - tall} width={bar} height={tall} />
            <text className="chart-value" x={middle} y={base - tall - 8} textAnchor="middle">
              {spell(point.value)}
            </text>
            <text x={middle} y={height - 8} textAnchor="middle">
              {point.at}
            </text>
          </g>
        );
      })}
    </>
  );
}

const rowHeight = 32;
const yearWidth = 48;

const barStep = (points: Point[], width: number): number =>
  Math.min((width - frame.left - frame.right) / points.length, 128);

const longestLabel = (points: Point[], spell: (value: string) => string): number =>
  Math.max(...points.map((point) => widthOf(spell(point.value))));

/** The same lying down, where the values would not find room above their bars. */
function YearRows({ points, width, spell, current }: Bars) {
  const top = Math.max(...points.map((point) => Number(point.value)), 1);
  const longest = Math.max(width - yearWidth - longestLabel(points, spell) - 12, 24);
  return points.map((point, index) => {
    const long = (Number(point.value) / top) * longest;
    const middle = rowHeight * (index + 0.5);
    return (
      <g key={point.at} className="chart-bar" data-current={point.at === current || undefined}>
        <text x={0} y={middle + 5}>
          {point.at}
        </text>
        <rect x={yearWidth} y={middle - 9} width={long} height={18} />
        <text className="chart-value" x={yearWidth + long + 8} y={middle + 5}>
          {spell(point.value)}
        </text>
      </g>
    );
  });
}

/** The trend of one figure: one chart, labelled on the spot, with the same values as a table behind a button. */
export function Trend({
  definition,
  points,
  over,
  year,
}: {
  definition: FigureDefinition;
  points: { at: string; value: string | null }[];
  over: 'day' | 'year';
  year: string | undefined;
}) {
  const { say, language } = useSpeech();
  const [asTable, setAsTable] = useState(false);
  const { box, width } = useWidth();
  const known = points.filter((point): point is Point => point.value !== null);
  const spell = (value: string) => spellValue(value, definition.unit, language);
  const caption = say(ui.trendCaption(say(definition.label)));
  const spellAt = (at: string) => (over === 'day' ? at.slice(0, 10) : at);
  const lying = over === 'year' && known.length > 0 && longestLabel(known, spell) + 8 > barStep(known, width);
  const chart = { points: known, width, spell, spellAt };
  if (known.length === 0) return <p className="quiet">{say(ui.noTrend)}</p>;
  return (
    <div className="trend" ref={box}>
      {asTable || known.length === 1 ? (
        <div className="table-box trend-table" role="region" aria-label={caption} tabIndex={0}>
          <table className="numbers">
            <caption className="unseen">{caption}</caption>
            <thead>
              <tr>
                <th scope="col">{say(over === 'day' ? ui.day : ui.year)}</th>
                <th scope="col" className="number">
                  {say(ui.value)}
                </th>
              </tr>
            </thead>
            <tbody>
              {known.toReversed().map((point) => (
                <tr key={point.at}>
                  <th scope="row">{point.at.slice(0, 10)}</th>
                  <td className="number">{spellExactly(point.value, definition.unit, language)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <svg
          className="chart"
          role="img"
          aria-label={`${caption}: ${known
            .filter((_, index) => index === 0 || index === known.length - 1)
            .map(
              (point) => `${over === 'day' ? spellDay(point.at, language) : point.at} ${spell(point.value)}`,
            )
            .join(' → ')}`}
          width={width}
          height={lying ? rowHeight * known.length : height}
        >
          {width > 0 && over === 'day' && <StepLine {...chart} />}
          {width > 0 && over === 'year' && !lying && <YearBars {...chart} current={year} />}
          {width > 0 && lying && <YearRows {...chart} current={year} />}
        </svg>
      )}
      {known.length === 1 ? (
        <p className="quiet">{say(ui.onePoint)}</p>
      ) : (
        <button
          type="button"
          className="plain-button"
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          {say(asTable ? ui.asChart : ui.asTable)}
        </button>
      )}
    </div>
  );
}
