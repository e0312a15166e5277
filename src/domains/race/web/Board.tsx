import { useDeferredValue, useMemo, useState } from 'react';
import { shortMoney, formatMoney } from '#kernel/contract/money.ts';
import { useSpeech } from '#kernel/web/language.ts';
import { boardUi } from './board-words.ts';
import { Interval } from './Interval.tsx';
import type { Ready } from './ready.ts';
import { simulate, type Moved, type Outcome, type Standing } from './simulate.ts';
import './race.css';

interface WeightNode {
  code: string;
  name: string;
  weight: number;
  parent: string | null;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** One weight: its slider, and its share of its group. */
function Weight({
  node,
  value,
  share,
  most,
  move,
}: {
  node: WeightNode;
  value: number;
  share: number;
  most: number;
  move: (code: string, weight: number | null) => void;
}) {
  const { say } = useSpeech();
  const isMoved = value !== node.weight;
  return (
    <div className="weight" data-moved={isMoved || undefined}>
      <label htmlFor={`weight-${node.code}`} lang="zh-CN">
        {node.name}
      </label>
      <output htmlFor={`weight-${node.code}`} className="tabular">
        {percent(share)}
      </output>
      <input
        id={`weight-${node.code}`}
        type="range"
        min={0}
        max={most}
        step={most / 200}
        value={value}
        aria-valuetext={`${say(boardUi.shareOf)} ${percent(share)}`}
        onChange={({ target }) => move(node.code, Number(target.value))}
      />
      {isMoved && (
        <button type="button" className="plain-button" onClick={() => move(node.code, null)}>
          {say(boardUi.reset)}
        </button>
      )}
    </div>
  );
}

/** All weights, group by group from the top. */
function Weights({
  nodes,
  moved,
  move,
}: {
  nodes: readonly WeightNode[];
  moved: ReadonlyMap<string, number>;
  move: (code: string, weight: number | null) => void;
}) {
  const below = Map.groupBy(nodes, ({ parent }) => parent ?? '');
  const groups = nodes.filter(({ code }) => below.has(code)).toReversed();
  return groups.map((group) => {
    const children = below.get(group.code) ?? [];
    const valueOf = ({ code, weight }: WeightNode): number => moved.get(code) ?? weight;
    const whole = children.reduce((sum, child) => sum + valueOf(child), 0);
    const most = 2 * Math.max(...children.map(({ weight }) => weight));
    return (
      <fieldset key={group.code} className="weight-group">
        <legend lang="zh-CN">{group.name}</legend>
        {children.map((child) => (
          <Weight
            key={child.code}
            node={child}
            value={valueOf(child)}
            share={whole > 0 ? valueOf(child) / whole : 0}
            most={most}
            move={move}
          />
        ))}
      </fieldset>
    );
  });
}

function Shift({ from, to }: { from: number | null; to: number | null }) {
  const { say } = useSpeech();
  if (from === null || to === null || from === to) return null;
  const places = Math.abs(from - to);
  return (
    <span className="shift" data-way={to < from ? 'up' : 'down'}>
      <span aria-hidden="true">{to < from ? '↑' : '↓'}</span>
      <span aria-hidden="true">{places}</span>
      <span className="unseen">{say(to < from ? boardUi.up(places) : boardUi.down(places))}</span>
    </span>
  );
}

function Standings({ outcome, base }: { outcome: Outcome; base: ReadonlyMap<string, Standing> }) {
  const { say, language } = useSpeech();
  const units = outcome.standings.length;
  const rows = outcome.standings.toSorted(
    (one, other) => (one.rank ?? units + 1) - (other.rank ?? units + 1) || (one.unit < other.unit ? -1 : 1),
  );
  return (
    <table className="race-table board-table">
      <thead>
        <tr>
          <th scope="col">{say(boardUi.rank)}</th>
          <th scope="col">{say(boardUi.unit)}</th>
          <th scope="col" className="number">
            {say(boardUi.score)}
          </th>
          <th scope="col">{say(boardUi.interval)}</th>
          <th scope="col">{say(boardUi.tier)}</th>
          <th scope="col" className="number">
            {say(boardUi.amount)}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const before = base.get(row.unit);
          return (
            <tr key={row.unit} data-unit={row.unit}>
              <td className="rank">
                <b>{row.rank ?? '—'}</b> <Shift from={before?.rank ?? null} to={row.rank} />
              </td>
              <th scope="row" lang="zh-CN">
                {row.name}
              </th>
              <td className="number tabular">{row.score?.toFixed(2) ?? '—'}</td>
              <td>
                <Interval low={row.low} high={row.high} rank={row.rank} units={units} />
              </td>
              <td data-changed={(before && before.tier !== row.tier) || undefined} lang="zh-CN">
                {row.tier ?? '—'}
              </td>
              <td
                className="number tabular"
                data-changed={(before && before.amount !== row.amount) || undefined}
                title={formatMoney(row.amount)}
              >
                {shortMoney(formatMoney(row.amount), language)}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Swaps({ outcome, nodes }: { outcome: Outcome; nodes: readonly WeightNode[] }) {
  const { say } = useSpeech();
  const nameOf = new Map([
    ...nodes.map(({ code, name }) => [code, name] as const),
    ...outcome.standings.map(({ unit, name }) => [unit, name] as const),
  ]);
  const near = outcome.swaps
    .flatMap(({ upper, lower, change }) => (change === null ? [] : [{ upper, lower, change }]))
    .toSorted(
      (one, other) =>
        Math.abs(one.change.toShare - one.change.share) - Math.abs(other.change.toShare - other.change.share),
    )
    .slice(0, 3);
  return (
    <section className="board-swaps">
      <h2>{say(boardUi.swaps)}</h2>
      {near.length === 0 ? (
        <p className="quiet">{say(boardUi.noSwaps)}</p>
      ) : (
        <ul>
          {near.map(({ upper, lower, change }) => (
            <li key={`${upper} ${lower}`}>
              {say(
                boardUi.swap(
                  nameOf.get(change.code) ?? change.code,
                  percent(change.share),
                  percent(change.toShare),
                  nameOf.get(upper) ?? upper,
                  nameOf.get(lower) ?? lower,
                ),
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

type MeanChoice = 'own' | 'arithmetic' | 'geometric';

/** Weights on the left, what they come to on the right. `act` is what may be done with what was moved. */
export function Board({
  start,
  act,
}: {
  start: Ready;
  act?: (weights: ReadonlyMap<string, number>) => React.ReactNode;
}) {
  const { say } = useSpeech();
  const [weights, setWeights] = useState<ReadonlyMap<string, number>>(new Map());
  const [mean, setMean] = useState<MeanChoice>('own');
  const nodes: WeightNode[] = useMemo(
    () => [...start.dataset.indicators, ...start.dataset.aggregates],
    [start],
  );
  const base = useMemo(() => {
    const { outcome } = simulate(start, { weights: new Map(), mean: null });
    return new Map(outcome?.standings.map((one) => [one.unit, one]));
  }, [start]);
  const asked = useMemo((): Moved => ({ weights, mean: mean === 'own' ? null : mean }), [weights, mean]);
  const moved = useDeferredValue(asked);
  const { outcome, refused, took } = useMemo(() => simulate(start, moved), [start, moved]);
  const move = (code: string, weight: number | null): void =>
    setWeights((before) => {
      const next = new Map(before);
      const own = nodes.find((node) => node.code === code)?.weight;
      if (weight === null || weight === own) next.delete(code);
      else next.set(code, weight);
      return next;
    });
  return (
    <div className="board">
      <section className="board-weights" aria-label={say(boardUi.weights)}>
        <div className="board-state">
          <span role="status">{say(weights.size === 0 ? boardUi.none : boardUi.moved(weights.size))}</span>
          {(weights.size > 0 || mean !== 'own') && (
            <button
              type="button"
              className="plain-button"
              onClick={() => {
                setWeights(new Map());
                setMean('own');
              }}
            >
              {say(boardUi.resetAll)}
            </button>
          )}
        </div>
        <label className="board-mean">
          {say(boardUi.mean)}
          <select value={mean} onChange={({ target }) => setMean(target.value as MeanChoice)}>
            {(['own', 'arithmetic', 'geometric'] as const).map((choice) => (
              <option key={choice} value={choice}>
                {say(boardUi.means[choice])}
              </option>
            ))}
          </select>
        </label>
        <Weights nodes={nodes} moved={weights} move={move} />
        {act?.(weights)}
      </section>
      <section className="board-outcome" aria-label={say(boardUi.ranks)} data-took={took}>
        {refused && (
          <div className="problem" role="alert">
            <b>{say(boardUi.refused)}</b> {say(refused)}
          </div>
        )}
        {outcome && (
          <>
            <div className="race-scroll">
              <Standings outcome={outcome} base={base} />
            </div>
            <p className="quiet">
              {say(boardUi.intervalNote(start.replications))} {say(boardUi.took(took))}
            </p>
            <Swaps outcome={outcome} nodes={nodes} />
          </>
        )}
      </section>
    </div>
  );
}
