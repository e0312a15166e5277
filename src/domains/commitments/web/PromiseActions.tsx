import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { call } from '#kernel/web/call.ts';
import { CommandForm, type CommandField } from '#kernel/web/CommandForm.tsx';
import { spellDay, useSpeech } from '#kernel/web/language.ts';
import { forgetAnswers } from '#kernel/web/queries.ts';
import type { CommitmentShape } from '../contract.ts';
import { promiseDoors } from './doors.ts';
import { promiseUi } from './promise-words.ts';

type Act = 'report' | 'move' | 'keep' | 'drop' | 'answer';

/** What is open can be reported on and decided; what is over, or past its date, can be answered. */
const actsOf = ({ keptOn, droppedOn, state, answerOwed, answers }: CommitmentShape): Act[] => [
  ...(keptOn === null && droppedOn === null ? (['report', 'move', 'keep', 'drop'] as const) : []),
  ...(answerOwed || (answers.length === 0 && state === 'overdue') ? (['answer'] as const) : []),
];

const submits = {
  report: promiseUi.doReport,
  move: promiseUi.doMove,
  keep: promiseUi.doKeep,
  drop: promiseUi.doDrop,
  answer: promiseUi.doAnswer,
};

const reason = {
  name: 'reason',
  label: promiseUi.fieldReason,
  kind: 'lines',
  required: true,
  help: promiseUi.reasonHelp,
} as const;

/** Fields of each action; a day is today unless it is changed. */
function fieldsOf(act: Act, today: string, short: boolean): readonly CommandField[] {
  switch (act) {
    case 'report':
      return [
        { name: 'text', label: promiseUi.fieldText, kind: 'lines', required: true },
        { name: 'reportedOn', label: promiseUi.fieldDay, kind: 'day', required: true, initial: today },
        { name: 'percent', label: promiseUi.fieldPercent, kind: 'number' },
        { name: 'evidence', label: promiseUi.fieldEvidence, kind: 'line', help: promiseUi.evidenceHelp },
        { name: 'textEn', label: promiseUi.fieldTextEn, kind: 'lines' },
      ];
    case 'move':
      return [{ name: 'newDueOn', label: promiseUi.fieldNewDate, kind: 'day', required: true }, reason];
    case 'keep':
      return [
        {
          name: 'evidence',
          label: promiseUi.fieldEvidenceNeeded,
          kind: 'line',
          required: true,
          help: promiseUi.evidenceHelp,
        },
        { name: 'keptOn', label: promiseUi.fieldDay, kind: 'day', required: true, initial: today },
        ...(short ? [{ ...reason, required: false, label: promiseUi.fieldReasonOptional }] : []),
      ];
    case 'drop':
      return [reason];
    case 'answer':
      return [
        { name: 'text', label: promiseUi.fieldAnswer, kind: 'lines', required: true },
        { name: 'answeredOn', label: promiseUi.fieldDay, kind: 'day', required: true, initial: today },
        { name: 'document', label: promiseUi.fieldDocument, kind: 'line' },
        { name: 'textEn', label: promiseUi.fieldTextEn, kind: 'lines' },
      ];
  }
}

/** What those who keep promises can do with one: a few actions, one form at a time. */
export function PromiseActions({ promise, today }: { promise: CommitmentShape; today: string }) {
  const { say, language } = useSpeech();
  const queries = useQueryClient();
  const [act, setAct] = useState<Act | null>(null);
  const [saved, setSaved] = useState(false);
  const triggers = useRef<Partial<Record<Act, HTMLButtonElement | null>>>({});
  const away = () => {
    if (act) triggers.current[act]?.focus();
    setAct(null);
  };
  const lines = {
    report: promiseUi.reportLine,
    move: promiseUi.moveLine(promise.dueOn === null ? null : spellDay(promise.dueOn, language)),
    keep: promiseUi.keepLine,
    drop: promiseUi.dropLine,
    answer: promiseUi.answerLine,
  };
  const params = { code: promise.code };
  const acts = actsOf(promise);
  if (acts.length === 0) return null;
  return (
    <div className="promise-acts">
      <div className="act-buttons" role="group" aria-label={say(promiseUi.actions(say(promise.text)))}>
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
            onClick={() => {
              setSaved(false);
              setAct(act === one ? null : one);
            }}
          >
            {say(promiseUi[one])}
          </button>
        ))}
        <span className="quiet" role="status">
          {saved && say(promiseUi.saved)}
        </span>
      </div>
      {act && (
        <CommandForm
          key={act}
          title={promiseUi[act]}
          line={lines[act]}
          fields={fieldsOf(act, today, promise.target?.figure?.reached === false)}
          draftName={`promise.${act}.${promise.code}`}
          submit={submits[act]}
          away={away}
          done={async () => {
            await forgetAnswers(queries);
            setSaved(true);
            away();
          }}
          send={async (values, key) => {
            const { text = '', reason: why = '', evidence, percent } = values;
            switch (act) {
              case 'report':
                return call(promiseDoors.reportProgress, {
                  params,
                  key,
                  body: {
                    text,
                    reportedOn: values.reportedOn,
                    textEn: values.textEn,
                    evidence,
                    // What is no number goes as not a whole one, for the server to refuse beside its field.
                    percent:
                      percent === undefined ? undefined : /^\d{1,4}$/.test(percent) ? Number(percent) : -1,
                  },
                });
              case 'move':
                return call(promiseDoors.moveDate, {
                  params,
                  key,
                  body: { newDueOn: values.newDueOn ?? '', reason: why },
                });
              case 'keep':
                return call(promiseDoors.keepCommitment, {
                  params,
                  key,
                  body: {
                    evidence: evidence ?? '',
                    keptOn: values.keptOn,
                    reason: why === '' ? undefined : why,
                  },
                });
              case 'answer':
                return call(promiseDoors.answerCommitment, {
                  params,
                  key,
                  body: {
                    text,
                    answeredOn: values.answeredOn,
                    document: values.document,
                    textEn: values.textEn,
                  },
                });
              case 'drop':
                return call(promiseDoors.dropCommitment, { params, key, body: { reason: why } });
            }
          }}
        />
      )}
    </div>
  );
}
