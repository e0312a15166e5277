import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { EditorView } from 'prosemirror-view';
import { withEvidence, type Address } from '#kernel/web/address.ts';
import { call } from '#kernel/web/call.ts';
import { Entitled } from '#kernel/web/Entitled.tsx';
import { spellDay, useSpeech } from '#kernel/web/language.ts';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask, useMay, useSession } from '#kernel/web/queries.ts';
import { useTitle } from '#kernel/web/title.ts';
import type { Reply } from '../../contract.ts';
import { replyDoors } from '../doors.ts';
import { keyOfCitation, type CitationMark } from './blocks.ts';
import { citeFinding } from './editor.ts';
import type { Finding } from './findings.ts';
import { Margin } from './Margin.tsx';
import { Part } from './Part.tsx';
import { AddPart } from './PartTools.tsx';
import { printsOfReply, RoomContext, type Desk, type Room } from './room.ts';
import { SubmitForm } from './Submit.tsx';
import { Tools } from './Tools.tsx';
import { writingUi } from './words.ts';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/desk.css';
import './paper.css';
import './versions.css';
import './writing.css';
import '../check/verdicts.css';

function Head({ reply, leads }: { reply: Reply; leads: boolean }) {
  const { say, language } = useSpeech();
  const [sending, setSending] = useState(false);
  const { code, title, deputy } = reply.suggestion;
  return (
    <div className="writing-head">
      <p className="crumbs">
        <Link to="/desk" search={{}}>
          {say(writingUi.desk)}
        </Link>{' '}
        ›{' '}
        <Link to="/desk/$suggestion" params={{ suggestion: code }} search={{}}>
          {title}
        </Link>
      </p>
      <div className="writing-bar">
        <h1>{say(writingUi.title)}</h1>
        <span className="chip">{say(reply.stateLabel)}</span>
        <span className="quiet">
          {deputy} · {say(writingUi.asOf({ zh: spellDay(reply.asOf, 'zh'), en: spellDay(reply.asOf, 'en') }))}
        </span>
        <span className="writing-ways">
          <Link
            to="/desk/replies/$reply/versions"
            params={{ reply: reply.code }}
            search={{}}
            className="plain-button"
          >
            {say(writingUi.versions)}
          </Link>
          <a
            className="plain-button"
            href={`/api/replies/${encodeURIComponent(reply.code)}/draft.pdf`}
            target="_blank"
            rel="noreferrer"
          >
            {say(writingUi.draftPdf)}
          </a>
          <Link to="/desk/$suggestion" params={{ suggestion: code }} search={{}} className="plain-button">
            {say(reply.steps.length > 0 ? writingUi.otherSteps : writingUi.toSuggestion)}
          </Link>
          {leads && !sending && (
            <button type="button" className="button primary" onClick={() => setSending(true)}>
              {say(writingUi.submit)}
            </button>
          )}
        </span>
      </div>
      {reply.state !== 'drafting' && (
        <p className="note">{writingUi.readOnlyState(reply.stateLabel)[language]}</p>
      )}
      {sending && leads && <SubmitForm close={() => setSending(false)} />}
    </div>
  );
}

/** The sheet with its parts, and the check as its margin. */
function Sheet({ reply, writer }: { reply: Reply; writer: string }) {
  const { say } = useSpeech();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const mayDraft = useMay('reply.draft');
  const [desks] = useState(() => new Map<string, Desk>());
  const [active, setActive] = useState<EditorView | null>(null);
  const [level, setLevel] = useState(0);
  const leads = mayDraft && reply.state === 'drafting';
  const checkOf = ask(replyDoors.checkReply, { params: { reply: reply.code } });
  const checked = useQuery(checkOf);
  const refresh = useCallback(() => {
    void queries.invalidateQueries({ queryKey: [replyDoors.readReply.at] });
    void queries.invalidateQueries({ queryKey: [replyDoors.checkReply.at] });
    void queries.invalidateQueries({ queryKey: [replyDoors.listVersions.at] });
  }, [queries]);
  const prints = useMemo(() => printsOfReply(reply), [reply]);
  const cite = useCallback(
    (finding: Finding, mark: CitationMark) => {
      const desk = desks.get(finding.section);
      if (!desk) return;
      citeFinding(desk.view, finding.key, mark);
      void desk.saver.flush();
    },
    [desks],
  );
  const room: Room = {
    reply,
    prints,
    check: checked.data,
    writer,
    leads,
    desks,
    active,
    level,
    activate: (view) => {
      setActive(view);
      setLevel(Number(view.state.selection.$from.parent.attrs['level'] ?? 0));
    },
    refresh,
    openEvidence: (mark) =>
      void navigate({
        to: '.',
        search: (previous: Address) => withEvidence({ ...previous, asOf: reply.asOf }, mark),
        state: { evidence: true },
        resetScroll: false,
      }),
    cite,
    citeCandidate: async (finding, candidate) => {
      const found = await call(replyDoors.findCitable, {
        query: { q: candidate.label.zh, reply: reply.code },
      });
      const same = found.filter(({ figure, value }) => figure === candidate.figure && value !== null);
      const figure = same.find(({ value }) => value === candidate.value) ?? same[0];
      const qualifier = finding.qualifier === 'near' ? 'about' : (finding.qualifier ?? 'none');
      const phrase =
        figure?.phrases.find((one) => one.qualifier === qualifier) ??
        figure?.phrases.find((one) => one.qualifier === 'none');
      if (!figure || !phrase) return;
      const { params } = figure;
      cite(finding, {
        figure: figure.figure,
        params,
        qualifier: phrase.qualifier,
        text: null,
        shown:
          prints.get(keyOfCitation({ figure: figure.figure, params, qualifier: phrase.qualifier })) ??
          phrase.text,
      });
    },
  };
  const writes = reply.sections.some(({ mayWrite }) => mayWrite);
  return (
    <RoomContext value={room}>
      <Head reply={reply} leads={leads} />
      <div className="writing-room">
        <div className="sheet-column">
          {writes && <Tools />}
          <article className="paper" aria-label={say(writingUi.sheet)}>
            <p className="paper-issuer" lang="zh-CN">
              {reply.issuer}
            </p>
            {reply.number !== null && (
              <p className="paper-number" lang="zh-CN">
                {reply.number}
              </p>
            )}
            <hr className="paper-line" />
            {reply.sections
              .toSorted((a, b) => a.order - b.order)
              .map((section) => (
                <Part key={`${section.code} ${section.mayWrite}`} section={section} />
              ))}
            {leads && <AddPart />}
          </article>
        </div>
        <Margin checking={checked.isFetching} failed={checked.isError} />
      </div>
    </RoomContext>
  );
}

function Opened() {
  const { say } = useSpeech();
  const { reply: code } = useParams({ from: '/desk/replies/$reply' });
  const session = useSession();
  const reply = useQuery(ask(replyDoors.readReply, { params: { reply: code } }));
  useTitle(reply.data ? `${reply.data.suggestion.title} · ${say(writingUi.title)}` : say(writingUi.title));
  return (
    <Answer of={reply} lines={12}>
      {(answer) => <Sheet key={answer.code} reply={answer} writer={session.data?.who?.name ?? ''} />}
    </Answer>
  );
}

/** Writing a reply is writing on its sheet. */
export function Writing() {
  const { say } = useSpeech();
  return (
    <div className="page wide writing-page">
      <Entitled to="reply.read" title={say(writingUi.title)}>
        <Opened />
      </Entitled>
    </div>
  );
}
