import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ColumnShape } from '#kernel/contract/evidence.ts';
import { sheetLimits } from '#kernel/contract/limits.ts';
import type { Problem } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';
import { addressOf, call, CallFailed } from '#kernel/web/call.ts';
import { deskUi } from '#kernel/web/desk-words.ts';
import { Entitled } from '#kernel/web/Entitled.tsx';
import { followJobs } from '#kernel/web/job-queries.ts';
import { useSpeech } from '#kernel/web/language.ts';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask } from '#kernel/web/queries.ts';
import { ChooseTable } from '#kernel/web/sheets/ChooseTable.tsx';
import { ImportSteps, JobProgress, useJob } from '#kernel/web/sheets/ImportSteps.tsx';
import { sheetDoors } from '#kernel/web/sheets/sheet-doors.ts';
import { sheetUi } from '#kernel/web/sheets/sheet-words.ts';
import { useTitle } from '#kernel/web/title.ts';
import { spellSize, uploadFile } from '#kernel/web/upload.ts';
import { ui } from '#kernel/web/words.ts';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/desk.css';
import '#kernel/web/styles/sheets.css';

const megabyte = 1024 * 1024;

/** Why a file is not even sent. */
function hindrance(file: File): Words | null {
  const most = sheetLimits.fileBytes;
  if (file.size > most) return deskUi.tooLarge(spellSize(file.size), most / megabyte);
  if (/\.(xls|xlsb|xlsm|et|ods|numbers|docx?|pdf|zip)$/i.test(file.name)) return sheetUi.oldWorkbook;
  return null;
}

function WhatToWrite({ column, labels }: { column: ColumnShape; labels: Map<string, Words> }) {
  const { say } = useSpeech();
  const target = labels.get(column.to ?? '');
  const kind = say(target ? deskUi.numberIn(target) : deskUi.kinds[column.kind]);
  const choices = Object.values(column.choices ?? {}).map(say);
  return (
    <>
      {kind}
      {choices.join(say({ zh: '、', en: ', ' }))}
      {column.key && <span className="hint block">{say(deskUi.isKey)}</span>}
      {column.note && <span className="hint block">{say(column.note)}</span>}
      {column.source !== undefined && (
        <span className="hint block">{say(deskUi.sourceDocument(column.source))}</span>
      )}
    </>
  );
}

