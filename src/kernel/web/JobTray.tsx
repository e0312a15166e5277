import { Link, useLocation } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { JobShape } from '#kernel/contract/jobs.ts';
import { forgetAfterJob, useJobs } from './job-queries.ts';
import { isOpen, JobLine } from './JobLine.tsx';
import { useSpeech } from './language.ts';
import { workUi } from './work-words.ts';

/** Jobs that end while the page is open are told until put away; those that ended before are found at /jobs. */
function useTold(jobs: readonly JobShape[] | undefined) {
  const queries = useQueryClient();
  const [before, setBefore] = useState<ReadonlySet<string> | null>(null);
  const [away, setAway] = useState<readonly string[]>([]);
  const ended = (jobs ?? []).filter((job) => !isOpen(job));
  if (jobs && before === null) setBefore(new Set(ended.map(({ id }) => id)));
  const fresh = before === null ? [] : ended.filter(({ id }) => !before.has(id));
  const news = fresh.length;
  useEffect(() => {
    if (news > 0) void forgetAfterJob(queries);
  }, [news, queries]);
  return {
    told: fresh.filter(({ id }) => !away.includes(id)),
    putAway: (id: string) => setAway((ids) => [...ids, id]),
  };
}

/** The quiet corner in which long work is seen: what runs, how far, and what has just ended. */
export default function JobTray() {
  const { say } = useSpeech();
  const { data } = useJobs({ pageSize: 20 });
  const { told, putAway } = useTold(data?.jobs);
  // On a phone it would cover half of what is read.
  const [folded, setFolded] = useState(() => window.matchMedia('(width < 40rem)').matches);
  const onOwnPage = useLocation({ select: ({ pathname }) => pathname === '/jobs' });
  const open = (data?.jobs ?? []).filter(isOpen);
  const spoken = told[0];
  if (onOwnPage || (open.length === 0 && told.length === 0)) return null;
  return (
    <aside className="tray" aria-label={say(workUi.tray)}>
      <p className="unseen" aria-live="polite">
        {spoken && `${say(spoken.title)} ${say(workUi.states[spoken.state])}`}
      </p>
      <div className="tray-head">
        <button
          type="button"
          className="tray-fold"
          aria-expanded={!folded}
          onClick={() => setFolded(!folded)}
        >
          <span className="caret" aria-hidden="true" />
          {say(open.length > 0 ? workUi.running(open.length) : workUi.finished(told.length))}
        </button>
        <Link to="/jobs" search={{}} className="plain-link">
          {say(workUi.allJobs)}
        </Link>
      </div>
      {!folded && (
        <ul className="tray-list">
          {[...open, ...told].map((job) => (
            <li key={job.id}>
              <JobLine job={job} />
              {!isOpen(job) && (
                <button
                  type="button"
                  className="close"
                  aria-label={say(workUi.dismissOf(job.title))}
                  onClick={() => putAway(job.id)}
                >
                  <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true">
                    <path d="M4 4l12 12M16 4L4 16" />
                  </svg>
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </aside>
  );
}
