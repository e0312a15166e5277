import { useQuery } from '@tanstack/react-query';
import type { JobShape } from '#kernel/contract/jobs.ts';
import { useCancelJob } from '../job-queries.ts';
import { useSpeech } from '../language.ts';
import { ask } from '../queries.ts';
import { jobDoors } from '../work-doors.ts';
import { sheetUi } from './sheet-words.ts';

/** Where one stands: choose, preview, import. */
export function ImportSteps({ at }: { at: 0 | 1 | 2 }) {
  const { say } = useSpeech();
  return (
    <ol className="import-steps" aria-label={say(sheetUi.steps)}>
      {[sheetUi.choose, sheetUi.preview, sheetUi.import].map((step, index) => (
        <li
          key={step.en}
          data-done={index < at || undefined}
          {...(index === at ? { 'aria-current': 'step' as const } : {})}
        >
          <span className="step-number" aria-hidden="true">
            {index + 1}
          </span>
          {say(step)}
        </li>
      ))}
    </ol>
  );
}

const followEvery = 500;

const isOpen = (job: JobShape | undefined): boolean => job?.state === 'waiting' || job?.state === 'running';

/** One job, asked again while it waits or runs. */
export const useJob = (job: string | null) =>
  useQuery({
    ...ask(jobDoors.readJob, { params: { job: job ?? '' } }),
    enabled: job !== null,
    placeholderData: undefined,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data && !isOpen(state.data) ? false : followEvery),
  });

/** A job on its way, to be cancelled. */
export function JobProgress({ id, job }: { id: string; job: JobShape | undefined }) {
  const { say } = useSpeech();
  const cancel = useCancelJob();
  const stopping = job?.cancelling === true || cancel.isPending;
  const what = job?.state === 'running' ? (job.words ?? sheetUi.checking) : sheetUi.waiting;
  const known = job?.state === 'running' && job.total !== null && job.total > 0;
  return (
    <div className="import-running" role="status">
      <progress
        aria-label={say(what)}
        {...(known ? { value: Math.min(job.done, job.total ?? 0), max: job.total ?? 0 } : {})}
      />
      <span className="tabular">
        {say(stopping ? sheetUi.cancelling : what)}
        {job && job.done > 0 && ` ${say(sheetUi.ofRows(job.done, job.total))}`}
      </span>
      <button type="button" className="plain-button" disabled={stopping} onClick={() => cancel.mutate(id)}>
        {say(sheetUi.cancel)}
      </button>
    </div>
  );
}
