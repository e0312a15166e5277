/** Names of the regions and organisations accounts are held to; both registers are public. */
import { useQueries } from '@tanstack/react-query';
import { useSpeech } from '#kernel/web/language.ts';
import { ask } from '#kernel/web/queries.ts';

/** As many values as a filter may list. */
const atOnce = 50;

function useTitles(register: string, codes: readonly (string | null)[]): (code: string) => string {
  const { language } = useSpeech();
  const wanted = [...new Set(codes.filter((code) => code !== null))].toSorted();
  const parts = Array.from({ length: Math.ceil(wanted.length / atOnce) }, (_, at) =>
    wanted.slice(at * atOnce, (at + 1) * atOnce),
  );
  const answers = useQueries({
    queries: parts.map((part) =>
      ask('listRecords', {
        params: { register },
        query: { filters: JSON.stringify({ code: part }), pageSize: atOnce },
      }),
    ),
  });
  const rows = answers.flatMap(({ data }) => data?.rows ?? []);
  return (code) => {
    if (answers.some(({ isPending }) => isPending)) return '…';
    const cells = rows.find((row) => row.code === code)?.cells;
    const name = (language === 'en' ? cells?.['nameEn'] : null) ?? cells?.['name'];
    return typeof name === 'string' ? name : code;
  };
}

export const useRegionTitles = (codes: readonly (string | null)[]) => useTitles('directory.region', codes);
export const useOrganisationTitles = (codes: readonly (string | null)[]) =>
  useTitles('directory.organisation', codes);
