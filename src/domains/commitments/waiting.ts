/**
 * Promises that are late or near their day: for their owners, then for the head of division, then for the department
 * leader; and those that are done of which nobody was told.
 */
import { may } from '#kernel/access/roles.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { Figures } from '#kernel/figures/registry.ts';
import type { WaitingItem, WaitingSource } from '#kernel/inbox/waiting.ts';
import { parametersOn, type ParameterVersion } from '#kernel/parameters/read.ts';
import { standingOf } from './read.ts';
import { dueAfter, levelOf, owesAnswer, type Level, type LevelDays } from './rules.ts';
import { readCompanions, readPromises } from './store.ts';

const parameterOf = {
  division: 'commitments.escalate.division',
  leader: 'commitments.escalate.leader',
} as const;

const holders: Readonly<Record<Level, Words>> = {
  owner: { zh: '责任部门', en: 'its owner' },
  division: { zh: '处室负责人', en: 'the head of division' },
  leader: { zh: '厅领导', en: 'the department leader' },
};

const wholeDays = (version: ParameterVersion | undefined): number | null =>
  version !== undefined && /^\d{1,4}$/.test(version.value.trim()) ? Number(version.value) : null;

/** Which rule and which parameters put a late promise where it is, step by step. */
function reckon(
  level: Level,
  daysLate: number,
  versions: ReadonlyMap<string, ParameterVersion>,
): { label: Words; reckoning: Words[] } {
  const steps = (['division', 'leader'] as const).map((one): Words => {
    const name = parameterOf[one];
    const version = versions.get(name);
    const days = wholeDays(version);
    if (!version || days === null) {
      return {
        zh: `参数 ${name} 未设定，不列入${holders[one].zh}的工作台；请在“参数”登记册中录入`,
        en: `The parameter ${name} is not set, so nothing goes to ${holders[one].en}; enter it in the register of parameters`,
      };
    }
    return {
      zh: `逾期满 ${days} 天（参数 ${name}，${version.document}）列入${holders[one].zh}的工作台：${daysLate >= days ? '已满' : `还差 ${days - daysLate} 天`}`,
      en: `${days} days late (parameter ${name}, ${version.document}) it goes to ${holders[one].en}: ${daysLate >= days ? 'reached' : `${days - daysLate} days to go`}`,
    };
  });
  return {
    label: {
      zh: `已逾期 ${daysLate} 天，列至${holders[level].zh}`,
      en: `${daysLate} days late; it is with ${holders[level].en}`,
    },
    reckoning: [
      {
        zh: '期限次日起为逾期（期限当日不算），由责任部门办理',
        en: 'Late from the day after its date; its owner acts',
      },
      ...steps,
    ],
  };
}

/** Open promises of a reader's organisation; the department's own staff sees those of all owners. */
export const waitingPromises = (figures: Figures): WaitingSource => ({
  id: 'commitments',
  find: async ({ db, actor }, today) => {
    const keeps = may(actor, 'commitment.keep');
    const oversees = actor.role === 'office' || actor.role === 'signer';
    if (!keeps && !oversees && !actor.organisation) return [];
    const rows = (await readPromises(db, { asOf: today })).filter(
      (row) => keeps || oversees || row.owner === actor.organisation,
    );
    if (rows.length === 0) return [];
    const companions = await readCompanions(
      db,
      rows.map(({ code }) => code),
      today,
    );
    const versions = await parametersOn(db, Object.values(parameterOf), today);
    const days: LevelDays = {
      division: wholeDays(versions.get(parameterOf.division)),
      leader: wholeDays(versions.get(parameterOf.leader)),
    };
    const items: WaitingItem[] = [];
    for (const row of rows) {
      const own = <R extends { commitment: string }>(these: readonly R[]): R[] =>
        these.filter(({ commitment }) => commitment === row.code);
      const reports = own(companions.reports);
      const dueOn = dueAfter(row.dueOn, own(companions.moves), today);
      const { standing } = await standingOf(
        db,
        figures,
        row,
        { dueOn, reportedOn: reports[0]?.reportedOn ?? null },
        today,
      );
      const owes = owesAnswer(row, standing.state, own(companions.answers).length);
      const over = standing.state === 'kept' || standing.state === 'dropped';
      if (over && (!owes || !keeps)) continue;
      const level = levelOf(standing.daysLate, days);
      if (actor.role === 'signer' && level !== 'leader') continue;
      // An owner of another organisation keeps it; the department reports on what names no owner or its own.
      const owns = actor.organisation ? row.owner === actor.organisation : actor.role === 'officer';
      const reached =
        (actor.role === 'division' && (level === 'division' || level === 'leader')) ||
        actor.role === 'signer';
      const mine = over ? actor.role === 'officer' : owns || reached;
      const begun = reports.length > 0;
      const owner: Words = { zh: row.ownerName ?? '未定责任部门', en: row.ownerName ?? 'No owner yet' };
      items.push({
        // Raised to another, it is another thing that waits; for its owner it stays the same.
        id: over ? `${row.code}@answer` : reached && level !== null ? `${row.code}@${level}` : row.code,
        subject: { zh: '下步打算', en: 'Next step' },
        title: { zh: row.title, en: row.titleEn },
        note: { zh: `${owner.zh} · ${row.code}`, en: `${owner.en} · ${row.code}` },
        step: over
          ? { zh: '待回告', en: 'Answer owed' }
          : begun
            ? { zh: '推进中', en: 'In progress' }
            : { zh: '尚无进展', en: 'Nothing reported' },
        link: `/promises#${row.code}`,
        holder: {
          label: { zh: row.ownerName ?? '承办处室经办人', en: row.ownerName ?? 'The officer' },
          ...(row.owner === null ? { role: 'officer' as const } : { organisation: row.owner }),
        },
        place: mine ? 'mine' : 'others',
        dueOn: over ? null : dueOn,
        clock:
          level === null || standing.daysLate === null || over
            ? null
            : reckon(level, standing.daysLate, versions),
        onlyWhenNear: !over,
        life: [
          { label: { zh: '承诺', en: 'Promised' }, state: 'past' },
          { label: { zh: '进展', en: 'Reported' }, state: begun || over ? 'past' : 'now' },
          { label: { zh: '兑现', en: 'Kept' }, state: over ? 'past' : begun ? 'now' : 'ahead' },
          ...(owes ? [{ label: { zh: '回告', en: 'Answered' }, state: 'now' as const }] : []),
        ],
        action: over
          ? { zh: '回告', en: 'Answer' }
          : reached && !owns
            ? { zh: '督办', en: 'Follow up' }
            : mine
              ? { zh: '报进展', en: 'Report' }
              : { zh: '打开', en: 'Open' },
        sample: row.sample || (row.planSample ?? false),
      });
    }
    return items;
  },
});
