/** What the pages ask, each with its key; one question asked twice is one request. */
import { keepPreviousData, QueryClient, useQuery } from '@tanstack/react-query';
import type { Permission } from '#kernel/contract/endpoint.ts';
import type { Address, Evidence } from './address.ts';
import { addressOf, call, CallFailed, type AnswerOfDoor, type AnyDoor, type Asked } from './call.ts';

interface Question<D extends AnyDoor> {
  queryKey: string[];
  queryFn: (context: { signal: AbortSignal }) => Promise<AnswerOfDoor<D>>;
}

/** A read of one door; the previous answer stays on screen while the next one comes. */
export const ask = <D extends AnyDoor>(door: D, asked: Omit<Asked<D>, 'signal' | 'body'>): Question<D> => ({
  queryKey: [typeof door === 'string' ? door : door.at, addressOf(door, asked)],
  queryFn: ({ signal }) => call(door, { ...asked, signal }),
});

const transient = (failure: unknown): boolean =>
  failure instanceof CallFailed && (failure.status === 0 || failure.status === 503);

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        retry: (failures, failure) => failures < 1 && transient(failure),
        placeholderData: keepPreviousData,
      },
    },
  });

/** After a write: what is on screen is read anew, what was read before is not shown again. */
export async function forgetAnswers(queries: QueryClient): Promise<void> {
  queries.removeQueries({ type: 'inactive' });
  await queries.invalidateQueries();
}

type MomentOf = Pick<Address, 'asOf' | 'knownAt'>;

export const homeAt = ({ asOf, knownAt }: MomentOf) => ask('readHome', { query: { asOf, knownAt } });

export interface FigureAsked extends MomentOf {
  figure: string;
  params?: string | undefined;
  qualifier?: string | undefined;
}

/** The part of a figure's question that all its doors share. */
export const figureQuestion = ({ figure, params, qualifier, asOf, knownAt }: FigureAsked) => ({
  params: { figure },
  query: { params, qualifier, asOf, knownAt },
});

export const useJurisdiction = () => useQuery({ ...homeAt({}), staleTime: 600_000 });

/** How the letter asks a figure: its parameters and qualifier where it cites it, none where it does not. */
export function useCited(): (figure: string) => Evidence {
  const { data } = useJurisdiction();
  const results = data?.areas.flatMap((area) => area.results) ?? [];
  return (figure) => {
    const cited = results.find(({ reading }) => reading.figure === figure);
    return {
      figure,
      params: cited?.reading.params ?? {},
      qualifier: cited?.reading.qualifier,
      citation: cited?.citation,
    };
  };
}

export const useSession = () => useQuery({ ...ask('readSession', {}), staleTime: 300_000 });

/** True when the one signed in is permitted. */
export function useMay(permission: Permission): boolean {
  const { data } = useSession();
  return data?.who?.permissions.includes(permission) ?? false;
}

/** True when the one signed in may ask what was known at an earlier instant. */
export const useMayReadPast = (): boolean => useMay('past.read');
