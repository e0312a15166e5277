import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ColumnShape } from '#kernel/contract/evidence.ts';
import { shortMoney, spellMoney } from '#kernel/contract/money.ts';
import { parseObject, type Address } from '../address.ts';
import { useSpeech } from '../language.ts';
import { ProblemNote } from '../Problem.tsx';
import { ask } from '../queries.ts';
import { listDoors } from './doors.ts';
import { listUi } from './list-words.ts';

/** Number and sums of all rows listed, not of this page; each sum opens to exactly the rows it adds up. */
export function Sums({
  register,
  columns,
  address,
}: {
  register: string;
  columns: ColumnShape[];
  address: Pick<Address, 'q' | 'filters' | 'knownAt'>;
}) {
  const { say, language } = useSpeech();
  const asked = `${address.q ?? ''}|${address.filters ?? ''}|${address.knownAt ?? ''}`;
  const [wholeOf, setWholeOf] = useState<string>();
  const whole = wholeOf === asked;
  const sums = useQuery(
    ask(listDoors.sumRecords, {
      params: { register },
      query: {
        search: address.q,
        filters: address.filters,
        knownAt: address.knownAt,
        whole: whole || undefined,
      },
    }),
  );
  if (sums.error !== null) return <ProblemNote failure={sums.error} retry={sums.refetch} />;
  if (!sums.data) return <p className="list-sums" aria-hidden="true" />;
  const { count, countIsLower, sums: listed } = sums.data;
  if (countIsLower) {
    return (
      <p className="list-sums">
        <span className="quiet">{say(listUi.sumHelp(count))}</span>
        <button type="button" className="plain-button" disabled={whole} onClick={() => setWholeOf(asked)}>
          {say(whole ? listUi.summing : listUi.sumUp)}
        </button>
      </p>
    );
  }
  const shown = listed.flatMap((sum) => {
    const column = columns.find(({ name }) => name === sum.column);
    return column && sum.rows > 0 ? [{ ...sum, column }] : [];
  });
  return (
    <dl className="list-sums" aria-busy={sums.isPlaceholderData}>
      <div>
        <dt>{say(listUi.total)}</dt>
        <dd data-sum="rows">{say(listUi.ofRows(count))}</dd>
      </div>
      {shown.map(({ column, value, rows }) => (
        <div key={column.name}>
          <dt>{say(column.label).replace(/[（(].*$/, '')}</dt>
          <dd data-sum={column.name}>
            <Link
              to="."
              search={(previous: Address) => ({
                ...previous,
                page: undefined,
                sort: column.name,
                desc: true,
                filters: JSON.stringify({
                  [column.name]: { empty: false },
                  ...parseObject(address.filters),
                }),
              })}
              title={`${spellMoney(value)} ${language === 'zh' ? '元' : 'CNY'}`}
              aria-label={`${shortMoney(value, language)} · ${say(listUi.sumOf(say(column.label), rows))}`}
              className="list-sum"
            >
              {shortMoney(value, language)}
            </Link>
          </dd>
        </div>
      ))}
    </dl>
  );
}
