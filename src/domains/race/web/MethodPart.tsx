import type { AnswerOfDoor } from '#kernel/web/call.ts';
import { shortMoney } from '#kernel/contract/money.ts';
import { spellDay, useSpeech } from '#kernel/web/language.ts';
import type { raceDoors } from './doors.ts';
import { methodWords } from './method-words.ts';
import { raceUi } from './race-words.ts';
import { Sample } from '#kernel/web/Sample.tsx';

type Method = NonNullable<AnswerOfDoor<typeof raceDoors.readCycle>['method']>;
type Item = Method['items'][number];

/** Share of the index a node has: the product of its and its groups' shares. */
function sharesOf(items: readonly Item[]): ReadonlyMap<string, number> {
  const nodes = items.filter(({ kind }) => kind.id !== 'denominator');
  const below = Map.groupBy(nodes, ({ parent }) => parent ?? '');
  const shares = new Map<string, number>();
  const walk = (code: string, share: number): void => {
    shares.set(code, share);
    const children = below.get(code) ?? [];
    const whole = children.reduce((sum, { weight }) => sum + Number(weight ?? 1), 0);
    for (const child of children)
      walk(child.item, whole > 0 ? (share * Number(child.weight ?? 1)) / whole : 0);
  };
  for (const root of below.get('') ?? []) walk(root.item, 1);
  return shares;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** The tree from the top, each node before its parts. */
function inTree(items: readonly Item[]): { item: Item; depth: number }[] {
  const nodes = items.filter(({ kind }) => kind.id !== 'denominator');
  const below = Map.groupBy(nodes, ({ parent }) => parent ?? '');
  const walk = (code: string, depth: number): { item: Item; depth: number }[] =>
    (below.get(code) ?? []).flatMap((item) => [{ item, depth }, ...walk(item.item, depth + 1)]);
  return walk('', 0);
}

function Items({ method }: { method: Method }) {
  const { say } = useSpeech();
  const shares = sharesOf(method.items);
  const nameOf = new Map(method.items.map(({ item, name }) => [item, name]));
  return (
    <div className="race-scroll" role="region" aria-label={say(raceUi.indicator)} tabIndex={0}>
      <table className="race-table race-items">
        <thead>
          <tr>
            <th scope="col">{say(raceUi.indicator)}</th>
            <th scope="col" className="number">
              {say(raceUi.share)}
            </th>
            <th scope="col">{say(raceUi.meaning)}</th>
            <th scope="col">{say(raceUi.source)}</th>
          </tr>
        </thead>
        <tbody>
          {inTree(method.items).map(({ item, depth }) => (
            <tr key={item.item} data-kind={item.kind.id}>
              <th scope="row" style={{ paddingInlineStart: `${0.75 + depth}rem` }}>
                {say(item.name)}
                {item.direction?.id === 'down' && <span className="quiet"> {say(item.direction.label)}</span>}
              </th>
              <td className="number tabular">{percent(shares.get(item.item) ?? 0)}</td>
              <td lang="zh-CN">
                {item.meaning}
                {item.denominator !== null && (
                  <span className="quiet block">
                    {say(raceUi.perDenominator(say(nameOf.get(item.denominator) ?? { zh: '', en: '' })))}
                  </span>
                )}
              </td>
              <td lang="zh-CN">{item.provider}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The method in words, its tree of indicators, and how money follows. */
export function MethodPart({ method }: { method: Method }) {
  const { say, language } = useSpeech();
  return (
    <section className="race-section" aria-labelledby="race-method">
      <h2 id="race-method">{say(raceUi.method)}</h2>
      <p>
        <span lang="zh-CN">{method.name}</span> {method.sample && <Sample />}
        {method.document !== null && (
          <span className="quiet" lang="zh-CN">
            {' '}
            {method.document}
          </span>
        )}
        {method.frozenOn !== null && (
          <span className="quiet"> · {say(raceUi.frozenOn(spellDay(method.frozenOn, language)))}</span>
        )}
      </p>
      <ol className="race-words">
        {methodWords(method.settings, method.factors, method.replications).map((sentence) => (
          <li key={sentence.zh}>{say(sentence)}</li>
        ))}
      </ol>
      {method.digest !== null && (
        <p className="quiet race-digest">
          {say(raceUi.digest)} <code>{method.digest}</code>
        </p>
      )}
      <Items method={method} />
      {method.schemes.length > 0 && (
        <>
          <h3>{say(raceUi.money)}</h3>
          {method.schemes.map((scheme) => (
            <div key={scheme.order} className="race-scheme">
              <p>
                <span lang="zh-CN">{scheme.name}</span> · {say(scheme.basis.label)} ·{' '}
                {Number(scheme.pot) > 0 && say(scheme.apportion.label)}{' '}
                {Number(scheme.pot) > 0 && <> · {say(raceUi.pot(shortMoney(scheme.pot, language)))}</>}
              </p>
              <ul>
                {scheme.tiers.map(({ name, edge, from, amount, weight }) => (
                  <li key={name}>
                    <b lang="zh-CN">{name}</b>
                    {language === 'zh' ? '：' : ': '}
                    {say(
                      edge.id === 'score'
                        ? raceUi.edgeScore(String(Number(from ?? 0)))
                        : edge.id === 'rank'
                          ? raceUi.edgeRank(String(Number(from ?? 0)))
                          : raceUi.edgeRest,
                    )}
                    {amount !== null && Number(scheme.pot) > 0 && (
                      <>，{say(raceUi.each(shortMoney(amount, language)))}</>
                    )}
                    {weight !== null && <>，{say(raceUi.weightEach(String(Number(weight))))}</>}
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </>
      )}
    </section>
  );
}
