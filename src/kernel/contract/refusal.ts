import { z } from 'zod';
import type { Words } from './words.ts';

/** One thing wrong with an input, at its place, in both languages. */
export interface Fault {
  /** Where: a JSON pointer (`/rows/3/amount`) or file, line and column of a table. */
  at: string;
  zh: string;
  en: string;
}

export const FaultShape = z.object({ at: z.string(), zh: z.string(), en: z.string() });

/** The body of every refusal, RFC 9457 with a Chinese and an English sentence. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  zh: z.string(),
  en: z.string(),
  code: z.string(),
  instance: z.string().optional(),
  faults: z.array(FaultShape).optional(),
  faultCount: z.int().optional(),
  /** What a page needs to offer the way out; its shape belongs to the code. */
  details: z.record(z.string(), z.unknown()).optional(),
});
export type Problem = z.infer<typeof Problem>;

/** The kinds of “no” the platform gives; the code is public API and never changes its meaning. */
export const refusalKinds = {
  'invalid-input': { status: 422, zh: '输入有误', en: 'The input has faults' },
  'broken-rule': { status: 422, zh: '不符合规则', en: 'A rule forbids this' },
  'unset-parameter': { status: 409, zh: '参数未设置', en: 'A parameter is not set' },
  'unknown-record': { status: 404, zh: '没有这条记录', en: 'There is no such record' },
  'unknown-figure': { status: 404, zh: '没有这个指标', en: 'There is no such figure' },
  'unknown-register': { status: 404, zh: '没有这个登记册', en: 'There is no such register' },
  'unknown-address': { status: 404, zh: '没有这个地址', en: 'There is no such address' },
  'not-signed-in': { status: 401, zh: '请先登录', en: 'Please sign in' },
  'not-permitted': { status: 403, zh: '没有这项权限', en: 'You are not permitted to do this' },
  'wrong-credentials': { status: 401, zh: '账号或密码不对', en: 'The account or password is wrong' },
  'already-exists': { status: 409, zh: '已经存在', en: 'It exists already' },
  'changed-meanwhile': { status: 409, zh: '已被他人改动', en: 'It was changed by another meanwhile' },
  'notice-running': { status: 409, zh: '公示未结束', en: 'A public notice has not ended' },
  'still-referenced': { status: 409, zh: '仍被其他记录引用', en: 'Other records still refer to it' },
  'key-missing': { status: 400, zh: '缺少幂等键', en: 'The idempotency key is missing' },
  'key-reused': {
    status: 422,
    zh: '幂等键已用于另一内容',
    en: 'The idempotency key was used for another content',
  },
  'key-running': { status: 409, zh: '同一命令正在执行', en: 'The same command is running now' },
  'too-large': { status: 413, zh: '内容过大', en: 'The content is too large' },
  'unreadable-body': { status: 400, zh: '无法读取内容', en: 'The content cannot be read' },
  'unreadable-file': { status: 422, zh: '无法读取文件', en: 'The file cannot be read' },
  'no-text': { status: 422, zh: '文件没有文字', en: 'The file holds no text' },
  'wrong-media-type': { status: 415, zh: '不支持的内容类型', en: 'The content type is not supported' },
  'too-many-tries': { status: 429, zh: '尝试次数过多', en: 'Too many tries' },
  'file-refused': { status: 422, zh: '这种文件不能保存', en: 'Files of this kind are not kept' },
  'storage-full': { status: 507, zh: '存储空间不足', en: 'The storage is full' },
  cancelled: { status: 409, zh: '已取消', en: 'It was cancelled' },
  interrupted: { status: 503, zh: '多次中断，没有完成', en: 'Interrupted several times and not done' },
  busy: { status: 503, zh: '系统繁忙', en: 'The system is busy' },
  'took-too-long': { status: 503, zh: '查询超时', en: 'The query took too long' },
} as const satisfies Record<string, { status: number } & Words>;

export type RefusalCode = keyof typeof refusalKinds;

/** How many faults travel in one answer; the count of all is always given. */
const faultsShown = 500;

/** An expected “no”: names the rule and the way out; nothing has been written. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly words: Words;
  readonly faults: Fault[];
  readonly details: Record<string, unknown> | undefined;

  constructor(code: RefusalCode, words: Words, faults: Fault[] = [], details?: Record<string, unknown>) {
    super(`${words.zh} ${words.en}`);
    this.name = 'Refusal';
    this.code = code;
    this.words = words;
    this.faults = faults;
    this.details = details;
  }

  /** HTTP status of this kind of refusal. */
  get status(): number {
    return refusalKinds[this.code].status;
  }

  /** The `application/problem+json` body. */
  toProblem(instance?: string): Problem {
    const kind = refusalKinds[this.code];
    return {
      type: `/problems/${this.code}`,
      title: kind.zh,
      status: kind.status,
      detail: this.words.zh,
      zh: this.words.zh,
      en: this.words.en,
      code: this.code,
      ...(instance === undefined ? {} : { instance }),
      ...(this.faults.length === 0
        ? {}
        : { faults: this.faults.slice(0, faultsShown), faultCount: this.faults.length }),
      ...(this.details === undefined ? {} : { details: this.details }),
    };
  }
}
