import { Link } from '@tanstack/react-router';
import type { JobShape } from '#kernel/contract/jobs.ts';
import { addressOf } from './call.ts';
import { useCancelJob } from './job-queries.ts';
import { useSpeech } from './language.ts';
import { fileDoors } from './work-doors.ts';
import { workUi } from './work-words.ts';
import './styles/jobs.css';

/** Waits or runs. */
export const isOpen = ({ state }: JobShape): boolean => state === 'waiting' || state === 'running';

function Progress({ job }: { job: JobShape }) {
  const { say } = useSpeech();
  const cancel = useCancelJob();
  const stopping = job.cancelling || cancel.isPending;
  return (
    <div className="job-progress">
      <progress
        aria-label={say(workUi.progressOf(job.title))}
        {...(job.state === 'running' && job.total !== null && job.total > 0
          ? { value: Math.min(job.done, job.total), max: job.total }
          : job.state === 'waiting'
            ? { value: 0, max: 1 }
            : {})}
      />
      <p className="job-count tabular">
        {say(
          stopping
            ? workUi.cancelling
            : job.words && job.state === 'running'
              ? job.words
              : workUi.states[job.state],
        )}
        {job.state === 'running' && job.done > 0 && ` ${say(workUi.progress(job.done, job.total))}`}
      </p>
      <button
        type="button"
        className="plain-button"
        disabled={stopping}
        aria-label={say(workUi.cancelOf(job.title))}
        onClick={() => cancel.mutate(job.id)}
      >
        {say(workUi.cancel)}
      </button>
    </div>
  );
}

const faultsShown = 3;

function Outcome({ job, whole }: { job: JobShape; whole: boolean }) {
  const { say } = useSpeech();
  const { problem, result } = job;
  const faults = whole ? (problem?.faults ?? []) : (problem?.faults ?? []).slice(0, faultsShown);
  const more = (problem?.faultCount ?? 0) - faults.length;
  return (
    <div className="job-outcome">
      {problem && <p>{say(problem)}</p>}
      {!problem && result?.words && <p>{say(result.words)}</p>}
      {faults.length > 0 && whole && (
        <ul className="job-faults">
          {faults.map((fault) => (
            <li key={`${fault.at} ${fault.en}`}>
              <span className="job-place">{fault.at}</span> {say(fault)}
            </li>
          ))}
          {more > 0 && <li className="quiet">{say(workUi.moreFaults(more))}</li>}
        </ul>
      )}
      {(result?.link !== undefined || result?.file) && (
        <p className="job-ways">
          {result.link !== undefined && <Link to={result.link}>{say(workUi.seeResult)}</Link>}
          {result.file && (
            <a href={addressOf(fileDoors.downloadJobFile, { params: { job: job.id } })} download>
              {say(workUi.takeFile(result.file.name))}
            </a>
          )}
        </p>
      )}
    </div>
  );
}

/** One job: what it is, how far, what came of it. `whole`: with its faults. */
export function JobLine({ job, whole = false }: { job: JobShape; whole?: boolean }) {
  const { say } = useSpeech();
  return (
    <div className="job" data-state={job.state}>
      <p className="job-title">
        <b>{say(job.title)}</b>{' '}
        {!isOpen(job) && <span className="job-state">{say(workUi.states[job.state])}</span>}
      </p>
      {isOpen(job) ? <Progress job={job} /> : <Outcome job={job} whole={whole} />}
    </div>
  );
}
