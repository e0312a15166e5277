/** What waits under agreements: meetings, half-yearly reports, evaluations, and those that end soon. */
import { may } from '#kernel/access/roles.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { Figures } from '#kernel/figures/registry.ts';
import type { WaitingItem, WaitingSource } from '#kernel/inbox/waiting.ts';
import type { DutyShape } from './doors/contract.ts';
import { gather } from './read.ts';
import { spellPeriod } from './rules.ts';
import { readReports } from './store.ts';
import { findDuties, openDb } from './work.ts';

const steps: Record<DutyShape['kind'], { subject: Words; step: Words; action: Words }> = {
  meeting: {
    subject: { zh: '厅市会商：年度会议', en: 'Consultations: yearly meeting' },
    step: { zh: '本年会议未开', en: 'No meeting yet' },
    action: { zh: '登记会议', en: 'Record the meeting' },
  },
  report: {
    subject: { zh: '厅市会商：半年报告', en: 'Consultations: half-yearly report' },
    step: { zh: '待报送', en: 'To be reported' },
    action: { zh: '报送', en: 'Report' },
  },
  evaluation: {
    subject: { zh: '厅市会商：期满评估', en: 'Consultations: evaluation' },
    step: { zh: '未评估', en: 'Not evaluated' },
    action: { zh: '登记评估', en: 'Evaluate' },
  },
  expiry: {
    subject: { zh: '厅市会商：即将届满', en: 'Consultations: about to expire' },
    step: { zh: '续签或到期', en: 'Renew or let it end' },
    action: { zh: '续签', en: 'Renew' },
  },
};

const noteOf = ({ agreement, year, period, region }: DutyShape): Words => {
  const about = period ? spellPeriod(period) : year === null ? null : { zh: `${year}年度`, en: String(year) };
  const join = (parts: readonly (string | undefined)[]): string =>
    parts.filter((part) => part !== undefined).join(' · ');
  return {
    zh: join([region?.name.zh, about?.zh, agreement]),
    en: join([region?.name.en, about?.en, agreement]),
  };
};

/** Duties of the day for those who report and those who keep agreements. */
export const waitingConsultations = (figures: Figures): WaitingSource => ({
  id: 'consultations',
  find: async (ctx, today) => {
    const keeps = may(ctx.actor, 'consultation.keep');
    const reports = may(ctx.actor, 'consultation.report');
    const oversees = ctx.actor.role === 'office';
    if (!keeps && !reports && !oversees) return [];
    const gathered = await gather(openDb(ctx), figures, { asOf: today });
    const given = await readReports(
      ctx.db,
      gathered.map(({ agreement }) => agreement.code),
    );
    const titles = new Map(gathered.map(({ agreement }) => [agreement.code, agreement.title]));
    const duties = await findDuties(ctx, gathered, given, today);
    return duties
      .filter(({ kind }) => keeps || oversees || kind === 'report')
      .map((duty): WaitingItem => {
        const isReport = duty.kind === 'report';
        const title = titles.get(duty.agreement) ?? duty.agreement;
        const mine = isReport ? !keeps && reports : keeps && ctx.actor.role === 'officer';
        return {
          id: [duty.agreement, duty.kind, duty.year, duty.period?.year, duty.period?.half, duty.region?.code]
            .filter((part) => part !== undefined && part !== null)
            .join('/'),
          ...steps[duty.kind],
          title: { zh: title, en: title },
          note: noteOf(duty),
          link: `/consultations/${duty.agreement}`,
          holder: {
            label: isReport
              ? {
                  zh: `${duty.region?.name.zh ?? ''}科技局`,
                  en: `Bureau of ${duty.region?.name.en ?? ''}`,
                }
              : { zh: '承办处室经办人', en: 'The officer' },
            role: isReport ? 'bureau' : 'officer',
          },
          place: mine ? 'mine' : 'others',
          dueOn: duty.dueOn,
          clock: {
            label: { zh: '会商期限', en: 'Term of the consultation' },
            reckoning: [
              {
                zh: `${duty.rule.name} ${duty.rule.value}（${duty.rule.document}${duty.rule.unverified ? '；来源待核' : ''}）`,
                en: `${duty.rule.name} ${duty.rule.value} (${duty.rule.document}${duty.rule.unverified ? '; source to be verified' : ''})`,
              },
            ],
          },
          onlyWhenNear: true,
          life: [
            { label: { zh: '签订', en: 'Signed' }, state: 'past' },
            { label: steps[duty.kind].step, state: 'now' },
          ],
        };
      });
  },
});
