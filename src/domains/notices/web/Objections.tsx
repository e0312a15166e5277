import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { call } from '#kernel/web/call.ts';
import { CommandForm, type CommandField } from '#kernel/web/CommandForm.tsx';
import { spellDay, useSpeech } from '#kernel/web/language.ts';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask, forgetAnswers, useMay } from '#kernel/web/queries.ts';
import { ui } from '#kernel/web/words.ts';
import type { NoticeShape } from '../contract.ts';
import type { ObjectionShape } from '../objections/contract.ts';
import { noticeDoors } from './doors.ts';
import { noticeUi } from './words.ts';

const whole = 'whole';

/** What an objector is asked; name and contact are never kept on the device. */
function objectionFields(notice: NoticeShape): CommandField[] {
  return [
    {
      name: 'item',
      label: noticeUi.fieldItem,
      kind: 'choice',
      required: true,
      initial: whole,
      choices: [
        { value: whole, label: noticeUi.wholeNotice },
        ...notice.list.map(({ order, title }) => ({
          value: String(order),
          label: { zh: `${order}　${title}`, en: `${order}  ${title}` },
        })),
      ],
    },
    {
      name: 'objectorKind',
      label: noticeUi.fieldWho,
      kind: 'choice',
      required: true,
      initial: 'person',
      choices: [
        { value: 'person', label: noticeUi.asPerson },
        { value: 'unit', label: noticeUi.asUnit },
      ],
    },
    { name: 'objector', label: noticeUi.fieldName, kind: 'line', required: true, personal: true },
    {
      name: 'contact',
      label: noticeUi.fieldContact,
      kind: 'line',
      required: true,
      personal: true,
      help: noticeUi.contactHelp,
    },
    {
      name: 'text',
      label: noticeUi.fieldText,
      kind: 'lines',
      rows: 4,
      required: true,
      personal: true,
      help: noticeUi.textHelp,
    },
  ];
}

const objectionOf = (values: Partial<Record<string, string>>) => ({
  item: values['item'] === undefined || values['item'] === whole ? null : Number(values['item']),
  objectorKind: values['objectorKind'] === 'unit' ? ('unit' as const) : ('person' as const),
  objector: values['objector'] ?? '',
  contact: values['contact'] ?? '',
  text: values['text'] ?? '',
});

/** How to object, and the form of it while the notice runs. */
function HowTo({ notice }: { notice: NoticeShape }) {
  const { say, language } = useSpeech();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [sent, setSent] = useState<string | null>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const away = () => {
    setOpen(false);
    trigger.current?.focus();
  };
  const { state } = notice;
  return (
    <section className="notice-how" aria-labelledby="notice-how">
      <h2 id="notice-how">{say(noticeUi.howTo)}</h2>
      <p>
        {say(
          state === 'running'
            ? noticeUi.howToLine(spellDay(notice.lastOn, language))
            : state === 'upcoming'
              ? noticeUi.howToLater(spellDay(notice.firstOn, language))
              : noticeUi.howToOver,
        )}
      </p>
      <p className="quiet" lang="zh-CN">
        {notice.contact}
      </p>
      {sent !== null && (
        <p className="note" role="status">
          {say(noticeUi.sent(sent))}
        </p>
      )}
      {state === 'running' && (
        <button
          type="button"
          className="button"
          ref={trigger}
          aria-expanded={open}
          data-act="object"
          onClick={() => {
            setSent(null);
            setOpen(!open);
          }}
        >
          {say(noticeUi.object)}
        </button>
      )}
      {open && state === 'running' && (
        <CommandForm
          title={noticeUi.object}
          line={noticeUi.objectLine}
          level={3}
          fields={objectionFields(notice)}
          draftName={`notice.object.${notice.code}`}
          submit={noticeUi.doObject}
          away={away}
          done={async () => {
            await forgetAnswers(queries);
            away();
          }}
          send={async (values, key) => {
            const { code } = await call(noticeDoors.objectToNotice, {
              params: { code: notice.code },
              key,
              body: objectionOf(values),
            });
            setSent(code);
          }}
        />
      )}
    </section>
  );
}

type Act = 'accept' | 'answer';

/** What those who answer do with an objection. */
function ObjectionActs({ notice, objection }: { notice: string; objection: ObjectionShape }) {
  const { say } = useSpeech();
  const queries = useQueryClient();
  const [act, setAct] = useState<Act | null>(null);
  const triggers = useRef<Partial<Record<Act, HTMLButtonElement | null>>>({});
  const away = () => {
    if (act) triggers.current[act]?.focus();
    setAct(null);
  };
  const acts: readonly Act[] = objection.acceptedOn === null ? ['accept', 'answer'] : ['answer'];
  const params = { code: notice, objection: objection.code };
  const answerFields: readonly CommandField[] = [
    {
      name: 'result',
      label: noticeUi.fieldResult,
      kind: 'choice',
      required: true,
      choices: (['upheld', 'partly', 'rejected'] as const).map((value) => ({
        value,
        label: noticeUi.results[value],
      })),
    },
    { name: 'gist', label: noticeUi.fieldGist, kind: 'lines' },
    { name: 'answer', label: noticeUi.fieldAnswer, kind: 'lines', rows: 4, required: true },
  ];
  return (
    <>
      <div className="act-buttons" role="group" aria-label={say(noticeUi.objection(objection.number))}>
        {acts.map((one) => (
          <button
            key={one}
            type="button"
            className="plain-button"
            ref={(button) => {
              triggers.current[one] = button;
            }}
            aria-expanded={act === one}
            data-act={one}
            onClick={() => setAct(act === one ? null : one)}
          >
            {say(noticeUi[one])}
          </button>
        ))}
      </div>
      {act && (
        <CommandForm
          key={act}
          title={noticeUi[act]}
          line={act === 'accept' ? noticeUi.acceptLine : noticeUi.answerLine}
          fields={act === 'accept' ? [] : answerFields}
          draftName={`notice.${act}.${objection.code}`}
          submit={act === 'accept' ? noticeUi.doAccept : noticeUi.doAnswer}
          away={away}
          done={async () => {
            away();
            await forgetAnswers(queries);
          }}
          send={async ({ result, gist, answer = '' }, key) =>
            act === 'accept'
              ? call(noticeDoors.acceptObjection, { params, key, body: {} })
              : call(noticeDoors.answerObjection, {
                  params,
                  key,
                  body: { result: result as keyof typeof noticeUi.results, gist, answer },
                })
          }
        />
      )}
    </>
  );
}

