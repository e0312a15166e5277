/** Requests for statements that wait: for the unit asked, and, as handed on, for who asked. */
import { may } from '#kernel/access/roles.ts';
import type { WaitingItem, WaitingSource } from '#kernel/inbox/waiting.ts';
import type { Figures } from '#kernel/figures/registry.ts';
import { readRequests } from './store.ts';

/** Open requests a reader has to do with. */
export const waitingRequests = (figures: Figures): WaitingSource => ({
  id: 'statements',
  find: async ({ db, actor }) => {
    const answers = may(actor, 'statement.answer') && Boolean(actor.organisation);
    const asks = may(actor, 'statement.ask');
    const oversees = actor.role === 'office' || actor.role === 'division';
    if (!answers && !asks && !oversees) return [];
    const rows = await readRequests(db, {
      open: true,
      ...(answers ? { askedOf: actor.organisation ?? '' } : {}),
    });
    return rows.map((row): WaitingItem => {
      const figure = figures.all.find(({ id }) => id === row.figure);
      const mine = answers && row.askedOf === actor.organisation;
      return {
        id: row.code,
        subject: { zh: '征询证明', en: 'Request for a statement' },
        title: {
          zh: `${figure?.label.zh ?? row.figure}（${row.year}年）`,
          en: `${figure?.label.en ?? row.figure} (${row.year})`,
        },
        note: { zh: row.question, en: row.question },
        step: { zh: '出具证明', en: 'To be attested' },
        link: '/statements',
        holder: { label: { zh: row.askedOfName, en: row.askedOfName }, organisation: row.askedOf },
        place: mine ? 'mine' : row.askedBy === actor.name ? 'handed' : 'others',
        dueOn: row.dueOn,
        clock: null,
        life: [
          { label: { zh: '征询', en: 'Asked' }, state: 'past' },
          { label: { zh: '答复', en: 'Answered' }, state: 'now' },
        ],
        action: mine ? { zh: '出具证明', en: 'Attest' } : { zh: '打开', en: 'Open' },
      };
    });
  },
});
