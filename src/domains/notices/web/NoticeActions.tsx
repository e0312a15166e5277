import { Link } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { call } from '#kernel/web/call.ts';
import { CommandForm, type CommandField } from '#kernel/web/CommandForm.tsx';
import { spellDay, useSpeech } from '#kernel/web/language.ts';
import { forgetAnswers } from '#kernel/web/queries.ts';
import type { NoticeShape } from '../contract.ts';
import { noticeDoors } from './doors.ts';
import { noticeUi } from './words.ts';

type Act = 'extend' | 'conclude' | 'withdraw';

const reason: CommandField = {
  name: 'reason',
  label: noticeUi.fieldReason,
  kind: 'lines',
  required: true,
  help: noticeUi.reasonHelp,
};

const fields: Record<Act, readonly CommandField[]> = {
  extend: [{ name: 'until', label: noticeUi.fieldUntil, kind: 'day', required: true }, reason],
  conclude: [
    {
      name: 'conclusion',
      label: noticeUi.fieldConclusion,
      kind: 'lines',
      rows: 3,
      required: true,
      help: noticeUi.conclusionHelp,
    },
  ],
  withdraw: [reason],
};

const submits = {
  extend: noticeUi.doExtend,
  conclude: noticeUi.doConclude,
  withdraw: noticeUi.doWithdraw,
};

/** What may be done to a notice as it stands. */
function actsOf({ state, conclusion, withdrawnOn }: NoticeShape): Act[] {
  return [
    ...(state === 'running' || state === 'upcoming' ? (['extend'] as const) : []),
    ...(state === 'ended' && conclusion === null ? (['conclude'] as const) : []),
    ...(withdrawnOn === null ? (['withdraw'] as const) : []),
  ];
}

/** What officers do with a notice: one form at a time. */
export function NoticeActions({ notice }: { notice: NoticeShape }) {
  const { say, language } = useSpeech();
  const queries = useQueryClient();
  const [act, setAct] = useState<Act | null>(null);
  const [saved, setSaved] = useState(false);
  const triggers = useRef<Partial<Record<Act, HTMLButtonElement | null>>>({});
  const away = () => {
    if (act) triggers.current[act]?.focus();
    setAct(null);
  };
  const params = { code: notice.code };
  const lines = {
    extend: noticeUi.extendLine(spellDay(notice.lastOn, language)),
    conclude: noticeUi.concludeLine,
    withdraw: noticeUi.withdrawLine,
  };
  return (
    <div className="notice-acts">
      <div className="act-buttons" role="group" aria-label={say(noticeUi.acts(say(notice.title)))}>
        {actsOf(notice).map((one) => (
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
            {say(noticeUi[one])}
          </button>
        ))}
        {notice.supersededBy === null && (
          <Link to="/notices/new" search={{ like: notice.code }} className="plain-button">
            {say(noticeUi.correct)}
          </Link>
        )}
        <span className="quiet" role="status">
          {saved && say(noticeUi.saved)}
        </span>
      </div>
      {act && (
        <CommandForm
          key={act}
          title={noticeUi[act]}
          line={lines[act]}
          level={3}
          fields={fields[act]}
          draftName={`notice.${act}.${notice.code}`}
          submit={submits[act]}
          away={away}
          done={async () => {
            await forgetAnswers(queries);
            setSaved(true);
            away();
          }}
          send={async ({ until = '', reason: why = '', conclusion = '' }, key) => {
            switch (act) {
              case 'extend':
                return call(noticeDoors.extendNotice, { params, key, body: { until, reason: why } });
              case 'conclude':
                return call(noticeDoors.concludeNotice, { params, key, body: { conclusion } });
              case 'withdraw':
                return call(noticeDoors.withdrawNotice, { params, key, body: { reason: why } });
            }
          }}
        />
      )}
    </div>
  );
}
