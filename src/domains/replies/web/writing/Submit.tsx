import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { call } from '#kernel/web/call.ts';
import { deskUi } from '#kernel/web/desk-words.ts';
import { useSpeech } from '#kernel/web/language.ts';
import { ProblemNote } from '#kernel/web/Problem.tsx';
import { replyDoors } from '../doors.ts';
import { isTrouble } from './findings.ts';
import { useKey } from './forms.tsx';
import { useRoom } from './room.ts';
import { writingUi } from './words.ts';

const categories = ['A', 'B', 'C', 'D'] as const;

/** Sends the reply for review, once everything written is saved. */
export function SubmitForm({ close }: { close: () => void }) {
  const { say } = useSpeech();
  const { reply, check, desks, refresh } = useRoom();
  const id = useId();
  const [category, setCategory] = useState<(typeof categories)[number]>(reply.category ?? 'A');
  const [comment, setComment] = useState('');
  const [unsaved, setUnsaved] = useState(false);
  const body = { category, ...(comment.trim() === '' ? {} : { comment }) };
  const key = useKey(body);
  const sending = useMutation({
    mutationFn: async () => {
      const savers = [...desks.values()].map(({ saver }) => saver);
      // A save under way is awaited first, then what was typed meanwhile is saved.
      for (const saver of [...savers, ...savers]) await saver.flush();
      const left = savers.some((saver) => saver.state().status !== 'saved');
      setUnsaved(left);
      if (left) return;
      await call(replyDoors.submitReply, { params: { reply: reply.code }, body, key });
      refresh();
      close();
    },
  });
  const unresolved = check?.entries.filter(isTrouble).length ?? 0;
  return (
    <form
      className="submit-form card-form"
      onSubmit={(event) => {
        event.preventDefault();
        sending.mutate();
      }}
    >
      {sending.error !== null && <ProblemNote failure={sending.error} title={deskUi.notSaved} />}
      {unsaved && (
        <p className="fault" role="alert">
          {say(writingUi.unsaved)}
        </p>
      )}
      {unresolved > 0 && <p className="note">{say(writingUi.unresolved(unresolved))}</p>}
      <fieldset className="ways-field">
        <legend>{say(writingUi.category)}</legend>
        {categories.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name={`${id}-category`}
              checked={one === category}
              onChange={() => setCategory(one)}
            />
            {say(writingUi.categories[one])}
          </label>
        ))}
      </fieldset>
      <div className="card-field">
        <label htmlFor={`${id}-comment`}>{say(writingUi.comment)}</label>
        <textarea
          id={`${id}-comment`}
          rows={2}
          maxLength={2000}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
        />
      </div>
      <div className="card-ways">
        <button type="submit" className="button primary" disabled={sending.isPending}>
          {say(writingUi.sendForReview)}
        </button>
        <button type="button" className="plain-button" onClick={close}>
          {say(writingUi.cancel)}
        </button>
      </div>
    </form>
  );
}