/** Who objects and in which words: for those who answer alone. */
function Original({ objection }: { objection: ObjectionShape }) {
  const { say } = useSpeech();
  return (
    <div className="objection-original">
      <p className="quiet">{say(noticeUi.onlyStaff)}</p>
      <p lang="zh-CN">
        <b>{objection.objector}</b>（{say(objection.objectorKind.label)}，{say(objection.way.label)}）{' '}
        {objection.contact}
      </p>
      <p lang="zh-CN">{objection.text}</p>
    </div>
  );
}

function Answers({ notice, given }: { notice: NoticeShape; given?: readonly ObjectionShape[] }) {
  const { say, language } = useSpeech();
  if (notice.answers.length === 0) return <p className="empty">{say(noticeUi.none)}</p>;
  return (
    <ol className="objections">
      {notice.answers.map((one) => {
        const own = given?.find(({ number }) => number === one.number);
        return (
          <li key={one.number} className="objection" data-state={one.state}>
            <h3>
              {say(noticeUi.objection(one.number))}
              <span className="state-chip" data-result={one.result ?? undefined}>
                {say(one.resultLabel ?? noticeUi.objectionStates[one.state])}
              </span>
            </h3>
            <p className="quiet">
              {say(noticeUi.onItem(one.item))} · {say(noticeUi.received(spellDay(one.receivedOn, language)))}
            </p>
            {own && <Original objection={own} />}
            {one.gist !== null && (
              <p lang="zh-CN">
                {say(ui.labelled(noticeUi.gist, ''))}
                {one.gist}
              </p>
            )}
            {one.answer !== null && one.answeredOn !== null && (
              <blockquote lang="zh-CN">
                {one.answer}
                <footer className="quiet">
                  {say(noticeUi.answerOn(spellDay(one.answeredOn, language)))}
                </footer>
              </blockquote>
            )}
            {own && own.answeredOn === null && notice.state !== 'withdrawn' && (
              <ObjectionActs notice={notice.code} objection={own} />
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** An objection that came on paper or by word. */
function RecordPaper({ notice, today }: { notice: NoticeShape; today: string }) {
  const { say } = useSpeech();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const away = () => {
    setOpen(false);
    trigger.current?.focus();
  };
  const ways = ['letter', 'phone', 'visit'] as const;
  return (
    <div className="notice-record-paper">
      <button
        type="button"
        className="plain-button"
        ref={trigger}
        aria-expanded={open}
        data-act="record"
        onClick={() => setOpen(!open)}
      >
        {say(noticeUi.recordPaper)}
      </button>
      {open && (
        <CommandForm
          title={noticeUi.recordPaper}
          line={noticeUi.recordLine}
          fields={[
            ...objectionFields(notice),
            {
              name: 'way',
              label: noticeUi.fieldWay,
              kind: 'choice',
              required: true,
              choices: ways.map((value) => ({ value, label: noticeUi.ways[value] })),
            },
            {
              name: 'receivedOn',
              label: noticeUi.fieldReceived,
              kind: 'day',
              required: true,
              initial: today,
            },
          ]}
          draftName={`notice.record.${notice.code}`}
          submit={noticeUi.doRecord}
          away={away}
          done={async () => {
            await forgetAnswers(queries);
            away();
          }}
          send={async (values, key) =>
            call(noticeDoors.recordObjection, {
              params: { code: notice.code },
              key,
              body: {
                ...objectionOf(values),
                way: ways.find((way) => way === values['way']) ?? 'letter',
                receivedOn: values['receivedOn'],
              },
            })
          }
        />
      )}
    </div>
  );
}

function Given({ notice, today }: { notice: NoticeShape; today: string }) {
  const given = useQuery(ask(noticeDoors.listObjections, { params: { code: notice.code } }));
  return (
    <Answer of={given} lines={4}>
      {({ objections }) => (
        <>
          <Answers notice={notice} given={objections} />
          {notice.state !== 'upcoming' && notice.state !== 'withdrawn' && (
            <RecordPaper notice={notice} today={today} />
          )}
        </>
      )}
    </Answer>
  );
}

/** Objections with their answers, as anyone reads them; those who answer see who objects; and how to object. */
export function Objections({ notice, today }: { notice: NoticeShape; today: string }) {
  const { say } = useSpeech();
  const mayAnswer = useMay('notice.answer');
  return (
    <>
      <section aria-labelledby="notice-objections">
        <h2 id="notice-objections">
          {say(noticeUi.objections)} <span className="count">{notice.objections.received}</span>
        </h2>
        {notice.objections.received > 0 && <p className="quiet">{say(noticeUi.confidential)}</p>}
        {mayAnswer ? <Given notice={notice} today={today} /> : <Answers notice={notice} />}
      </section>
      <HowTo notice={notice} />
    </>
  );
}
