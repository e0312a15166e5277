import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, type DragEvent, type FormEvent } from 'react';
import type { AttachmentShape } from '#kernel/contract/files.ts';
import { attachmentLimits } from '#kernel/contract/limits.ts';
import type { Words } from '#kernel/contract/words.ts';
import { addressOf, call, CallFailed, newKey } from './call.ts';
import { deskUi } from './desk-words.ts';
import { spellInstant, useSpeech } from './language.ts';
import { Answer } from './Problem.tsx';
import { ask } from './queries.ts';
import { spellSize, uploadFile } from './upload.ts';
import { fileDoors } from './work-doors.ts';
import { workUi } from './work-words.ts';
import './styles/attachments.css';

interface Place {
  register: string;
  code: string;
}

const megabyte = 1024 * 1024;

/** A file on its way, or what became of it. */
interface Sending {
  id: string;
  file: File;
  sent: number;
  fault: Words | null;
  stop: AbortController;
}

const faultOf = (failure: unknown): Words =>
  failure instanceof CallFailed && failure.problem ? failure.problem : workUi.lostLine;

/** Sends files one after another and attaches each; what was refused stays to be read. */
function useSending({ register, code }: Place) {
  const queries = useQueryClient();
  const [files, setFiles] = useState<readonly Sending[]>([]);
  const change = (id: string, part: Partial<Sending> | null) =>
    setFiles((before) =>
      part === null
        ? before.filter((one) => one.id !== id)
        : before.map((one) => (one.id === id ? { ...one, ...part } : one)),
    );
  const sendOne = async ({ id, file, stop }: Sending, kind: string) => {
    try {
      const stored = await uploadFile(file, {
        signal: stop.signal,
        onProgress: (sent) => change(id, { sent }),
      });
      await call(fileDoors.addAttachment, {
        params: { register, code },
        body: { hash: stored.hash, name: stored.name, kind: kind === '' ? null : kind },
      });
      change(id, null);
      await queries.invalidateQueries({ queryKey: [fileDoors.listAttachments.at] });
    } catch (failure) {
      change(id, stop.signal.aborted ? null : { fault: faultOf(failure) });
    }
  };
  const send = async (chosen: readonly File[], kind: string) => {
    const most = attachmentLimits.fileBytes;
    const fresh = chosen.map((file) => ({
      id: newKey(),
      file,
      sent: 0,
      fault: file.size > most ? workUi.tooLarge(file.name, spellSize(file.size), most / megabyte) : null,
      stop: new AbortController(),
    }));
    setFiles((before) => [...before.filter(({ fault }) => fault === null), ...fresh]);
    for (const one of fresh) if (one.fault === null && !one.stop.signal.aborted) await sendOne(one, kind);
  };
  const stop = (one: Sending) => {
    one.stop.abort(new DOMException('cancelled', 'AbortError'));
    change(one.id, null);
  };
  return { files, send, stop };
}

function OnItsWay({ one, stop }: { one: Sending; stop: () => void }) {
  const { say } = useSpeech();
  const { file, sent, fault } = one;
  return (
    <li className="sending" data-fault={fault !== null || undefined}>
      {fault === null ? (
        <>
          <span className="sending-name">{say(workUi.sending(file.name))}</span>
          <progress aria-label={say(workUi.sending(file.name))} value={sent} max={Math.max(1, file.size)} />
          <span className="quiet tabular">
            {sent >= file.size ? say(workUi.checking) : `${spellSize(sent)} / ${spellSize(file.size)}`}
          </span>
        </>
      ) : (
        <p role="alert" className="fault">
          {say(fault)}
        </p>
      )}
      <button
        type="button"
        className="plain-button"
        aria-label={`${say(fault === null ? workUi.cancel : workUi.dismiss)} ${file.name}`}
        onClick={stop}
      >
        {say(fault === null ? workUi.cancel : workUi.dismiss)}
      </button>
    </li>
  );
}

