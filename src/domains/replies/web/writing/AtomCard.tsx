import { useQuery } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import type { EditorView } from 'prosemirror-view';
import { useSpeech } from '#kernel/web/language.ts';
import { ask } from '#kernel/web/queries.ts';
import { replyDoors } from '../doors.ts';
import { keyOfCitation, type CitationMark, type PromiseMark } from './blocks.ts';
import { useRoom } from './room.ts';
import { citationNode, schema } from './schema.ts';
import { writingUi } from './words.ts';

/** A citation opened: its evidence, its words, its wording; or its removal. */
export function CitationCard({
  view,
  at,
  mark,
  close,
}: {
  view: EditorView;
  at: number;
  mark: CitationMark;
  close: () => void;
}) {
  const { say } = useSpeech();
  const { reply, openEvidence } = useRoom();
  const form = useId();
  const known = reply.readings.find(({ reading }) => keyOfCitation(reading) === keyOfCitation(mark));
  const words = known ? known.label.zh : mark.figure;
  const found = useQuery(ask(replyDoors.findCitable, { query: { q: words, reply: reply.code } }));
  const paramsKey = keyOfCitation({ figure: mark.figure, params: mark.params });
  const figure = found.data?.find(
    (one) => keyOfCitation({ figure: one.figure, params: one.params }) === paramsKey,
  );
  const [text, setText] = useState(mark.text ?? '');
  const [qualifier, setQualifier] = useState(mark.qualifier);
  const phrase = figure?.phrases.find((one) => one.qualifier === qualifier)?.text ?? mark.shown;
  const apply = (event: FormEvent) => {
    event.preventDefault();
    const own = text.trim();
    const next: CitationMark = {
      ...mark,
      qualifier,
      text: own === '' ? null : own,
      shown: own === '' ? phrase : own,
    };
    view.dispatch(view.state.tr.replaceWith(at, at + 1, citationNode(next)));
    close();
  };
  const remove = () => {
    view.dispatch(view.state.tr.delete(at, at + 1));
    close();
  };
  const label = figure?.label ?? known?.label;
  return (
    <form onSubmit={apply} className="card-form">
      <p className="card-kicker">{say(writingUi.citation)}</p>
      <p className="card-title">
        {label ? say(label) : mark.figure}
        {figure && figure.paramsLabel !== '' && <span className="quiet">　{figure.paramsLabel}</span>}
      </p>
      {known?.reading.missing && <p className="missing">{say(known.reading.missing)}</p>}
      {figure && figure.phrases.length > 1 && (
        <fieldset className="ways-field">
          <legend>{say(writingUi.ways)}</legend>
          {figure.phrases.map((one) => (
            <label key={one.qualifier}>
              <input
                type="radio"
                name={`${form}-way`}
                checked={one.qualifier === qualifier}
                onChange={() => setQualifier(one.qualifier)}
              />
              <span lang="zh-CN">{one.text}</span>
            </label>
          ))}
        </fieldset>
      )}
      <label className="card-field">
        <span>{say(writingUi.wording)}</span>
        <input
          value={text}
          maxLength={80}
          placeholder={phrase}
          lang="zh-CN"
          data-first=""
          aria-describedby={`${form}-help`}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <p className="hint" id={`${form}-help`}>
        {say(writingUi.wordingHelp)}
      </p>
      <div className="card-ways">
        <button type="submit" className="button primary">
          {say(writingUi.apply)}
        </button>
        <button
          type="button"
          className="button"
          data-figure={mark.figure}
          onClick={() => openEvidence({ ...mark, qualifier })}
        >
          {say(writingUi.evidence)}
        </button>
        <button type="button" className="plain-button card-remove" onClick={remove}>
          {say(writingUi.removeCitation)}
        </button>
      </div>
    </form>
  );
}

/** A promise opened: its words on the sheet; or its removal. */
export function PromiseCard({
  view,
  at,
  mark,
  close,
}: {
  view: EditorView;
  at: number;
  mark: PromiseMark;
  close: () => void;
}) {
  const { say } = useSpeech();
  const [text, setText] = useState(mark.text);
  const apply = (event: FormEvent) => {
    event.preventDefault();
    const own = text.trim();
    if (own === '') return;
    const node = schema.nodes.promise.create({ ...mark, text: own });
    view.dispatch(view.state.tr.replaceWith(at, at + 1, node));
    close();
  };
  return (
    <form onSubmit={apply} className="card-form">
      <p className="card-kicker">
        {say(writingUi.promiseCard)} <span className="tabular quiet">{mark.code}</span>
      </p>
      <label className="card-field">
        <span>{say(writingUi.wording)}</span>
        <textarea
          rows={3}
          value={text}
          maxLength={500}
          lang="zh-CN"
          data-first=""
          required
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <div className="card-ways">
        <button type="submit" className="button primary">
          {say(writingUi.apply)}
        </button>
        <button
          type="button"
          className="plain-button card-remove"
          onClick={() => {
            view.dispatch(view.state.tr.delete(at, at + 1));
            close();
          }}
        >
          {say(writingUi.removeCitation)}
        </button>
      </div>
    </form>
  );
}
