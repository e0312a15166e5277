import { useEffect, useId, useRef, useState, type DragEvent, type FormEvent } from 'react';
import { letterLimits } from '#kernel/contract/limits.ts';
import { useSpeech } from '#kernel/web/language.ts';
import { checkUi } from './words.ts';

/** What is to be checked. */
export interface Asked {
  name: string;
  asOf: string | undefined;
  body: { text: string } | { content: string; fileName: string };
}

const megabytes = letterLimits.fileBytes / 1024 / 1024;

/** A file as base64; undefined when it cannot be read any more. */
function readFile(file: File): Promise<string | undefined> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => {
      const { result } = reader;
      resolve(typeof result === 'string' ? result.slice(result.indexOf(',') + 1) : undefined);
    };
    reader.onerror = () => resolve(undefined);
    reader.readAsDataURL(file);
  });
}

/** A file dropped or chosen, or a text pasted, and the day it is of. */
export function CheckForm({ start }: { start: (asked: Asked) => void }) {
  const { say } = useSpeech();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [asOf, setAsOf] = useState('');
  const [over, setOver] = useState(false);
  const [fault, setFault] = useState<{ zh: string; en: string } | null>(null);
  const day = asOf === '' ? undefined : asOf;

  const take = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > letterLimits.fileBytes) {
      setFault(checkUi.tooLarge(`${(file.size / 1024 / 1024).toFixed(1)} MB`, megabytes));
      return;
    }
    const content = await readFile(file);
    if (content === undefined) setFault(checkUi.moved);
    else start({ name: file.name, asOf: day, body: { content, fileName: file.name } });
  };
  const checkText = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') setFault(checkUi.emptyText);
    else start({ name: say(checkUi.pasted), asOf: day, body: { text } });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  useEffect(() => {
    // A file dropped beside the field must not replace the page.
    const keep = (event: Event) => event.preventDefault();
    document.addEventListener('dragover', keep);
    document.addEventListener('drop', keep);
    return () => {
      document.removeEventListener('dragover', keep);
      document.removeEventListener('drop', keep);
    };
  }, []);
  return (
    <form className="check-form" onSubmit={checkText}>
      {fault && (
        <p className="fault" role="alert">
          {say(fault)}
        </p>
      )}
      <div
        className="check-drop"
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <input
          ref={input}
          id={`${id}-file`}
          type="file"
          className="unseen"
          accept=".txt,.docx,.pdf,text/plain,application/pdf"
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = '';
            void take(file);
          }}
        />
        <label htmlFor={`${id}-file`} className="button primary">
          {say(checkUi.choose)}
        </label>
        <span>{say(checkUi.drop)}</span>
        <span className="quiet">{say(checkUi.kinds(megabytes))}</span>
      </div>
      <div className="card-field">
        <label htmlFor={`${id}-text`}>{say(checkUi.paste)}</label>
        <textarea
          id={`${id}-text`}
          rows={8}
          lang="zh-CN"
          value={text}
          placeholder={say(checkUi.pasteHere)}
          onChange={(event) => {
            setText(event.target.value);
            setFault(null);
          }}
        />
      </div>
      <div className="check-day card-field">
        <label htmlFor={`${id}-day`}>{say(checkUi.asOf)}</label>
        <input
          id={`${id}-day`}
          type="date"
          value={asOf}
          aria-describedby={`${id}-help`}
          onChange={(event) => setAsOf(event.target.value)}
        />
        <p className="hint" id={`${id}-help`}>
          {say(checkUi.asOfHelp)}
        </p>
      </div>
      <button type="submit" className="button">
        {say(checkUi.check)}
      </button>
    </form>
  );
}
