import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { JobShape } from '#kernel/contract/jobs.ts';
import { Entitled } from '#kernel/web/Entitled.tsx';
import { useJobs } from '#kernel/web/job-queries.ts';
import { isOpen, JobLine } from '#kernel/web/JobLine.tsx';
import { spellInstant, useSpeech } from '#kernel/web/language.ts';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask } from '#kernel/web/queries.ts';
import { Pager } from '#kernel/web/RecordTable.tsx';
import { useTitle } from '#kernel/web/title.ts';
import { jobDoors } from '#kernel/web/work-doors.ts';
import { workUi } from '#kernel/web/work-words.ts';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/jobs.css';

const pageSize = 20;

/** A refused job with all its faults; the list has but the first. */
function Whole({ job }: { job: JobShape }) {
  const faulty = (job.problem?.faultCount ?? 0) > 0;
  const { data } = useQuery({ ...ask(jobDoors.readJob, { params: { job: job.id } }), enabled: faulty });
  return <JobLine job={data ?? job} whole />;
}

function List() {
  const { say } = useSpeech();
  const [page, setPage] = useState(1);
  const jobs = useJobs({ page, pageSize });
  return (
    <Answer of={jobs}>
      {(answer) =>
        answer.total === 0 ? (
          <p className="empty">{say(workUi.noJobs)}</p>
        ) : (
          <>
            <ul className="job-list">
              {answer.jobs.map((job) => (
                <li key={job.id} data-job={job.id}>
                  <Whole job={job} />
                  <p className="job-when">
                    {say(workUi.submitted)} {spellInstant(job.submittedAt)}
                    {!isOpen(job) && job.finishedAt !== null && (
                      <>
                        <br />
                        {say(workUi.ended)} {spellInstant(job.finishedAt)}
                      </>
                    )}
                  </p>
                </li>
              ))}
            </ul>
            <Pager page={page} pageSize={pageSize} total={answer.total} go={setPage} />
          </>
        )
      }
    </Answer>
  );
}

/** One's own jobs: what waits, runs and has ended. */
export function Jobs() {
  const { say } = useSpeech();
  useTitle(say(workUi.jobs));
  return (
    <div className="page">
      <Entitled to="register.read" title={say(workUi.jobs)}>
        <div className="page-head">
          <h1>{say(workUi.jobs)}</h1>
          <p className="page-line">{say(workUi.jobsLine)}</p>
        </div>
        <List />
      </Entitled>
    </div>
  );
}