function Add({ place }: { place: Place }) {
  const { say } = useSpeech();
  const { files, send, stop } = useSending(place);
  const [over, setOver] = useState(false);
  const [kind, setKind] = useState('');
  const field = useId();
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void send([...event.dataTransfer.files], kind.trim());
  };
  return (
    <div
      className="attach"
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div className="attach-ways">
        <label htmlFor={`${field}-kind`} className="unseen">
          {say(workUi.kind)}
        </label>
        <input
          id={`${field}-kind`}
          value={kind}
          maxLength={attachmentLimits.kindCharacters}
          placeholder={say(workUi.kindHint)}
          onChange={(event) => setKind(event.target.value)}
        />
        <span className="attach-choose">
          <input
            id={`${field}-file`}
            type="file"
            multiple
            className="unseen"
            onChange={(event) => {
              void send([...(event.target.files ?? [])], kind.trim());
              event.target.value = '';
            }}
          />
          <label htmlFor={`${field}-file`} className="button">
            {say(workUi.choose)}
          </label>
          <span className="quiet attach-drop">{say(workUi.orDrop)}</span>
        </span>
      </div>
      <p className="hint">{say(workUi.limit(attachmentLimits.fileBytes / megabyte))}</p>
      {files.length > 0 && (
        <ul className="sending-list">
          {files.map((one) => (
            <OnItsWay key={one.id} one={one} stop={() => stop(one)} />
          ))}
        </ul>
      )}
    </div>
  );
}

/** A picture in the page; a PDF opens in the browser's own viewer. */
function View({ file }: { file: AttachmentShape }) {
  const { say } = useSpeech();
  const [shown, setShown] = useState(false);
  const address = addressOf(fileDoors.previewAttachment, { params: { attachment: file.id } });
  if (file.type === 'application/pdf') {
    return (
      <a
        href={address}
        target="_blank"
        rel="noopener"
        title={say(workUi.inNewTab)}
        aria-label={`${say(workUi.previewOf(file.name))} ${say(workUi.inNewTab)}`}
      >
        {say(workUi.preview)}
      </a>
    );
  }
  return (
    <>
      <button
        type="button"
        className="plain-button"
        aria-label={say(workUi.previewOf(file.name))}
        onClick={() => setShown(true)}
      >
        {say(workUi.preview)}
      </button>
      {shown && <Picture file={file} address={address} close={() => setShown(false)} />}
    </>
  );
}

function Picture({ file, address, close }: { file: AttachmentShape; address: string; close: () => void }) {
  const { say } = useSpeech();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      className="picture"
      ref={dialog}
      aria-label={file.name}
      onClose={close}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current.close();
      }}
    >
      <div className="picture-head">
        <b>{file.name}</b>
        <button type="button" className="button" autoFocus onClick={() => dialog.current?.close()}>
          {say(workUi.close)}
        </button>
      </div>
      <img src={address} alt={file.name} />
    </dialog>
  );
}

