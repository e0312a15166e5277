import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { EditorView } from 'prosemirror-view';
import { call } from '#kernel/web/call.ts';
import { deskUi } from '#kernel/web/desk-words.ts';
import { useSpeech } from '#kernel/web/language.ts';
import { usePopover } from '#kernel/web/popover.ts';
import { ProblemNote } from '#kernel/web/Problem.tsx';
import { ask } from '#kernel/web/queries.ts';
import type { Section } from '../../contract.ts';
import { replyDoors } from '../doors.ts';
import { useRoom } from './room.ts';
import type { Saver } from './saver.ts';
import { schema } from './schema.ts';
import { writingUi } from './words.ts';

/** Units that handle the suggestion with the lead. */
export function usePartners() {
  const { reply, leads } = useRoom();
  const found = useQuery({
    ...ask(replyDoors.readSuggestion, { params: { suggestion: reply.suggestion.code } }),
    enabled: leads,
  });
  return (
    found.data?.handlings.filter(({ part }) => part !== 'lead').map(({ organisation }) => organisation) ?? []
  );
}

/** What the lead does with a part: hand it over, take it back, remove it, begin it with headings. */
export function PartTools({
  section,
  view = null,
  saver,
}: {
  section: Section;
  view?: EditorView | null;
  saver?: Saver;
}) {
  const { say } = useSpeech();
  const { reply, leads, refresh } = useRoom();
  const { open, toggle, close, box, trigger } = usePopover();
  const author = useId();
  const partners = usePartners();
  const [sure, setSure] = useState(false);
  const place = { reply: reply.code, section: section.code };
  const assigning = useMutation({
    mutationFn: (unit: string | null) =>
      call(replyDoors.assignSection, { params: place, body: { author: unit } }),
    onSuccess: refresh,
  });
  const removing = useMutation({
    mutationFn: () =>
      call(replyDoors.removeSection, {
        params: place,
        body: { version: saver?.state().version ?? section.version },
      }),
    onSuccess: refresh,
  });
  if (!leads || reply.state !== 'drafting' || section.kind === 'opening') return null;
  const insertHeadings = () => {
    if (!view) return;
    const paragraphs = writingUi.headings.flatMap((heading) => [
      schema.nodes.paragraph.create({ level: 2 }, schema.text(heading)),
      schema.nodes.paragraph.create(),
    ]);
    const { doc, tr } = view.state;
    view.dispatch(tr.insert(doc.content.size, paragraphs).scrollIntoView());
    close();
    view.focus();
  };
  const failure = assigning.error ?? removing.error;
  return (
    <div className="part-tools" ref={box}>
      <button
        type="button"
        className="plain-button"
        ref={trigger}
        aria-expanded={open}
        aria-label={say(writingUi.partTools(section.title))}
        onClick={() => {
          setSure(false);
          toggle();
        }}
      >
        {say(writingUi.more)} <span className="caret" aria-hidden="true" />
      </button>
      {open && (
        <div className="part-menu" role="group" aria-label={say(writingUi.partTools(section.title))}>
          {failure !== null && <ProblemNote failure={failure} title={deskUi.notSaved} />}
          <div className="card-field">
            <label htmlFor={author}>{say(writingUi.author)}</label>
            {partners.length === 0 && section.author === null ? (
              <p className="hint">{say(writingUi.noPartners)}</p>
            ) : (
              <select
                id={author}
                value={section.author?.code ?? ''}
                disabled={assigning.isPending}
                onChange={(event) => {
                  void saver?.flush();
                  assigning.mutate(event.target.value === '' ? null : event.target.value);
                }}
              >
                <option value="">{say(writingUi.lead)}</option>
                {partners.map(({ code, title }) => (
                  <option key={code} value={code}>
                    {title}
                  </option>
                ))}
              </select>
            )}
          </div>
          {view && section.kind === 'answer' && (
            <button type="button" className="choice" onClick={insertHeadings}>
              {say(writingUi.heads)}
            </button>
          )}
          {sure ? (
            <div className="card-ways">
              <p className="hint">{say(writingUi.removeSure)}</p>
              <button
                type="button"
                className="button danger"
                disabled={removing.isPending}
                onClick={() => removing.mutate()}
              >
                {say(writingUi.remove)}
              </button>
              <button type="button" className="plain-button" onClick={() => setSure(false)}>
                {say(writingUi.cancel)}
              </button>
            </div>
          ) : (
            <button type="button" className="choice" onClick={() => setSure(true)}>
              {say(writingUi.remove)}…
            </button>
          )}
        </div>
      )}
    </div>
  );
}

/** A new part, for the lead or for a co-handling unit. */
export function AddPart() {
  const { say } = useSpeech();
  const { reply, refresh } = useRoom();
  const partners = usePartners();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [title, setTitle] = useState('');
  const [author, setAuthor] = useState('');
  const [after, setAfter] = useState('');
  const adding = useMutation({
    mutationFn: () =>
      call(replyDoors.addSection, {
        params: { reply: reply.code },
        body: {
          title,
          ...(author === '' ? {} : { author }),
          ...(after === '' ? {} : { after }),
        },
      }),
    onSuccess: () => {
      setOpen(false);
      setTitle('');
      refresh();
    },
  });
  if (!open) {
    return (
      <button type="button" className="plain-button add-part" onClick={() => setOpen(true)}>
        ＋ {say(writingUi.addPart)}
      </button>
    );
  }
  return (
    <form
      className="add-part-form card-form"
      onSubmit={(event) => {
        event.preventDefault();
        adding.mutate();
      }}
    >
      {adding.error !== null && <ProblemNote failure={adding.error} title={deskUi.notSaved} />}
      <div className="card-field">
        <label htmlFor={`${id}-title`}>{say(writingUi.partTitle)}</label>
        <input
          id={`${id}-title`}
          value={title}
          maxLength={200}
          required
          lang="zh-CN"
          placeholder="六、关于“……”的建议"
          onChange={(event) => setTitle(event.target.value)}
        />
      </div>
      <div className="card-field">
        <label htmlFor={`${id}-after`}>{say(writingUi.after)}</label>
        <select id={`${id}-after`} value={after} onChange={(event) => setAfter(event.target.value)}>
          <option value="">{say(writingUi.beforeClosing)}</option>
          {reply.sections
            .filter(({ kind }) => kind !== 'closing')
            .map((section) => (
              <option key={section.code} value={section.code}>
                {say(writingUi.afterPart(section.title))}
              </option>
            ))}
        </select>
      </div>
      {partners.length > 0 && (
        <div className="card-field">
          <label htmlFor={`${id}-author`}>{say(writingUi.author)}</label>
          <select id={`${id}-author`} value={author} onChange={(event) => setAuthor(event.target.value)}>
            <option value="">{say(writingUi.lead)}</option>
            {partners.map(({ code, title: name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </div>
      )}
      <div className="card-ways">
        <button type="submit" className="button primary" disabled={adding.isPending}>
          {say(writingUi.add)}
        </button>
        <button type="button" className="plain-button" onClick={() => setOpen(false)}>
          {say(writingUi.cancel)}
        </button>
      </div>
    </form>
  );
}
