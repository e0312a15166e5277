/** All record descriptions of a house, found by id, in the order their references allow. */
import type { Field, RecordDescription } from '#kernel/contract/record.ts';
import { Refusal } from '#kernel/contract/refusal.ts';

export interface Referrer {
  record: RecordDescription;
  field: string;
}

export interface Registers {
  /** Every description, targets of references before what refers to them. */
  readonly ordered: readonly RecordDescription[];
  /** Refuses an unknown register. */
  find: (id: string) => RecordDescription;
  byTable: (table: string) => RecordDescription | undefined;
  /** Who refers to a register, by which field. */
  referrers: (id: string) => readonly Referrer[];
}

/** Fields of a description as a list. */
export const fieldsOf = (description: RecordDescription): [string, Field][] =>
  Object.entries(description.fields);

/** The refusal of a register that does not exist, or not to this reader. */
export const refuseUnknownRegister = (id: string): Refusal =>
  new Refusal('unknown-register', {
    zh: `没有登记册“${id}”。全部登记册见 /api/registers。`,
    en: `There is no register “${id}”. See /api/registers for all of them.`,
  });

/** Opens a house's registers; throws at start when a reference points nowhere or in a circle. */
export function openRegisters(descriptions: readonly RecordDescription[]): Registers {
  const byId = new Map(descriptions.map((description) => [description.id, description]));
  const ordered: RecordDescription[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (description: RecordDescription): void => {
    if (state.get(description.id) === 'done') return;
    if (state.get(description.id) === 'open')
      throw new Error(`references run in a circle at ${description.id}`);
    state.set(description.id, 'open');
    for (const [name, field] of fieldsOf(description)) {
      if (field.kind !== 'reference' || field.to === description.id) continue;
      const target = byId.get(field.to ?? '');
      if (!target) throw new Error(`${description.id}.${name} refers to ${field.to}, which is no register`);
      visit(target);
    }
    state.set(description.id, 'done');
    ordered.push(description);
  };
  descriptions.forEach(assertNames);
  descriptions.forEach(visit);
  for (const description of descriptions) assertLife(description, byId);
  const byTable = new Map(descriptions.map((description) => [description.table, description]));
  return {
    ordered,
    find(id) {
      const description = byId.get(id);
      if (description) return description;
      throw refuseUnknownRegister(id);
    },
    byTable: (table) => byTable.get(table),
    referrers: (id) =>
      descriptions.flatMap((description) =>
        fieldsOf(description)
          .filter(([, field]) => field.to === id)
          .map(([field]) => ({ record: description, field })),
      ),
  };
}

/** A name a description gives must be one of its fields; better found at start than on the day it matters. */
function assertNames(description: RecordDescription): void {
  const { id, key, title, life, inOrder, publicView } = description;
  const named = [
    key,
    title,
    life.filter(({ from }) => !from).map(({ on }) => on),
    inOrder,
    publicView.as === 'counts' ? publicView.by : [],
  ];
  for (const name of named.flat(2)) {
    if (!(name in description.fields)) throw new Error(`${id} names ${name}, which is none of its fields`);
  }
}

function assertLife({ id, life }: RecordDescription, byId: ReadonlyMap<string, RecordDescription>): void {
  for (const { on, from } of life) {
    if (!from) continue;
    const linked = byId.get(from.register);
    const through = from.through === undefined ? linked : byId.get(linked?.fields[from.through]?.to ?? '');
    const named = [from.by, ...Object.keys(from.where ?? {})].every(
      (name) => linked && name in linked.fields,
    );
    if (!named || !through || !(on in through.fields)) {
      throw new Error(`the life of ${id} names ${from.register}.${on}, which is not there`);
    }
  }
}
