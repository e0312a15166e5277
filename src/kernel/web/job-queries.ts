/** The reader's own jobs, asked again only while one waits or runs. */
import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { call } from './call.ts';
import { ask, forgetAnswers } from './queries.ts';
import { jobDoors } from './work-doors.ts';

const followEvery = 1000;

const question = (query: { page?: number; pageSize?: number }) => ask(jobDoors.listJobs, { query });

export function useJobs(query: { page?: number; pageSize?: number }, enabled = true) {
  return useQuery({
    ...question(query),
    enabled,
    refetchInterval: ({ state }) => ((state.data?.open ?? 0) > 0 ? followEvery : false),
    staleTime: 0,
  });
}

/** To be called after a job was submitted: the tray and the page of jobs look at once. */
export async function followJobs(queries: QueryClient): Promise<void> {
  await queries.invalidateQueries({ queryKey: [jobDoors.listJobs.at] });
}

export function useCancelJob() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (job: string) => call(jobDoors.cancelJob, { params: { job } }),
    onSettled: () => followJobs(queries),
  });
}

/** What other pages show may have changed by a job that ended. */
export const forgetAfterJob = (queries: QueryClient): Promise<void> => forgetAnswers(queries);
