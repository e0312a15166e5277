/** The doors of lists besides their pages: sums of what is listed, views kept by name, how a list is set up. */
import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { InstantText } from './record.ts';

const RegisterParams = z.object({ register: z.string().max(80) });

/** Rows summed without being asked twice; of more the sums are worked out when someone wants to know. */
export const summedUnasked = 200_000;

export const sumRecords = endpoint({
  method: 'GET',
  path: '/api/registers/:register/sums',
  summary: { zh: '所列记录的条数与合计', en: 'Number and sums of the records listed' },
  permission: 'public',
  scoped: true,
  params: RegisterParams,
  query: z.object({
    search: z.string().max(100).optional(),
    filters: z.string().max(2000).default('{}'),
    knownAt: InstantText.optional(),
    /** Work them out however many rows there are. */
    whole: z.stringbool().default(false),
  }),
  answer: z.object({
    count: z.int(),
    /** More rows than are summed unasked: `count` is a lower bound and there are no sums. */
    countIsLower: z.boolean(),
    /** Each over all rows of the list that may be opened and have a value, exact, as decimal text. */
    sums: z.array(z.object({ column: z.string(), value: z.string(), rows: z.int() })),
  }),
});

/** The search part of a list's address. */
const ListQuery = z.string().max(4000);
const ViewName = z.string().trim().min(1).max(40);

export const SavedView = z.object({
  id: z.string(),
  name: z.string(),
  query: z.string(),
  /** The list opens with it. */
  opensFirst: z.boolean(),
});
export type SavedView = z.infer<typeof SavedView>;

export const ListSetting = z.object({
  /** Names of the columns shown, in their order; none: as the register has them. */
  columns: z.array(z.string().max(60)).max(60),
  dense: z.boolean(),
});
export type ListSetting = z.infer<typeof ListSetting>;

export const readListSetting = endpoint({
  method: 'GET',
  path: '/api/registers/:register/setting',
  summary: { zh: '本人在一个登记册上存的视图与列', en: 'One’s own views and columns of a register' },
  permission: 'register.read',
  params: RegisterParams,
  query: z.object({}),
  answer: z.object({ views: z.array(SavedView), setting: ListSetting.nullable() }),
});

export const keepListSetting = endpoint({
  method: 'POST',
  path: '/api/registers/:register/setting',
  summary: { zh: '记住列与疏密', en: 'Remember columns and density' },
  permission: 'register.read',
  params: RegisterParams,
  query: z.object({}),
  body: ListSetting,
  answer: ListSetting,
});

export const saveView = endpoint({
  method: 'POST',
  path: '/api/registers/:register/views',
  summary: { zh: '保存视图（同名的被替换）', en: 'Save a view (one of the same name is replaced)' },
  permission: 'register.read',
  params: RegisterParams,
  query: z.object({}),
  body: z.object({ name: ViewName, query: ListQuery, opensFirst: z.boolean().default(false) }),
  answer: SavedView,
});

export const removeView = endpoint({
  method: 'DELETE',
  path: '/api/registers/:register/views/:view',
  summary: { zh: '删除视图', en: 'Remove a view' },
  permission: 'register.read',
  params: RegisterParams.extend({ view: z.uuid() }),
  query: z.object({}),
  answer: z.object({ removed: z.string() }),
});
