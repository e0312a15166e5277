/** Binds the doors of registers: lists, records, search, and the writes. */
import {
  addRecord as addDoor,
  correctRecord as correctDoor,
  importRecords,
  listRecords,
  listRegisters,
  readRecord,
  searchRecords,
  withdrawRecord as withdrawDoor,
  type RegisterShape,
} from '#kernel/contract/evidence.ts';
import type { Actor } from '#kernel/access/roles.ts';
import type { RecordDescription } from '#kernel/contract/record.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';
import { readKnown, type Db, type KnownAt } from '#kernel/db/open.ts';
import { knownAtOf, type Call, type Service } from '#kernel/http/serve.ts';
import { digestOf } from '#kernel/access/vault.ts';
import { addRecord, correctRecord, importTables, withdrawRecord, type House, mayWrite } from './actions.ts';
import {
  columnOf,
  isHidden,
  listRows,
  readerOf as readerFor,
  viewOf,
  visibleFields,
  type ListingQuestion,
  type Reader,
} from './listing.ts';
import { resolveMerged } from './likely.ts';
import { countRows, readRecordPage, searchTitles } from './record-page.ts';
import type { NameAction } from './versions.ts';

export interface RegisterDoors {
  house: House;
  /** Name of the slice a register belongs to. */
  sliceLabel: (register: string) => Words;
  parseFilters: (text: string) => unknown;
  chooseDay: (db: Db, asOf: string | undefined) => Promise<string>;
  findFigures: (text: string) => { id: string; label: Words }[];
  isSample: (db: Db) => Promise<boolean>;
  /** Words of an action of the log. */
  nameAction: NameAction;
}

export function bindRegisterDoors(service: Service, doors: RegisterDoors): void {
  const { registers } = doors.house;
  const readerOf = (call: Call<unknown, unknown, unknown>, db: Db, knownAt: KnownAt = null): Reader =>
    readerFor({ ...call.ctx, db }, registers, knownAt === null ? 'register' : 'past');
  const shapeOf = async (
    reader: Reader,
    description: RecordDescription,
    actor: Actor,
  ): Promise<RegisterShape> => ({
    id: description.id,
    label: description.label,
    slice: doors.sliceLabel(description.id),
    view: viewOf(description, reader.audience),
    writable: mayWrite(actor, description),
    ...(await countRows(reader, description)),
    columns: visibleFields(registers, description, reader).map(([name, field]) => ({
      ...columnOf(name, field),
      required: !field.optional,
      key: [description.key].flat().includes(name),
      ...(field.group ? { group: field.group } : {}),
      ...(field.sensitivity === 'personal' || field.sensitivity === 'secret' ? { personal: true } : {}),
    })),
  });

  const selectionOf = (query: {
    search?: string;
    filters: string;
  }): Pick<ListingQuestion, 'search' | 'filters'> => {
    const filters = doors.parseFilters(query.filters);
    const search = query.search?.trim();
    return {
      search: search === '' ? undefined : search,
      filters: filters !== null && typeof filters === 'object' ? (filters as Record<string, unknown>) : {},
    };
  };

  service.bind(listRegisters, async (call) => {
    const reader = readerOf(call, call.ctx.db);
    const shapes: Omit<RegisterShape, 'columns'>[] = [];
    for (const description of registers.ordered) {
      if (isHidden(description, reader.audience)) continue;
      const { columns: _, ...shape } = await shapeOf(reader, description, call.ctx.actor);
      shapes.push(shape);
    }
    return shapes;
  });

  service.bind(listRecords, async (call) => {
    const description = registers.find(call.params.register);
    const knownAt = knownAtOf(call);
    const { page, pageSize, sort, descending } = call.query;
    return readKnown(call.ctx.db, knownAt, async (db) => {
      const reader = readerOf(call, db, knownAt);
      const listing = await listRows(
        reader,
        { description },
        {
          page,
          pageSize,
          sort,
          descending,
          ...selectionOf(call.query),
        },
      );
      return { ...listing, page, pageSize, register: await shapeOf(reader, description, call.ctx.actor) };
    });
  });

  service.bind(readRecord, async (call) => {
    const description = registers.find(call.params.register);
    const knownAt = knownAtOf(call);
    const asOf = await doors.chooseDay(call.ctx.db, call.query.asOf);
    const sample = await doors.isSample(call.ctx.db);
    return readKnown(call.ctx.db, knownAt, async (db) => {
      const reader = readerOf(call, db, knownAt);
      const merged = await resolveMerged(reader, description, call.params.code);
      const code = merged?.kept ?? call.params.code;
      const page = await readRecordPage(reader, description, code, asOf, doors.nameAction);
      return {
        register: {
          id: description.id,
          label: description.label,
          slice: doors.sliceLabel(description.id),
          view: page.view,
        },
        code,
        writable: mayWrite(call.ctx.actor, description),
        // A title may name a person; whoever may not read the field reads the key alone.
        mergedFrom: merged && {
          code: merged.code,
          title: reader.audience === 'staff' ? merged.title : null,
          at: merged.at,
        },
        sample,
        asOf,
        knownAt,
        ...page.content,
      };
    });
  });

  service.bind(searchRecords, async (call) => ({
    figures: doors.findFigures(call.query.q),
    records: await searchTitles(readerOf(call, call.ctx.db), call.query.q),
  }));

  service.bind(importRecords, async (call) => {
    const { register } = call.params;
    const { content, fileName } = call.body;
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(content)) {
      throw new Refusal('unreadable-file', {
        zh: '文件内容不是 base64。请重新选择文件。',
        en: 'The file is not in base64. Choose it again.',
      });
    }
    const { action, answer } = await importTables(call.ctx, doors.house, {
      action: 'register.import',
      subject: register,
      key: call.key,
      files: [
        {
          register,
          fileName: fileName ?? `${register}.csv`,
          bytes: Buffer.from(content, 'base64'),
          digest: digestOf(content),
        },
      ],
    });
    return { action, register, ...(answer[register] ?? { added: 0, changed: 0, unchanged: 0 }) };
  });

  service.bind(addDoor, async (call) => {
    const { register } = call.params;
    const { action, answer } = await addRecord(call.ctx, doors.house, {
      register,
      ...call.body,
      key: call.key,
    });
    return { action, register, code: answer.code };
  });

  service.bind(correctDoor, async (call) => {
    const { action, answer } = await correctRecord(call.ctx, doors.house, {
      ...call.params,
      ...call.body,
      key: call.key,
    });
    return { action, register: call.params.register, code: answer.code };
  });

  service.bind(withdrawDoor, async (call) => {
    const { action, answer } = await withdrawRecord(call.ctx, doors.house, {
      ...call.params,
      ...call.query,
      key: call.key,
    });
    return { action, register: call.params.register, code: answer.code };
  });
}
