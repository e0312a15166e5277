import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { z } from 'zod';
import type { Address } from '#kernel/web/address.ts';
import { Entitled } from '#kernel/web/Entitled.tsx';
import { spellInstant, useAddress, useSpeech } from '#kernel/web/language.ts';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask } from '#kernel/web/queries.ts';
import { useTitle } from '#kernel/web/title.ts';
import type { compareVersions } from '../../contract.ts';
import { replyDoors } from '../doors.ts';
import { writingUi } from './words.ts';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/desk.css';
import '../check/verdicts.css';
import './versions.css';
import './writing.css';

type Change = z.infer<(typeof compareVersions)['answer']>[number];

/** How much of what is alike is shown around a change. */
const around = 60;

function Alike({ text, first, last }: { text: string; first: boolean; last: boolean }) {
  const { say } = useSpeech();
  if (text.length <= around * 2 + 20) return <span>{text}</span>;
  const head = first ? '' : text.slice(0, around);
  const tail = last ? '' : text.slice(-around);
  return (
    <span>
      {head}
      <span className="quiet"> {say(writingUi.skipped(text.length - head.length - tail.length))} </span>
      {tail}
    </span>
  );
}

function Changed({ change }: { change: Change }) {
  const { say } = useSpeech();
  return (
    <section className="changed-part">
      <h2>{change.title}</h2>
      <p className="changed-text" lang="zh-CN">
        {change.parts.map((part, index) => {
          if (part.kind === 'same') {
            return (
              <Alike
                key={index}
                text={part.text}
                first={index === 0}
                last={index === change.parts.length - 1}
              />
            );
          }
          const Mark = part.kind === 'added' ? 'ins' : 'del';
          return (
            <Mark key={index}>
              <span className="unseen">
                {say(part.kind === 'added' ? writingUi.added : writingUi.removed)}{' '}
              </span>
              {part.text}
            </Mark>
          );
        })}
      </p>
    </section>
  );
}

function Changes({ reply, from, to }: { reply: string; from: string; to: string }) {
  const { say } = useSpeech();
  const changes = useQuery(
    ask(replyDoors.compareVersions, {
      params: { reply },
      query: { from, ...(to === '' ? {} : { to }) },
    }),
  );
  return (
    <Answer of={changes} lines={8}>
      {(parts) => {
        const changed = parts.filter((part) => part.parts.some(({ kind }) => kind !== 'same'));
        return (
          <>
            {changed.length === 0 && <p className="empty">{say(writingUi.noChanges)}</p>}
            {changed.map((part) => (
              <Changed key={part.section} change={part} />
            ))}
            {changed.length > 0 && changed.length < parts.length && (
              <p className="quiet">{say(writingUi.unchangedParts(parts.length - changed.length))}</p>
            )}
          </>
        );
      }}
    </Answer>
  );
}

function Comparison() {
  const { say } = useSpeech();
  const { reply } = useParams({ from: '/desk/replies/$reply/versions' });
  const { fromKnownAt } = useAddress();
  const navigate = useNavigate();
  const id = useId();
  const [to, setTo] = useState('');
  const versions = useQuery(ask(replyDoors.listVersions, { params: { reply } }));
  return (
    <>
      <p className="crumbs">
        <Link to="/desk/replies/$reply" params={{ reply }} search={{}}>
          {say(writingUi.backToSheet)}
        </Link>
      </p>
      <div className="page-head">
        <h1>{say(writingUi.versionsTitle)}</h1>
        <p className="page-line">{say(writingUi.versionsLine)}</p>
      </div>
      <Answer of={versions} lines={8}>
        {(list) => {
          const moments = [...new Map(list.map((one) => [one.at, one])).values()].toSorted((a, b) =>
            a.at < b.at ? 1 : -1,
          );
          const first = moments.at(-1)?.at ?? '';
          const from = moments.find(({ at }) => at === fromKnownAt)?.at ?? moments[1]?.at ?? first;
          if (moments.length < 2) return <p className="empty">{say(writingUi.firstVersion)}</p>;
          const option = (one: (typeof moments)[number]) => (
            <option key={one.at} value={one.at}>
              {`${spellInstant(one.at)} · ${one.by} · ${one.title}`}
            </option>
          );
          return (
            <>
              <div className="version-choice">
                <div className="card-field">
                  <label htmlFor={`${id}-from`}>{say(writingUi.from)}</label>
                  <select
                    id={`${id}-from`}
                    value={from}
                    onChange={(event) => {
                      const { value } = event.target;
                      void navigate({
                        to: '.',
                        search: (previous: Address) => ({ ...previous, fromKnownAt: value }),
                        replace: true,
                        resetScroll: false,
                      });
                    }}
                  >
                    {moments.map(option)}
                  </select>
                </div>
                <div className="card-field">
                  <label htmlFor={`${id}-to`}>{say(writingUi.to)}</label>
                  <select id={`${id}-to`} value={to} onChange={(event) => setTo(event.target.value)}>
                    <option value="">{say(writingUi.nowText)}</option>
                    {moments.map(option)}
                  </select>
                </div>
              </div>
              <Changes reply={reply} from={from} to={to} />
            </>
          );
        }}
      </Answer>
    </>
  );
}

/** What was written when, and what changed between two moments. */
export function Versions() {
  const { say } = useSpeech();
  useTitle(say(writingUi.versionsTitle));
  return (
    <div className="page versions-page">
      <Entitled to="reply.read" title={say(writingUi.versionsTitle)}>
        <Comparison />
      </Entitled>
    </div>
  );
}
