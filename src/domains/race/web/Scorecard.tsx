import { Link } from '@tanstack/react-router';
import type { AnswerOfDoor } from '#kernel/web/call.ts';
import { shortMoney, spellMoney } from '#kernel/contract/money.ts';
import { useSpeech } from '#kernel/web/language.ts';
import type { raceDoors } from './doors.ts';
import { Interval } from './Interval.tsx';
import { raceUi } from './race-words.ts';

export type Result = AnswerOfDoor<typeof raceDoors.readResult>;

const signed = (text: string): string => (text.startsWith('-') ? `−${text.slice(1)}` : `+${text}`);
const hundredth = (text: string): string => Number(text).toFixed(2);

/** Every unit's rank with its interval, improvement, tier and money. */
export function Scores({ result }: { result: Result }) {
  const { say, language } = useSpeech();
  const units = result.scores.length;
  const rows = result.scores.toSorted(
    (one, other) => (one.rank ?? units + 1) - (other.rank ?? units + 1) || (one.unit < other.unit ? -1 : 1),
  );
  const hasIntervals = rows.some(({ rankLow }) => rankLow !== null);
  const hasImprovement = rows.some(({ improvement }) => improvement !== null);
  const hasPeers = rows.some(({ peerRank }) => peerRank !== null);
  return (
    <div className="race-scroll" role="region" aria-label={say(raceUi.scorecard)} tabIndex={0}>
      <table className="race-table">
        <thead>
          <tr>
            <th scope="col">{say(raceUi.rank)}</th>
            <th scope="col">{say(raceUi.unit)}</th>
            <th scope="col" className="number">
              {say(raceUi.score)}
            </th>
            {hasIntervals && <th scope="col">{say(raceUi.interval)}</th>}
            {hasImprovement && (
              <th scope="col" className="number" title={say(raceUi.improvementNote)}>
                {say(raceUi.improvement)}
              </th>
            )}
            {hasPeers && <th scope="col">{say(raceUi.peer)}</th>}
            <th scope="col">{say(raceUi.tier)}</th>
            <th scope="col" className="number">
              {say(raceUi.amount)}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.unit} data-unit={row.unit}>
              <td className="rank">
                <b>{row.rank ?? '—'}</b>
              </td>
              <th scope="row">
                <Link
                  to="/race/$cycle/$unit"
                  params={{ cycle: result.cycle, unit: row.unit }}
                  search={{}}
                  className="name-link"
                >
                  {say(row.name)}
                </Link>
              </th>
              <td className="number tabular">{row.score === null ? '—' : hundredth(row.score)}</td>
              {hasIntervals && (
                <td>
                  <Interval low={row.rankLow} high={row.rankHigh} rank={row.rank} units={units} />
                </td>
              )}
              {hasImprovement && (
                <td className="number tabular">
                  {row.improvement === null ? '—' : signed(hundredth(row.improvement))}
                  {row.improvementRank !== null && <span className="quiet"> ({row.improvementRank})</span>}
                </td>
              )}
              {hasPeers && (
                <td className="nowrap" lang="zh-CN">
                  {row.peerGroup === null || row.peerRank === null
                    ? '—'
                    : say(raceUi.peerRank(row.peerGroup, row.peerRank))}
                </td>
              )}
              <td lang="zh-CN">{row.tier ?? '—'}</td>
              <td className="number tabular" title={spellMoney(row.amount)}>
                {shortMoney(row.amount, language)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** All data that went in, unit by unit; imputed values are marked. */
export function AllData({ result }: { result: Result }) {
  const { say } = useSpeech();
  const items = result.items.filter(({ kind }) => kind.id !== 'aggregate');
  const imputed = new Set(result.imputed.map(({ unit, code }) => `${unit} ${code}`));
  return (
    <details className="race-data">
      <summary>{say(raceUi.showTable)}</summary>
      <div className="race-scroll" role="region" aria-label={say(raceUi.table)} tabIndex={0}>
        <table className="race-table">
          <thead>
            <tr>
              <th scope="col">{say(raceUi.unit)}</th>
              {items.map(({ item, name, unit }) => (
                <th key={item} scope="col" className="number">
                  {say(name)}
                  {unit !== null && <span className="quiet block">{unit}</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {result.scores.map(({ unit, name }) => (
              <tr key={unit}>
                <th scope="row">{say(name)}</th>
                {items.map(({ item }) => {
                  const filled = imputed.has(`${unit} ${item}`);
                  return (
                    <td key={item} className="number tabular">
                      {result.values[unit]?.[item] ?? '—'}
                      {filled && <span className="chip">{say(raceUi.imputed)}</span>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