function WithdrawFile({ file, close }: { file: AttachmentShape; close: () => void }) {
  const { say } = useSpeech();
  const queries = useQueryClient();
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useId();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
  const withdrawing = useMutation({
    mutationFn: () =>
      call(fileDoors.withdrawAttachment, {
        params: { attachment: file.id },
        query: { reason: reason.trim() },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [fileDoors.listAttachments.at] });
      dialog.current?.close();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(reason.trim().length < 2);
    if (reason.trim().length >= 2 && !withdrawing.isPending) withdrawing.mutate();
  };
  return (
    <dialog className="dialog" ref={dialog} aria-labelledby={`${field}-title`} onClose={close}>
      <form onSubmit={submit} noValidate>
        <h2 id={`${field}-title`}>{say(workUi.withdrawTitle(file.name))}</h2>
        <p>{say(workUi.withdrawLine)}</p>
        {withdrawing.error !== null && (
          <p className="fault" role="alert">
            {say(faultOf(withdrawing.error))}
          </p>
        )}
        <div className="field">
          <label className="field-label" htmlFor={field}>
            {say(deskUi.reasonLabel)}
            <span className="required" aria-hidden="true">
              *
            </span>
          </label>
          <textarea
            id={field}
            rows={3}
            maxLength={500}
            value={reason}
            autoFocus
            aria-required
            aria-invalid={missing || undefined}
            aria-describedby={missing ? `${field}-fault` : undefined}
            onChange={(event) => setReason(event.target.value)}
          />
          {missing && (
            <p className="fault" id={`${field}-fault`}>
              {say(deskUi.reasonMissing)}
            </p>
          )}
        </div>
        <div className="form-end">
          <button type="submit" className="button danger" disabled={withdrawing.isPending}>
            {say(workUi.withdraw)}
          </button>
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            {say(deskUi.cancel)}
          </button>
        </div>
      </form>
    </dialog>
  );
}

function One({ file, writable }: { file: AttachmentShape; writable: boolean }) {
  const { say } = useSpeech();
  const [withdrawing, setWithdrawing] = useState(false);
  const type = workUi.types[file.type];
  const download = addressOf(fileDoors.downloadAttachment, { params: { attachment: file.id } });
  return (
    <li className="attachment" data-attachment={file.id}>
      <p className="attachment-name">
        {file.kind !== null && <span className="attachment-kind">{file.kind}</span>} {file.name}
      </p>
      <p className="attachment-facts">
        {type ? say(type) : file.type} · {spellSize(file.size)} · {file.addedBy} ·{' '}
        {spellInstant(file.addedAt)}
      </p>
      {file.withdrawnAt !== null && (
        <p className="attachment-facts">
          {say(
            workUi.withdrawnBy(
              file.withdrawnBy ?? '',
              spellInstant(file.withdrawnAt),
              file.withdrawnReason ?? '',
            ),
          )}
        </p>
      )}
      <p className="attachment-ways">
        {file.previewed && <View file={file} />}
        <a href={download} download aria-label={say(workUi.downloadOf(file.name))}>
          {say(workUi.download)}
        </a>
        {writable && file.withdrawnAt === null && (
          <button
            type="button"
            className="plain-button"
            aria-label={say(workUi.withdrawOf(file.name))}
            onClick={() => setWithdrawing(true)}
          >
            {say(workUi.withdraw)}
          </button>
        )}
      </p>
      {withdrawing && <WithdrawFile file={file} close={() => setWithdrawing(false)} />}
    </li>
  );
}

/** Documents kept with a record, for those signed in: read, add, withdraw. */
export default function Attachments({ register, code }: Place) {
  const { say } = useSpeech();
  const files = useQuery(ask(fileDoors.listAttachments, { params: { register, code } }));
  return (
    <section aria-labelledby="documents" className="attachments">
      <h2 id="documents">{say(workUi.documents)}</h2>
      <Answer of={files} lines={2}>
        {({ attachments, writable }) => {
          const standing = attachments.filter(({ withdrawnAt }) => withdrawnAt === null);
          const withdrawn = attachments.filter(({ withdrawnAt }) => withdrawnAt !== null);
          return (
            <>
              {standing.length === 0 && (
                <p className="empty">{say(writable ? workUi.noDocumentsYet : workUi.noDocuments)}</p>
              )}
              <ul className="attachment-list">
                {standing.map((file) => (
                  <One key={file.id} file={file} writable={writable} />
                ))}
              </ul>
              {writable && <Add place={{ register, code }} />}
              {withdrawn.length > 0 && (
                <details className="withdrawn-files">
                  <summary>{say(workUi.withdrawn(withdrawn.length))}</summary>
                  <ul className="attachment-list">
                    {withdrawn.map((file) => (
                      <One key={file.id} file={file} writable={false} />
                    ))}
                  </ul>
                </details>
              )}
            </>
          );
        }}
      </Answer>
    </section>
  );
}
