/** An official letter as data: what is printed, never how. */
export interface LetterDocument {
  /** 信函格式 or 一般公文格式 of GB/T 9704-2012. */
  form: 'letter' | 'ordinary';
  /** 发文机关名称, printed in red, e.g. 吉林省科学技术厅. */
  issuer: string;
  /** 发文字号, e.g. 吉科发规划〔2025〕59号; null while a draft has none. */
  number: string | null;
  title: string | null;
  /** Kind of answer shown at the top right of page 1, as some provinces want it. */
  category: string | null;
  /** 称谓 with its colon, e.g. 王松伟代表： */
  salutation: string;
  blocks: LetterBlock[];
  signature: string;
  /** YYYY-MM-DD; printed 2025年5月27日. */
  date: string;
  /** 附注, e.g. 此件公开发布; printed in brackets. */
  notes: string[];
  /** 抄送 */
  copies: string[];
  /** Not yet signed; every page says so. */
  draft: boolean;
  /** Short text at the edge of every page, e.g. for sample documents. */
  mark?: { zh: string };
}

/** Levels: 0 body, 1 一、(黑体), 2 （一）(楷体), 3 1. (仿宋), 4 （1）(仿宋). The text carries its own number. */
export interface LetterBlock {
  level: 0 | 1 | 2 | 3 | 4;
  text: string;
}

/** What each face is for: page numbers, body, 二级标题, 一级标题, title and issuer. */
export type FontRole = 'song' | 'fang' | 'kai' | 'hei' | 'title';

export interface UsedFont {
  role: FontRole;
  /** The official name. */
  wanted: string;
  /** The face really used. */
  used: string;
  substituted: boolean;
}

export interface RenderedPdf {
  bytes: Uint8Array;
  fonts: UsedFont[];
  pages: number;
}

/** 2025-05-27 → 2025年5月27日; other text comes back as it is. */
export function printDate(date: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  return parts ? `${parts[1]}年${Number(parts[2])}月${Number(parts[3])}日` : date;
}

/** 附注 stands in brackets, whether or not its writer put them. */
export function bracketNote(note: string): string {
  return /^[（(].*[）)]$/u.test(note) ? note : `（${note}）`;
}

export const DRAFT_MARK = '征求意见稿（尚未签发）';

/** Says in a file's properties which faces stand in for the official ones; undefined if none does. */
export function nameStandIns(fonts: readonly UsedFont[]): string | undefined {
  const missing = fonts.filter(({ substituted }) => substituted);
  if (missing.length === 0) return undefined;
  return `字体代用：${missing.map(({ wanted, used }) => `${wanted}以${used}代`).join('，')}。`;
}

/** Printable as one line: line ends become spaces; signs that steer a printer or turn text round are shown as �. */
export function printable(text: string): string {
  return (
    text
      .toWellFormed()
      .replaceAll(/[\t\n\v\f\r\u0085\u2028\u2029]+/gu, ' ')
      // Marks of direction could make a letter read otherwise than it is stored.
      .replaceAll(/[\u0000-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu, '\uFFFD')
      .trim()
  );
}
