import type { ReactNode } from 'react';
import './sheet.css';

export interface SheetBlock {
  level: number;
  content: ReactNode;
}

/** 2025-05-27 as a letter dates itself: 2025年5月27日. */
const dateOf = (day: string): string => {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${year}年${Number(month)}月${Number(date)}日`;
};

/**
 * A letter as a sheet of paper: the issuer in red, a red double line, the number, the text at 28 characters a line,
 * signature and date at the right. Always in the language it was written in.
 */
export function Sheet({
  issuer,
  number,
  title,
  salutation,
  blocks,
  signature,
  signedOn,
}: {
  issuer: string;
  number: string | null;
  title: string | null;
  salutation: string | null;
  blocks: readonly SheetBlock[];
  signature: string;
  signedOn: string | null;
}) {
  return (
    <article className="sheet" lang="zh-CN">
      <p className="sheet-issuer">{issuer}</p>
      <p className="sheet-number">{number ?? '　'}</p>
      <div className="sheet-line" aria-hidden="true" />
      {title !== null && title !== '' && <h2 className="sheet-title">{title}</h2>}
      {salutation !== null && salutation !== '' && <p className="sheet-salutation">{salutation}</p>}
      {blocks.map(({ level, content }, index) => (
        <p key={index} className={`sheet-block level-${level}`}>
          {content}
        </p>
      ))}
      <div className="sheet-end">
        <p>{signature}</p>
        {signedOn !== null && <p>{dateOf(signedOn)}</p>}
      </div>
    </article>
  );
}
