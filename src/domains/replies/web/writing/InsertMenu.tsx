import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useImperativeHandle, useRef, useState, type ReactNode, type Ref } from 'react';
import type { z } from 'zod';
import { useSpeech } from '#kernel/web/language.ts';
import { ask } from '#kernel/web/queries.ts';
import { useSettled } from '#kernel/web/settled.ts';
import type { findCitable, findPromises } from '../../contract.ts';
import { replyDoors } from '../doors.ts';
import type { CitationMark, PromiseMark } from './blocks.ts';
import type { Question } from './editor.ts';
import { useRoom } from './room.ts';
import { writingUi } from './words.ts';

export type Citable = z.infer<(typeof findCitable)['answer']>[number];
type Promisable = z.infer<(typeof findPromises)['answer']>[number];

/** Takes the keys typed in the editor while the menu is open. */
export interface MenuKeys {
  press: (key: string) => boolean;
}

interface Option {
  key: string;
  choose: () => void;
  turn?: (step: 1 | -1) => void;
  body: (active: boolean) => ReactNode;
}

function Choices({
  label,
  steer,
  options,
  nothing,
  busy,
  keys,
  name,
  close,
  asked,
}: {
  label: string;
  steer: string;
  options: Option[];
  nothing: string;
  busy: boolean;
  /** What was asked; another question begins at its first answer. */
  asked: string;
  keys: Ref<MenuKeys>;
  /** Tells the editor which option is the active one. */
  name: (id: string | null) => void;
  close: () => void;
}) {
  const list = useId();
  const [at, setAt] = useState(0);
  const [answered, setAnswered] = useState(asked);
  if (answered !== asked) {
    setAnswered(asked);
    setAt(0);
  }
  const waiting = useRef(false);
  const active = Math.min(at, options.length - 1);
  const chosen = options[active];
  const box = useRef<HTMLUListElement>(null);
  useEffect(() => {
    name(chosen ? `${list}-${active}` : null);
    box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [name, list, active, chosen]);
  useEffect(() => {
    if (busy || !waiting.current) return;
    waiting.current = false;
    chosen?.choose();
  }, [busy, chosen]);
  useImperativeHandle(keys, () => ({
    press: (key) => {
      if (key === 'Escape') {
        close();
        return true;
      }
      if (busy && (key === 'Enter' || key === 'Tab')) {
        // The answer is on its way: its first is taken once it is there.
        waiting.current = true;
        return true;
      }
      if (!chosen) return false;
      if (key === 'ArrowDown' || key === 'ArrowUp') {
        setAt((active + (key === 'ArrowDown' ? 1 : -1) + options.length) % options.length);
        return true;
      }
      if ((key === 'ArrowRight' || key === 'ArrowLeft') && chosen.turn) {
        chosen.turn(key === 'ArrowRight' ? 1 : -1);
        return true;
      }
      if (key !== 'Enter' && key !== 'Tab') return false;
      chosen.choose();
      return true;
    },
  }));
  return (
    <div className="insert-menu" onPointerDown={(event) => event.preventDefault()}>
      <ul
        className="insert-list"
        id={list}
        role="listbox"
        aria-label={label}
        ref={box}
        aria-busy={busy}
        hidden={options.length === 0 && !busy}
      >
        {options.map((option, index) => (
          <li
            key={option.key}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === active}
            onPointerMove={() => setAt(index)}
            onClick={option.choose}
          >
            {option.body(index === active)}
          </li>
        ))}
      </ul>
      {options.length === 0 && !busy && (
        <p className="insert-nothing" role="status">
          {nothing}
        </p>
      )}
      <p className="insert-steer" aria-hidden="true">
        {steer}
      </p>
    </div>
  );
}

interface MenuProps {
  question: Question;
  keys: Ref<MenuKeys>;
  name: (id: string | null) => void;
  close: () => void;
}

/** The words asked for, once they are typed: what an input method still composes is not asked. */
function useQuestion({ query, composing }: Question): string {
  const [asked, setAsked] = useState(query);
  if (!composing && asked !== query) setAsked(query);
  return useSettled(asked.trim());
}

