/** Binds the door of the check. */
import { letterLimits } from '#kernel/contract/limits.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Db } from '#kernel/db/open.ts';
import { readLetterFileInWorker } from '#kernel/documents/read-in-worker.ts';
import type { ReadLetter } from '#kernel/documents/read-letter.ts';
import type { Figures } from '#kernel/figures/registry.ts';
import type { Service } from '#kernel/http/serve.ts';
import { checkLines } from './check.ts';
import { letterDay } from './check/text.ts';
import { checkText } from './contract.ts';

/** What the check needs of the house. */
export interface CheckHouse {
  figures: Figures;
  /** The day asked for, or the jurisdiction's own. */
  chooseDay: (db: Db, asOf: string | undefined) => Promise<string>;
}

export function bindCheckDoor(service: Service, house: CheckHouse): void {
  service.bind(checkText, async (call) => {
    const letter = await readLetter(call.body);
    const lines = letter.lines.map(({ text }) => text);
    const asOf = await house.chooseDay(call.ctx.db, call.query.asOf ?? letterDay(lines));
    const { entries, counts } = await checkLines(call.ctx.db, house.figures, lines, { asOf });
    return { asOf, lines, entries, counts, notes: letter.notes };
  });
}

async function readLetter(
  body: { text: string } | { content: string; fileName: string },
): Promise<ReadLetter> {
  if ('text' in body) return readLetterFileInWorker(Buffer.from(body.text, 'utf8'), 'text');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(body.content)) {
    throw new Refusal('unreadable-file', {
      zh: '文件内容不是 base64。请重新选择文件。',
      en: 'The file is not in base64. Choose it again.',
    });
  }
  const bytes = Buffer.from(body.content, 'base64');
  if (bytes.byteLength > letterLimits.fileBytes) {
    throw new Refusal('too-large', {
      zh: `文件超过 ${letterLimits.fileBytes / 1024 / 1024} MB。请去掉图片后另存，或分成几个文件。`,
      en: `The file is larger than ${letterLimits.fileBytes / 1024 / 1024} MB. Save it without pictures, or split it.`,
    });
  }
  return readLetterFileInWorker(bytes, body.fileName);
}
