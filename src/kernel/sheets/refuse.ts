import { Refusal, type RefusalCode } from '#kernel/contract/refusal.ts';

/** The refusal of a file as a table: what it is, and the way out. */
export const refuseTable = (code: RefusalCode, fileName: string, zh: string, en: string): Refusal =>
  new Refusal(code, {
    zh: `无法读取 ${fileName}：${zh}。没有写入任何内容。`,
    en: `${fileName} cannot be read: it ${en}. Nothing was written.`,
  });