/** Figures found by words, each with its value on the reply's day in every wording. */
export function FigureMenu({
  question,
  insert,
  askDepartment,
  ...rest
}: MenuProps & { insert: (mark: CitationMark) => void; askDepartment: (figure: Citable) => void }) {
  const { say } = useSpeech();
  const { reply } = useRoom();
  const q = useQuestion(question);
  const found = useQuery(ask(replyDoors.findCitable, { query: { q, reply: reply.code } }));
  const [ways, setWays] = useState<Record<string, number>>({});
  const figures = found.data ?? [];
  const options = figures.map((figure): Option => {
    const key = `${figure.figure} ${JSON.stringify(figure.params)}`;
    const way = (ways[key] ?? 0) % Math.max(1, figure.phrases.length);
    const insertWay = (index: number) => {
      const phrase = figure.phrases[index];
      if (figure.value === null || !phrase) return;
      insert({
        figure: figure.figure,
        params: figure.params,
        qualifier: phrase.qualifier,
        text: null,
        shown: phrase.text,
      });
    };
    return {
      key,
      choose: () => {
        if (figure.value !== null) insertWay(way);
        else if (figure.basis === 'attested') askDepartment(figure);
      },
      turn: (step) => {
        const { length } = figure.phrases;
        if (length > 0) setWays((before) => ({ ...before, [key]: (way + step + length) % length }));
      },
      body: (active) => (
        <>
          <span className="insert-what">
            <span>
              {say(figure.label)}
              {figure.paramsLabel !== '' && <span className="quiet">　{figure.paramsLabel}</span>}
            </span>
            {figure.basis === 'attested' && <span className="chip">{say(writingUi.attested)}</span>}
            {figure.basis === 'parameter' && <span className="chip">{say(writingUi.parameter)}</span>}
            <span className="insert-value" lang="zh-CN">
              {figure.phrases[way]?.text ?? say(writingUi.noValue)}
            </span>
          </span>
          {active && figure.value !== null && figure.phrases.length > 1 && (
            <span className="insert-ways">
              {figure.phrases.map((phrase, index) => (
                <span
                  key={phrase.qualifier}
                  className="insert-way"
                  lang="zh-CN"
                  data-chosen={index === way || undefined}
                  onClick={(event) => {
                    event.stopPropagation();
                    insertWay(index);
                  }}
                >
                  {phrase.text}
                </span>
              ))}
            </span>
          )}
          {active && figure.value === null && (
            <span className="insert-ways quiet">
              {figure.basis === 'attested'
                ? `${say(writingUi.askDepartment)} ›`
                : figure.missing && say(figure.missing)}
            </span>
          )}
        </>
      ),
    };
  });
  return (
    <Choices
      {...rest}
      label={say(writingUi.figures)}
      steer={say(writingUi.figureSteer)}
      nothing={say(writingUi.noFigure(q))}
      busy={found.data === undefined || found.isPlaceholderData || question.query.trim() !== q}
      asked={q}
      options={options}
    />
  );
}

/** Promises on record, and a new one in the words typed. */
export function PromiseMenu({
  question,
  insert,
  begin,
  ...rest
}: MenuProps & { insert: (mark: PromiseMark) => void; begin: (text: string) => void }) {
  const { say } = useSpeech();
  const { leads } = useRoom();
  const q = useQuestion(question);
  const found = useQuery(ask(replyDoors.findPromises, { query: { q } }));
  const options = (found.data ?? []).map((promise: Promisable): Option => ({
    key: promise.code,
    choose: () => insert({ code: promise.code, text: promise.title }),
    body: () => (
      <span className="insert-what">
        <span lang="zh-CN">{promise.title}</span>
        <span className="quiet">
          {[promise.owner, promise.dueOn].filter((one) => one !== null).join(' · ')}
        </span>
      </span>
    ),
  }));
  if (leads) {
    options.push({
      key: 'new',
      choose: () => begin(question.query.trim()),
      body: () => (
        <span className="insert-new">
          ＋ {say(q === '' ? writingUi.newPromise : writingUi.newPromiseOf(q))}
        </span>
      ),
    });
  }
  return (
    <Choices
      {...rest}
      label={say(writingUi.promises)}
      steer={say(writingUi.promiseSteer)}
      nothing={say(writingUi.noPromise(q))}
      busy={found.data === undefined || found.isPlaceholderData || question.query.trim() !== q}
      asked={q}
      options={options}
    />
  );
}
