import { Link, useParams } from '@tanstack/react-router';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ImportPreview as Preview } from '#kernel/contract/sheets.ts';
import { call, CallFailed, newKey } from '#kernel/web/call.ts';
import { deskUi } from '#kernel/web/desk-words.ts';
import { Entitled } from '#kernel/web/Entitled.tsx';
import { followJobs } from '#kernel/web/job-queries.ts';
import { useSpeech } from '#kernel/web/language.ts';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask, forgetAnswers } from '#kernel/web/queries.ts';
import { ImportSteps, JobProgress, useJob } from '#kernel/web/sheets/ImportSteps.tsx';
import { Changes, Faults, SheetCounts, Warnings } from '#kernel/web/sheets/PreviewParts.tsx';
import { sheetDoors } from '#kernel/web/sheets/sheet-doors.ts';
import { sheetUi } from '#kernel/web/sheets/sheet-words.ts';
import { useTitle } from '#kernel/web/title.ts';
import { ui } from '#kernel/web/words.ts';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/desk.css';
import '#kernel/web/styles/sheets.css';

const sum = (preview: Preview, of: 'rows' | 'added' | 'changed'): number =>
  preview.sheets.reduce((total, sheet) => total + sheet[of], 0);

/** Confirms an import once, and follows its job. */
function useConfirming(preview: string) {
  const queries = useQueryClient();
  const [key] = useState(newKey);
  const confirming = useMutation({
    mutationFn: () => call(sheetDoors.confirmImport, { params: { preview }, key }),
    onSuccess: () => followJobs(queries),
    onError: async (failure) => {
      // The answer to the first try was lost, and it was imported: the preview says so.
      if (failure instanceof CallFailed && failure.problem?.code === 'already-exists')
        await queries.invalidateQueries({ queryKey: [sheetDoors.readPreview.at] });
    },
  });
  const id = confirming.data?.job ?? null;
  const { data: job } = useJob(id);
  const done = job?.state === 'done';
  useEffect(() => {
    if (done) void forgetAnswers(queries);
  }, [done, queries]);
  return { confirming, id, job };
}

function OtherFile({ register }: { register: string }) {
  const { say } = useSpeech();
  return (
    <Link to="/registers/$register/import" params={{ register }} search={{}} className="button">
      {say(sheetUi.other)}
    </Link>
  );
}

function Verdict({ preview, confirm, busy }: { preview: Preview; confirm: () => void; busy: boolean }) {
  const { say } = useSpeech();
  const { register, faultCount } = preview;
  const [added, changed] = [sum(preview, 'added'), sum(preview, 'changed')];
  if (faultCount > 0) {
    return (
      <div className="import-verdict" data-faulty role="alert">
        <p>
          <b>{say(sheetUi.faulty(faultCount))}</b>
        </p>
        <OtherFile register={register} />
      </div>
    );
  }
  if (added + changed === 0) {
    return (
      <div className="import-verdict" role="status">
        <p>{say(sum(preview, 'rows') === 0 ? sheetUi.noRows : sheetUi.nothingToDo)}</p>
        <OtherFile register={register} />
      </div>
    );
  }
  return (
    <div className="import-verdict" role="status">
      <p>{say(sheetUi.clean)}</p>
      <button type="button" className="button primary" disabled={busy} onClick={confirm}>
        {say(sheetUi.confirm(added, changed))}
      </button>
      {!busy && <OtherFile register={register} />}
    </div>
  );
}

function Done({ preview }: { preview: Preview }) {
  const { say } = useSpeech();
  const { register } = preview;
  return (
    <div className="import-done" role="status">
      <h2>{say(sheetUi.done)}</h2>
      <SheetCounts preview={preview} />
      <p className="ways">
        <Link
          to="/registers/$register"
          params={{ register }}
          search={{ knownAt: undefined }}
          className="button primary"
        >
          {say(deskUi.toList)}
        </Link>
        <Link to="/registers/$register/import" params={{ register }} search={{}} className="plain-link">
          {say(deskUi.importMore)}
        </Link>
      </p>
    </div>
  );
}

function Shown({ preview }: { preview: Preview }) {
  const { say } = useSpeech();
  const { confirming, id, job } = useConfirming(preview.id);
  useTitle(say(sheetUi.previewTitle(preview.fileName)));
  const imported = preview.importedBy !== null || job?.state === 'done';
  const running = id !== null && (job === undefined || job.state === 'waiting' || job.state === 'running');
  const refused = job?.state === 'failed' ? job.problem : null;
  const failed =
    confirming.error === null
      ? null
      : ((confirming.error instanceof CallFailed ? confirming.error.problem : null) ?? deskUi.unknownOutcome);
  const label = preview.sheets.find(({ register }) => register === preview.register)?.label;
  return (
    <>
      <p className="crumbs">
        <Link to="/registers" search={{}}>
          {say(ui.registers)}
        </Link>{' '}
        ›{' '}
        <Link to="/registers/$register" params={{ register: preview.register }} search={{}}>
          {label ? say(label) : preview.register}
        </Link>
      </p>
      <div className="page-head">
        <h1>{say(sheetUi.previewTitle(preview.fileName))}</h1>
      </div>
      <ImportSteps at={imported || running ? 2 : 1} />
      {imported ? (
        <Done preview={preview} />
      ) : (
        <>
          <Verdict
            preview={preview}
            busy={running || confirming.isPending}
            confirm={() => confirming.mutate()}
          />
          {running && id !== null && <JobProgress id={id} job={job} />}
          {job?.state === 'cancelled' && (
            <p className="note" role="status">
              {say(sheetUi.cancelled)}
            </p>
          )}
          {(refused ?? failed) && (
            <div className="problem import-problem" role="alert">
              <p className="problem-what">
                <b>{say(failed === deskUi.unknownOutcome ? deskUi.notSaved : sheetUi.notImported)}</b>
              </p>
              <p>{say(refused ?? failed ?? sheetUi.cancelled)}</p>
            </div>
          )}
          <SheetCounts preview={preview} />
          <Warnings preview={preview} />
          {preview.faultCount > 0 ? <Faults preview={preview} /> : <Changes preview={preview} />}
        </>
      )}
    </>
  );
}

function Read({ id }: { id: string }) {
  const answer = useQuery(ask(sheetDoors.readPreview, { params: { preview: id } }));
  return (
    <Answer of={answer} lines={12}>
      {(preview) => <Shown preview={preview} />}
    </Answer>
  );
}

/** What a table would do, before it does it; then what it did. */
export function ImportPreview() {
  const { say } = useSpeech();
  const { preview } = useParams({ from: '/imports/$preview' });
  return (
    <div className="page form-page import-page" key={preview}>
      <Entitled to="register.write" title={say(sheetUi.preview)}>
        <Read id={preview} />
      </Entitled>
    </div>
  );
}
