import type { Language } from '#kernel/contract/words.ts';
import { Acts, type Act } from '#kernel/web/Acts.tsx';
import { call } from '#kernel/web/call.ts';
import { spellDay, useSpeech } from '#kernel/web/language.ts';
import type { CommitmentShape } from '../contract.ts';
import { promiseDoors } from './doors.ts';
import { promiseUi } from './promise-words.ts';

const reason = {
  name: 'reason',
  label: promiseUi.fieldReason,
  kind: 'lines',
  required: true,
  help: promiseUi.reasonHelp,
} as const;

/** What is open can be reported on and decided; what is over, or past its date, can be answered. A day is today unless it is changed. */
function actsOf(promise: CommitmentShape, today: string, language: Language): Act[] {
  const { keptOn, droppedOn, state, answerOwed, answers, dueOn, target } = promise;
  const params = { code: promise.code };
  const isShort = target?.figure?.reached === false;
  const report: Act = {
    id: 'report',
    label: promiseUi.report,
    line: promiseUi.reportLine,
    submit: promiseUi.doReport,
    fields: [
      { name: 'text', label: promiseUi.fieldText, kind: 'lines', required: true },
      { name: 'reportedOn', label: promiseUi.fieldDay, kind: 'day', required: true, initial: today },
      { name: 'percent', label: promiseUi.fieldPercent, kind: 'number' },
      { name: 'evidence', label: promiseUi.fieldEvidence, kind: 'line', help: promiseUi.evidenceHelp },
      { name: 'textEn', label: promiseUi.fieldTextEn, kind: 'lines' },
    ],
    send: async ({ text = '', reportedOn, textEn, evidence, percent }, key) =>
      call(promiseDoors.reportProgress, {
        params,
        key,
        body: {
          text,
          reportedOn,
          textEn,
          evidence,
          // What is no number goes as not a whole one, for the server to refuse beside its field.
          percent: percent === undefined ? undefined : /^\d{1,4}$/.test(percent) ? Number(percent) : -1,
        },
      }),
  };
  const move: Act = {
    id: 'move',
    label: promiseUi.move,
    line: promiseUi.moveLine(dueOn === null ? null : spellDay(dueOn, language)),
    submit: promiseUi.doMove,
    fields: [{ name: 'newDueOn', label: promiseUi.fieldNewDate, kind: 'day', required: true }, reason],
    send: async ({ newDueOn = '', reason: why = '' }, key) =>
      call(promiseDoors.moveDate, { params, key, body: { newDueOn, reason: why } }),
  };
  const keep: Act = {
    id: 'keep',
    label: promiseUi.keep,
    line: promiseUi.keepLine,
    submit: promiseUi.doKeep,
    fields: [
      {
        name: 'evidence',
        label: promiseUi.fieldEvidenceNeeded,
        kind: 'line',
        required: true,
        help: promiseUi.evidenceHelp,
      },
      { name: 'keptOn', label: promiseUi.fieldDay, kind: 'day', required: true, initial: today },
      ...(isShort ? [{ ...reason, required: false, label: promiseUi.fieldReasonOptional }] : []),
    ],
    send: async ({ evidence = '', keptOn: on, reason: why = '' }, key) =>
      call(promiseDoors.keepCommitment, {
        params,
        key,
        body: { evidence, keptOn: on, reason: why === '' ? undefined : why },
      }),
  };
  const drop: Act = {
    id: 'drop',
    label: promiseUi.drop,
    line: promiseUi.dropLine,
    submit: promiseUi.doDrop,
    fields: [reason],
    send: async ({ reason: why = '' }, key) =>
      call(promiseDoors.dropCommitment, { params, key, body: { reason: why } }),
  };
  const answer: Act = {
    id: 'answer',
    label: promiseUi.answer,
    line: promiseUi.answerLine,
    submit: promiseUi.doAnswer,
    fields: [
      { name: 'text', label: promiseUi.fieldAnswer, kind: 'lines', required: true },
      { name: 'answeredOn', label: promiseUi.fieldDay, kind: 'day', required: true, initial: today },
      { name: 'document', label: promiseUi.fieldDocument, kind: 'line' },
      { name: 'textEn', label: promiseUi.fieldTextEn, kind: 'lines' },
    ],
    send: async ({ text = '', answeredOn, document, textEn }, key) =>
      call(promiseDoors.answerCommitment, { params, key, body: { text, answeredOn, document, textEn } }),
  };
  return [
    ...(keptOn === null && droppedOn === null ? [report, move, keep, drop] : []),
    ...(answerOwed || (answers.length === 0 && state === 'overdue') ? [answer] : []),
  ];
}

/** What those who keep promises can do with one: a few actions, one form at a time. */
export function PromiseActions({ promise, today }: { promise: CommitmentShape; today: string }) {
  const { say, language } = useSpeech();
  const acts = actsOf(promise, today, language);
  if (acts.length === 0) return null;
  return (
    <div className="promise-acts">
      <Acts
        acts={acts}
        room="promise"
        about={promise.code}
        level={4}
        label={promiseUi.actions(say(promise.text))}
      />
    </div>
  );
}
