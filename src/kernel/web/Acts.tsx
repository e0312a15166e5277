import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type ReactNode } from 'react';
import type { Words } from '#kernel/contract/words.ts';
import { CommandForm, type CommandField, type CommandValues } from './CommandForm.tsx';
import { useSpeech } from './language.ts';
import { forgetAnswers } from './queries.ts';
import { ui } from './words.ts';
import './styles/desk.css';

/** One thing that can be done here: its button, its form, and what it sends. */
export interface Act {
  id: string;
  label: Words;
  line?: Words;
  /** Of the button that sends it, where it says more than the label. */
  submit?: Words;
  fields: readonly CommandField[];
  send: (values: CommandValues, key: string) => Promise<unknown>;
}

/** Buttons of what can be done, one form at a time. `room` keeps drafts of one slice apart from another's. */
export function Acts({
  acts,
  room,
  about,
  level = 3,
  label,
  children,
}: {
  acts: readonly Act[];
  room: string;
  about: string;
  level?: 3 | 4;
  /** Of the group, where a page has several. */
  label?: Words;
  /** What stands beside the buttons. */
  children?: ReactNode;
}) {
  const { say } = useSpeech();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<string | null>(null);
  const [saved, setSaved] = useState(false);
  const triggers = useRef<Record<string, HTMLButtonElement | null>>({});
  const act = acts.find(({ id }) => id === chosen);
  // Another form may have been opened meanwhile: only its own is closed.
  const leave = (id: string) => {
    setChosen((now) => (now === id ? null : now));
    triggers.current[id]?.focus();
  };
  if (acts.length === 0) return null;
  return (
    <div className="acts">
      <div className="act-buttons" role="group" aria-label={say(label ?? ui.actions)}>
        {acts.map(({ id, label: name }) => (
          <button
            key={id}
            type="button"
            className="plain-button"
            ref={(button) => {
              triggers.current[id] = button;
            }}
            aria-expanded={chosen === id}
            data-act={id}
            onClick={() => {
              setSaved(false);
              setChosen(chosen === id ? null : id);
            }}
          >
            {say(name)}
          </button>
        ))}
        {children}
        <span className="quiet" role="status">
          {saved && say(ui.actSaved)}
        </span>
      </div>
      {act && (
        <CommandForm
          key={act.id}
          title={act.label}
          {...(act.line ? { line: act.line } : {})}
          level={level}
          fields={act.fields}
          draftName={`${room}.${act.id}.${about}`}
          submit={act.submit ?? act.label}
          away={() => leave(act.id)}
          done={async () => {
            await forgetAnswers(queries);
            setSaved(true);
            leave(act.id);
          }}
          send={act.send}
        />
      )}
    </div>
  );
}
