import { Link } from '@tanstack/react-router';
import type { Language } from '#kernel/contract/words.ts';
import { Acts, type Act } from '#kernel/web/Acts.tsx';
import { call } from '#kernel/web/call.ts';
import type { CommandField } from '#kernel/web/CommandForm.tsx';
import { spellDay, useSpeech } from '#kernel/web/language.ts';
import type { NoticeShape } from '../contract.ts';
import { noticeDoors } from './doors.ts';
import { noticeUi } from './words.ts';

const reason: CommandField = {
  name: 'reason',
  label: noticeUi.fieldReason,
  kind: 'lines',
  required: true,
  help: noticeUi.reasonHelp,
};

/** What may be done to a notice as it stands. */
function actsOf({ code, state, conclusion, withdrawnOn, lastOn }: NoticeShape, language: Language): Act[] {
  const params = { code };
  const extend: Act = {
    id: 'extend',
    label: noticeUi.extend,
    line: noticeUi.extendLine(spellDay(lastOn, language)),
    submit: noticeUi.doExtend,
    fields: [{ name: 'until', label: noticeUi.fieldUntil, kind: 'day', required: true }, reason],
    send: async ({ until = '', reason: why = '' }, key) =>
      call(noticeDoors.extendNotice, { params, key, body: { until, reason: why } }),
  };
  const conclude: Act = {
    id: 'conclude',
    label: noticeUi.conclude,
    line: noticeUi.concludeLine,
    submit: noticeUi.doConclude,
    fields: [
      {
        name: 'conclusion',
        label: noticeUi.fieldConclusion,
        kind: 'lines',
        rows: 3,
        required: true,
        help: noticeUi.conclusionHelp,
      },
    ],
    send: async ({ conclusion: what = '' }, key) =>
      call(noticeDoors.concludeNotice, { params, key, body: { conclusion: what } }),
  };
  const withdraw: Act = {
    id: 'withdraw',
    label: noticeUi.withdraw,
    line: noticeUi.withdrawLine,
    submit: noticeUi.doWithdraw,
    fields: [reason],
    send: async ({ reason: why = '' }, key) =>
      call(noticeDoors.withdrawNotice, { params, key, body: { reason: why } }),
  };
  return [
    ...(state === 'running' || state === 'upcoming' ? [extend] : []),
    ...(state === 'ended' && conclusion === null ? [conclude] : []),
    ...(withdrawnOn === null ? [withdraw] : []),
  ];
}

/** What officers do with a notice: one form at a time. */
export function NoticeActions({ notice }: { notice: NoticeShape }) {
  const { say, language } = useSpeech();
  return (
    <div className="notice-acts">
      <Acts
        acts={actsOf(notice, language)}
        room="notice"
        about={notice.code}
        label={noticeUi.acts(say(notice.title))}
      >
        {notice.supersededBy === null && (
          <Link to="/notices/new" search={{ like: notice.code }} className="plain-button">
            {say(noticeUi.correct)}
          </Link>
        )}
      </Acts>
    </div>
  );
}
