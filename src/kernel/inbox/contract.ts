/** The doors of the workbench: what waits, what one is told, what one watches, how one wants to hear of it. */
import { z } from 'zod';
import { endpoint } from '#kernel/contract/endpoint.ts';
import { words } from '#kernel/contract/words.ts';

const WordsShape = z.object({ zh: z.string(), en: z.string() });
const nothing = z.object({});

/** A point of a life: behind, here, ahead. */
const LifeStanding = z.enum(['past', 'now', 'ahead']);
export type LifeStanding = z.infer<typeof LifeStanding>;

const WorkItem = z.object({
  id: z.string(),
  subject: WordsShape,
  title: WordsShape,
  note: WordsShape.nullable(),
  step: WordsShape,
  link: z.string(),
  /** Who holds it, in words. */
  holder: WordsShape,
  dueOn: z.string().nullable(),
  clock: z.object({ label: WordsShape, reckoning: z.array(WordsShape) }).nullable(),
  late: z.boolean(),
  /** Negative when late; 0 on the last day, and when only days off lie between. */
  workingDaysLeft: z.int().nullable(),
  life: z.array(z.object({ label: WordsShape, state: LifeStanding })),
  action: WordsShape,
  sample: z.boolean(),
});
export type WorkItem = z.infer<typeof WorkItem>;

export const readWork = endpoint({
  method: 'GET',
  path: '/api/work',
  summary: words('待我办理、我经办的和各人手上的', 'What waits for me, what I handed on, who holds what'),
  permission: 'work.own',
  params: nothing,
  query: nothing,
  answer: z.object({
    today: z.string(),
    /** Working days within which something counts as near; null while the parameter is not set. */
    near: z.int().nullable(),
    mine: z.array(WorkItem),
    handed: z.array(WorkItem),
    others: z.array(WorkItem),
  }),
});

const Message = z.object({
  id: z.string(),
  kind: z.string(),
  subject: WordsShape,
  title: WordsShape,
  link: z.string(),
  at: z.string(),
  readAt: z.string().nullable(),
});
export type Message = z.infer<typeof Message>;

export const listMessages = endpoint({
  method: 'GET',
  path: '/api/messages',
  summary: words('我的通知，新的在前', 'My notices, newest first'),
  permission: 'work.own',
  params: nothing,
  query: z.object({
    unread: z.stringbool().optional(),
    /** Only those before this one. */
    before: z
      .string()
      .regex(/^\d{1,18}$/, { error: '应为通知的编号 | must be the number of a notice' })
      .optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  }),
  answer: z.object({ unread: z.int(), messages: z.array(Message), more: z.boolean() }),
});

export const countMessages = endpoint({
  method: 'GET',
  path: '/api/messages/unread',
  summary: words('未读通知数', 'Number of unread notices'),
  permission: 'work.own',
  params: nothing,
  query: nothing,
  answer: z.object({ unread: z.int() }),
});

export const markMessages = endpoint({
  method: 'POST',
  path: '/api/messages/read',
  summary: words('标为已读：写明的几条，或至某一条为止的全部', 'Mark as read: those named, or all up to one'),
  permission: 'work.own',
  params: nothing,
  query: nothing,
  body: z.object({
    ids: z
      .array(z.string().regex(/^\d{1,18}$/))
      .max(200)
      .optional(),
    /** All up to and with this one. */
    upTo: z
      .string()
      .regex(/^\d{1,18}$/)
      .optional(),
  }),
  answer: z.object({ unread: z.int() }),
});

const MailChoice = z.enum(['at-once', 'daily', 'none']);
export type MailChoice = z.infer<typeof MailChoice>;

const Preference = z.object({
  email: z
    .email({ error: '不是邮箱地址 | is no e-mail address' })
    .max(254, { error: '邮箱地址过长 | the address is too long' })
    .nullable(),
  mail: MailChoice,
  language: z.enum(['zh', 'en']),
});

export const readPreference = endpoint({
  method: 'GET',
  path: '/api/messages/preference',
  summary: words('我怎样收到通知', 'How I am told'),
  permission: 'work.own',
  params: nothing,
  query: nothing,
  answer: Preference,
});

export const savePreference = endpoint({
  method: 'POST',
  path: '/api/messages/preference',
  summary: words('选择怎样收到通知', 'Choose how to be told'),
  permission: 'work.own',
  params: nothing,
  query: nothing,
  body: Preference,
  answer: Preference,
});

/** What can be watched. */
const WatchKind = z.enum(['record', 'figure', 'letter', 'case']);
export type WatchKind = z.infer<typeof WatchKind>;

const WatchSubject = z.object({
  kind: WatchKind,
  /** `register/code` of a record; a figure's id and parameters as JSON, `id {"year":2025}`; a letter's or a case's number. */
  subject: z.string().min(1).max(400),
});

const Watched = WatchSubject.extend({
  title: WordsShape,
  link: z.string(),
  since: z.string(),
  /** Notices about it since it was last opened from here. */
  changes: z.int(),
  changedAt: z.string().nullable(),
  lastChange: WordsShape.nullable(),
});
export type Watched = z.infer<typeof Watched>;

export const listWatched = endpoint({
  method: 'GET',
  path: '/api/watching',
  summary: words('我关注的', 'What I watch'),
  permission: 'work.own',
  params: nothing,
  query: nothing,
  answer: z.array(Watched),
});

export const startWatching = endpoint({
  method: 'POST',
  path: '/api/watching',
  summary: words('关注', 'Watch'),
  permission: 'work.own',
  params: nothing,
  query: nothing,
  body: WatchSubject,
  answer: z.object({ watching: z.boolean() }),
});

export const stopWatching = endpoint({
  method: 'POST',
  path: '/api/watching/stop',
  summary: words('不再关注', 'Stop watching'),
  permission: 'work.own',
  params: nothing,
  query: nothing,
  body: WatchSubject,
  answer: z.object({ watching: z.boolean() }),
});

export const seeWatched = endpoint({
  method: 'POST',
  path: '/api/watching/seen',
  summary: words('已看过变化', 'Its changes were seen'),
  permission: 'work.own',
  params: nothing,
  query: nothing,
  body: WatchSubject,
  answer: z.object({ changes: z.int() }),
});