function Columns({ columns, register }: { columns: ColumnShape[]; register: string }) {
  const { say, language } = useSpeech();
  const registers = useQuery(ask('listRegisters', {}));
  const labels = new Map(registers.data?.map(({ id, label }) => [id, label]));
  return (
    <section aria-labelledby="columns" className="import-columns">
      <div className="section-head">
        <h2 id="columns">{say(deskUi.columnsTitle)}</h2>
        <a
          className="button"
          href={addressOf(sheetDoors.downloadTemplate, { params: { register }, query: { language } })}
          download
        >
          {say(sheetUi.template)}
        </a>
      </div>
      <p className="quiet">{say(deskUi.columnsLine)}</p>
      <table className="records" role="table">
        <thead role="rowgroup">
          <tr role="row">
            {[deskUi.columnName, deskUi.whatToWrite, deskUi.identifier].map((heading) => (
              <th key={heading.en} scope="col" role="columnheader">
                {say(heading)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {columns.map((column) => (
            <tr key={column.name} role="row">
              <th scope="row" role="rowheader">
                {say(column.label)}
                {column.required && (
                  <span className="required">
                    <span aria-hidden="true">*</span>
                    <span className="unseen">{say(deskUi.required)}</span>
                  </span>
                )}
              </th>
              <td role="cell" data-label={say(deskUi.whatToWrite)}>
                <WhatToWrite column={column} labels={labels} />
              </td>
              <td role="cell" data-label={say(deskUi.identifier)} className="identifier">
                {column.name}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Why a file was not taken as a table. */
function Refused({ problem }: { problem: Problem | null }) {
  const { say } = useSpeech();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [problem]);
  return (
    <div className="problem import-problem" role="alert" tabIndex={-1} ref={box}>
      <p className="problem-what">
        <b>{say(problem ? deskUi.notImported : deskUi.notSaved)}</b>
      </p>
      <p>{say(problem ?? deskUi.unknownOutcome)}</p>
    </div>
  );
}

/** Sends a file and has it checked; goes on to the preview. */
function useChecking(register: string) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [sent, setSent] = useState(0);
  const [stop, setStop] = useState(() => new AbortController());
  const sending = useMutation({
    mutationFn: async ({ file, signal }: { file: File; signal: AbortSignal }) => {
      const stored = await uploadFile(file, { onProgress: setSent, signal });
      return call(sheetDoors.previewImport, {
        params: { register },
        body: { hash: stored.hash, name: file.name.slice(0, 200) },
      });
    },
    onSuccess: () => followJobs(queries),
  });
  const id = sending.data?.job ?? null;
  const { data: job } = useJob(id);
  const finished = job?.state === 'done' ? job.id : null;
  useEffect(() => {
    if (finished !== null)
      void navigate({ to: '/imports/$preview', params: { preview: finished }, search: {} });
  }, [finished, navigate]);
  return {
    begin: (file: File) => {
      const next = new AbortController();
      setStop(next);
      setSent(0);
      sending.mutate({ file, signal: next.signal });
    },
    forget: () => {
      stop.abort(new DOMException('cancelled', 'AbortError'));
      sending.reset();
    },
    sending: sending.isPending,
    sent,
    id,
    job,
    failure: stop.signal.aborted ? null : sending.error,
  };
}

function Import({ register }: { register: string }) {
  const { say } = useSpeech();
  const answer = useQuery(ask('listRecords', { params: { register }, query: { page: 1, pageSize: 1 } }));
  const [file, setFile] = useState<File | null>(null);
  const { begin, forget, sending, sent, id, job, failure } = useChecking(register);
  useTitle(answer.data && say(deskUi.importTo(answer.data.register.label)));
  const hindered = file && hindrance(file);
  const running = id !== null && (job === undefined || job.state === 'waiting' || job.state === 'running');
  const choose = (chosen: File) => {
    setFile(chosen);
    if (hindrance(chosen)) forget();
    else begin(chosen);
  };
  return (
    <Answer of={answer} lines={12}>
      {({ register: { label, columns } }) => (
        <>
          <p className="crumbs">
            <Link to="/registers" search={{}}>
              {say(ui.registers)}
            </Link>{' '}
            ›{' '}
            <Link to="/registers/$register" params={{ register }} search={{}}>
              {say(label)}
            </Link>
          </p>
          <div className="page-head">
            <h1>{say(deskUi.importTo(label))}</h1>
            <p className="page-line">{say(sheetUi.line)}</p>
          </div>
          <ImportSteps at={0} />
          <ChooseTable file={file} busy={sending || running} give={choose} />
          {hindered && (
            <p className="fault" role="alert">
              {say(hindered)}
            </p>
          )}
          {file && sending && (
            <div className="import-running" role="status">
              <progress aria-label={say(sheetUi.uploading)} value={sent} max={Math.max(1, file.size)} />
              <span className="tabular">
                {say(sheetUi.uploading)} {spellSize(sent)} / {spellSize(file.size)}
              </span>
              <button type="button" className="plain-button" onClick={forget}>
                {say(sheetUi.cancel)}
              </button>
            </div>
          )}
          {running && id !== null && <JobProgress id={id} job={job} />}
          {job?.state === 'cancelled' && (
            <p className="note" role="status">
              {say(sheetUi.cancelled)}
            </p>
          )}
          {job?.state === 'failed' && <Refused problem={job.problem} />}
          {failure !== null && <Refused problem={failure instanceof CallFailed ? failure.problem : null} />}
          <Columns columns={columns} register={register} />
        </>
      )}
    </Answer>
  );
}

/** A table into a register: its columns, the template, the file; then it is checked and shown. */
export function ImportTable() {
  const { say } = useSpeech();
  const { register } = useParams({ from: '/registers/$register/import' });
  return (
    <div className="page form-page import-page" key={register}>
      <Entitled to="register.write" title={say(deskUi.import)}>
        <Import register={register} />
      </Entitled>
    </div>
  );
}
