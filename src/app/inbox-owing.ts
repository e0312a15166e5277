/** Evidence still owed, waiting for the unit whose records owe it. */
import { scopeOf } from '#kernel/access/roles.ts';
import type { RecordDescription } from '#kernel/contract/record.ts';
import type { WaitingItem, WaitingSource } from '#kernel/inbox/waiting.ts';
import { mayWrite } from '#kernel/registers/actions.ts';
import { listRows, readerOf } from '#kernel/registers/listing.ts';
import { fieldsOf, type Registers } from '#kernel/registers/registry.ts';

const itemOf = (
  description: RecordDescription,
  name: string,
  count: number,
  organisation: string,
): WaitingItem => {
  const { label } = description;
  const field = description.fields[name]?.label ?? { zh: name, en: name };
  const search = new URLSearchParams({ filters: JSON.stringify({ [name]: { empty: true } }) });
  return {
    id: `${description.id}.${name}`,
    subject: { zh: '待补材料', en: 'Evidence owed' },
    title: { zh: `${label.zh}：${count} 条待补“${field.zh}”`, en: `${label.en}: ${count} owe “${field.en}”` },
    step: { zh: '待补', en: 'Owed' },
    link: `/registers/${description.id}?${search.toString()}`,
    holder: { label: { zh: '本单位', en: 'Your unit' }, organisation },
    place: 'mine',
    dueOn: null,
    clock: null,
    life: [],
    action: { zh: '补齐', en: 'Complete' },
  };
};

/** What records of a unit owe, by register and field, for the accounts of that unit that may write them. */
export const owingEvidence = (registers: Registers): WaitingSource => ({
  id: 'owing',
  find: async (ctx) => {
    const { level, organisation } = scopeOf(ctx.actor);
    if (level !== 'organisation' || organisation === null) return [];
    const items: WaitingItem[] = [];
    for (const description of registers.ordered) {
      const follows = fieldsOf(description).some(([, field]) => field.mayFollow);
      if (!follows || !mayWrite(ctx.actor, description)) continue;
      const { owing = [] } = await listRows(
        readerOf(ctx, registers),
        { description },
        { page: 1, pageSize: 1 },
      );
      items.push(...owing.map(({ name, count }) => itemOf(description, name, count, organisation)));
    }
    return items;
  },
});
