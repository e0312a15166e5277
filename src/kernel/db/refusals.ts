import { Refusal } from '#kernel/contract/refusal.ts';

/** Database errors that are an expected “no” and not a bug, by SQLSTATE. */
const refusals: Record<string, () => Refusal> = {
  '22021': () => unstorable(),
  '22P05': () => unstorable(),
  '22003': () => new Refusal('invalid-input', { zh: '有数值超出范围。', en: 'A number is out of range.' }),
  '22008': () =>
    new Refusal('invalid-input', { zh: '有日期或时刻超出范围。', en: 'A date or instant is out of range.' }),
  '23505': () =>
    new Refusal('already-exists', {
      zh: '同一条记录刚刚已被写入。请刷新后查看。',
      en: 'The same record has just been written. Reload to see it.',
    }),
  '23503': () =>
    new Refusal('still-referenced', {
      zh: '所引用的记录刚刚被改动。请刷新后重试。',
      en: 'A record referred to has just changed. Reload and try again.',
    }),
  '57014': () =>
    new Refusal('took-too-long', {
      zh: '这项查询用时过长，已停止。请缩小范围后重试。',
      en: 'The query took too long and was stopped. Narrow it and try again.',
    }),
  '55P03': () =>
    new Refusal('key-running', {
      zh: '同一命令或同一记录正在处理中，请稍候重试（用同一个幂等键）。',
      en: 'The same command or record is being worked on. Try again shortly, with the same key.',
    }),
  // Disk full, for tables, for the log of writes, and for what a large query sets down meanwhile.
  '53100': () => storageFull(),
  '53300': () => busy(),
  '57P01': () => busy(),
  '57P03': () => busy(),
  '08006': () => busy(),
};

const outOfScope = (): Refusal =>
  new Refusal('not-permitted', {
    zh: '这条记录不在您的范围内（本地区或本单位），没有写入任何内容。请核对所填的单位或地区。',
    en: 'This record lies outside your scope (your region or organisation); nothing was written. Check the organisation or region given.',
  });

const unstorable = (): Refusal =>
  new Refusal('invalid-input', {
    zh: '内容含有不能保存的字符（NUL 或半个代理对）。',
    en: 'The content holds characters that cannot be stored (NUL or half a surrogate pair).',
  });

const storageFull = (): Refusal =>
  new Refusal('storage-full', {
    zh: '数据库所在的磁盘已满，没有写入任何内容；查询照常。请通知系统管理员腾出空间，之后用同一个幂等键重试，不必重启。',
    en: 'The disk of the database is full; nothing was written, reading goes on. Ask your administrator to free space, then try again with the same key; no restart is needed.',
  });

const busy = (): Refusal =>
  new Refusal('busy', {
    zh: '数据库暂时不可用，没有写入任何内容。请稍候重试（用同一个幂等键）。',
    en: 'The database is not available for the moment; nothing was written. Try again shortly, with the same key.',
  });

/** The refusal a database error stands for; null when it is none. */
export function databaseRefusal(error: unknown): Refusal | null {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code === '42501' && typeof message === 'string' && message.includes('row-level security'))
    return outOfScope();
  if (typeof code === 'string' && refusals[code]) return refusals[code]();
  const lost = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(String(code));
  const ended =
    typeof message === 'string' &&
    /Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect/.test(
      message,
    );
  return lost || ended ? busy() : null;
}
