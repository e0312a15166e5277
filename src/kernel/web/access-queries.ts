/** The policy, and where one's own work is lent, as several pages ask for them. */
import { useQuery } from '@tanstack/react-query';
import { accountDoors, ownDoors } from './access-doors.ts';
import { ask, useSession } from './queries.ts';

/** Who may do what; the same for everyone until the next release. */
export const usePolicy = (options: { enabled?: boolean } = {}) =>
  useQuery({ ...ask(accountDoors.readPolicy, {}), staleTime: Infinity, ...options });

/** Work lent by or to the one signed in; nothing is asked while his password must be changed first. */
export function useDelegations() {
  const { data } = useSession();
  const who = data?.who ?? null;
  return useQuery({ ...ask(ownDoors.listDelegations, {}), enabled: who !== null && !who.passwordGiven });
}
