/** Promises that are late or near their day: for their owners, and for the divisions that report on them. */
import { may } from '#kernel/access/roles.ts';
import type { WaitingItem, WaitingSource } from '#kernel/inbox/waiting.ts';
import { dueAfter } from './rules.ts';
import { readCompanions, readPromises } from './store.ts';

/** Open promises of a reader's organisation; the department's own staff sees those of all owners. */
export const waitingPromises: WaitingSource = {
  id: 'commitments',
  find: async ({ db, actor }, today) => {
    const keeps = may(actor, 'commitment.keep');
    const oversees = actor.role === 'office';
    if (!keeps && !oversees && !actor.organisation) return [];
    const rows = (await readPromises(db, { asOf: today })).filter(
      (row) =>
        row.keptOn === null &&
        row.droppedOn === null &&
        (keeps || oversees || row.owner === actor.organisation),
    );
    if (rows.length === 0) return [];
    const { moves, reports } = await readCompanions(
      db,
      rows.map(({ code }) => code),
      today,
    );
    return rows.map((row): WaitingItem => {
      const moved = moves.filter(({ commitment }) => commitment === row.code);
      const begun = reports.some(({ commitment }) => commitment === row.code);
      // An owner of another organisation keeps it; the department reports on what names no owner or its own.
      const mine = actor.organisation ? row.owner === actor.organisation : actor.role === 'officer';
      return {
        id: row.code,
        subject: { zh: '下步打算', en: 'Next step' },
        title: { zh: row.title, en: row.titleEn },
        note: {
          zh: `${row.ownerName ?? '未定责任部门'} · ${row.code}`,
          en: `${row.ownerName ?? 'No owner yet'} · ${row.code}`,
        },
        step: begun ? { zh: '推进中', en: 'In progress' } : { zh: '尚无进展', en: 'Nothing reported' },
        link: `/promises#${row.code}`,
        holder: {
          label: {
            zh: row.ownerName ?? '承办处室经办人',
            en: row.ownerName ?? 'The officer',
          },
          ...(row.owner === null ? { role: 'officer' as const } : { organisation: row.owner }),
        },
        place: mine ? 'mine' : 'others',
        dueOn: dueAfter(row.dueOn, moved, today),
        clock: null,
        onlyWhenNear: true,
        life: [
          { label: { zh: '承诺', en: 'Promised' }, state: 'past' },
          { label: { zh: '进展', en: 'Reported' }, state: begun ? 'past' : 'now' },
          { label: { zh: '兑现', en: 'Kept' }, state: begun ? 'now' : 'ahead' },
        ],
        action: mine ? { zh: '报进展', en: 'Report' } : { zh: '打开', en: 'Open' },
        sample: row.sample || (row.planSample ?? false),
      };
    });
  },
};
