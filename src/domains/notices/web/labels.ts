/** Labels of the fields of notices, as their description says them. */
import { useQuery } from '@tanstack/react-query';
import type { ColumnShape } from '#kernel/contract/evidence.ts';
import type { Words } from '#kernel/contract/words.ts';
import { ask } from '#kernel/web/queries.ts';

type Register = 'notices.public-notice' | 'notices.notice-item';

/** Columns of a register of notices as the reader sees them; undefined until they are read. */
export function useColumns(register: Register = 'notices.public-notice'): readonly ColumnShape[] | undefined {
  const { data } = useQuery({
    ...ask('listRecords', { params: { register }, query: { page: 1, pageSize: 1 } }),
    staleTime: 600_000,
  });
  return data?.register.columns;
}

export function useLabels(register?: Register): (name: string) => Words {
  const columns = useColumns(register);
  return (name) => columns?.find((column) => column.name === name)?.label ?? { zh: '', en: '' };
}
