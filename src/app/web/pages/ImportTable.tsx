import { Link, useParams } from '@tanstack/react-router';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, type DragEvent } from 'react';
import type { ColumnShape } from '#kernel/contract/evidence.ts';
import { largestFile } from '#kernel/contract/limits.ts';
import type { Fault } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';
import { call, CallFailed, newKey } from '#kernel/web/call.ts';
import { deskUi } from '#kernel/web/desk-words.ts';
import { downloadTable } from '#kernel/web/download.ts';
import { Entitled } from '#kernel/web/Entitled.tsx';
import { spellPlace } from '#kernel/web/faults.ts';
import { useSpeech } from '#kernel/web/language.ts';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask, forgetAnswers } from '#kernel/web/queries.ts';
import { useTitle } from '#kernel/web/title.ts';
import { ui } from '#kernel/web/words.ts';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/desk.css';

const megabyte = 1024 * 1024;

const spellSize = (bytes: number): string =>
  bytes < megabyte ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / megabyte).toFixed(1)} MB`;

/** The file was changed or moved after it was chosen. */
class FileMoved extends Error {}

/** A file's bytes in base64. */
const encodeFile = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(new FileMoved());
    reader.onload = () => {
      const address = String(reader.result);
      resolve(address.slice(address.indexOf(',') + 1));
    };
    reader.readAsDataURL(file);
  });

/** Why a file is not even sent. */
function hindrance(file: File): Words | null {
  if (file.size > largestFile) return deskUi.tooLarge(spellSize(file.size), largestFile / megabyte);
  if (/\.(xlsx?|et|ods|numbers|docx?|pdf|zip)$/i.test(file.name)) return deskUi.notCsv;
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

function Columns({ columns, fileName }: { columns: ColumnShape[]; fileName: string }) {
  const { say, language } = useSpeech();
  const registers = useQuery(ask('listRegisters', {}));
  const labels = new Map(registers.data?.map(({ id, label }) => [id, label]));
  return (
    <section aria-labelledby="columns" className="import-columns">
      <div className="section-head">
        <h2 id="columns">{say(deskUi.columnsTitle)}</h2>
        <button
          type="button"
          className="button"
          onClick={() => downloadTable(fileName, [columns.map(({ label }) => label[language])])}
        >
          {say(deskUi.emptyTable)}
        </button>
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

/** Every fault with its place; the file stays chosen. */
function Refused({ failure, columns, file }: { failure: unknown; columns: ColumnShape[]; file: File }) {
  const { say } = useSpeech();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [failure]);
  const problem = failure instanceof CallFailed ? failure.problem : null;
  const faults = problem?.faults ?? [];
  const count = problem?.faultCount ?? faults.length;
  const registers = useQuery(ask('listRegisters', {}));
  const placeOf = ({ at }: Fault): string => say(spellPlace(at, columns, registers.data));
  const download = () =>
    downloadTable(`${file.name.replace(/\.\w+$/, '')}-${say(deskUi.fault)}.csv`, [
      [say(deskUi.place), say(deskUi.fault)],
      ...faults.map((fault) => [placeOf(fault), say(fault)]),
    ]);
  return (
    <div className="problem import-problem" role="alert" tabIndex={-1} ref={box}>
      <p className="problem-what">
        <b>{say(problem || failure instanceof FileMoved ? deskUi.notImported : deskUi.notSaved)}</b>
        {count > 0 && <span className="count"> {say(deskUi.faultCount(count))}</span>}
      </p>
      {failure instanceof FileMoved && <p>{say(deskUi.fileMoved)}</p>}
      {!problem && !(failure instanceof FileMoved) && <p>{say(deskUi.unknownOutcome)}</p>}
      {problem && count === 0 && <p>{say(problem)}</p>}
      {count > 0 && (
        <>
          <p>{say(deskUi.mendAndRetry)}</p>
          {faults.length < count && <p className="quiet">{say(deskUi.faultsListed(faults.length))}</p>}
          <button type="button" className="button" onClick={download}>
            {say(deskUi.downloadFaults)}
          </button>
          <ol className="faults" tabIndex={0} aria-label={say(deskUi.faultCount(count))}>
            {faults.map((fault) => (
              <li key={`${fault.at} ${fault.zh}`}>
                <span className="fault-place">{placeOf(fault)}</span>
                <span>{say(fault)}</span>
              </li>
            ))}
          </ol>
        </>
      )}
    </div>
  );
}

function ChooseFile({ file, busy, give }: { file: File | null; busy: boolean; give: (file: File) => void }) {
  const { say } = useSpeech();
  const id = useId();
  const [over, setOver] = useState(false);
  const drag = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const dropped = event.dataTransfer.files[0];
    if (dropped && !busy) give(dropped);
  };
  return (
    <div
      className="drop"
      data-over={over || undefined}
      onDragOver={drag}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {file && (
        <p className="chosen-file">
          <b>{file.name}</b> <span className="count">{spellSize(file.size)}</span>
        </p>
      )}
      <p className="drop-ways">
        <input
          id={id}
          className="unseen"
          type="file"
          accept=".csv,text/csv"
          disabled={busy}
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            // The same file, mended, can be chosen again.
            event.target.value = '';
            if (chosen) give(chosen);
          }}
        />
        <label htmlFor={id} className="button">
          {say(file ? deskUi.otherFile : deskUi.chooseFile)}
        </label>
        <span className="quiet">{say(deskUi.dropHere)}</span>
      </p>
      <p className="hint">{say(deskUi.fileLimit(largestFile / megabyte))}</p>
    </div>
  );
}

function Counts({ added, changed, unchanged }: { added: number; changed: number; unchanged: number }) {
  const { say } = useSpeech();
  return (
    <dl className="import-counts">
      {(
        [
          [deskUi.added, added],
          [deskUi.changed, changed],
          [deskUi.unchanged, unchanged],
        ] as const
      ).map(([label, count]) => (
        <div key={label.en}>
          <dt>{say(label)}</dt>
          <dd className="tabular">{count.toLocaleString('en-GB')}</dd>
        </div>
      ))}
    </dl>
  );
}

function Import({ register }: { register: string }) {
  const { say } = useSpeech();
  const queries = useQueryClient();
  const answer = useQuery(ask('listRecords', { params: { register }, query: { page: 1, pageSize: 1 } }));
  const [file, setFile] = useState<File | null>(null);
  const key = useRef(newKey());
  useTitle(answer.data && say(deskUi.importTo(answer.data.register.label)));
  const importing = useMutation({
    mutationFn: async (chosen: File) =>
      call('importRecords', {
        params: { register },
        body: { fileName: chosen.name.slice(0, 200), content: await encodeFile(chosen) },
        key: key.current,
      }),
    onSuccess: async () => {
      key.current = newKey();
      await forgetAnswers(queries);
    },
    onError: (failure) => {
      // An answered refusal is final for its key; where no answer came, the same key asks for the same outcome.
      if (failure instanceof CallFailed && failure.problem && failure.problem.code !== 'key-running')
        key.current = newKey();
    },
  });
  const choose = (chosen: File | null) => {
    setFile(chosen);
    key.current = newKey();
    importing.reset();
  };
  const hindered = file && hindrance(file);
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
            <p className="page-line">{say(deskUi.importLine)}</p>
          </div>
          {importing.data ? (
            <div className="import-done" role="status">
              <h2>{say(deskUi.imported)}</h2>
              {file && <p className="quiet">{file.name}</p>}
              <Counts {...importing.data} />
              <p className="ways">
                <Link
                  to="/registers/$register"
                  params={{ register }}
                  search={{ knownAt: undefined }}
                  className="button primary"
                >
                  {say(deskUi.toList)}
                </Link>
                <button type="button" className="plain-button" onClick={() => choose(null)}>
                  {say(deskUi.importMore)}
                </button>
              </p>
            </div>
          ) : (
            <>
              <ChooseFile file={file} busy={importing.isPending} give={choose} />
              {hindered && (
                <p className="fault" role="alert">
                  {say(hindered)}
                </p>
              )}
              {file && !hindered && (
                <p className="ways">
                  <button
                    type="button"
                    className="button primary"
                    disabled={importing.isPending}
                    onClick={() => importing.mutate(file)}
                  >
                    {say(importing.error === null ? deskUi.startImport : ui.retry)}
                  </button>
                  {importing.isPending && (
                    <span className="import-progress" role="status">
                      <progress aria-label={say(deskUi.importing)} /> {say(deskUi.importing)}
                    </span>
                  )}
                </p>
              )}
              {file && importing.error !== null && (
                <Refused failure={importing.error} columns={columns} file={file} />
              )}
            </>
          )}
          <Columns columns={columns} fileName={`${register}.csv`} />
        </>
      )}
    </Answer>
  );
}

/** A table into a register: what its columns are, the file, and what came of it. */
export function ImportTable() {
  const { say } = useSpeech();
  const { register } = useParams({ from: '/registers/$register/import' });
  return (
    <div className="page form-page" key={register}>
      <Entitled to="register.write" title={say(deskUi.import)}>
        <Import register={register} />
      </Entitled>
    </div>
  );
}
