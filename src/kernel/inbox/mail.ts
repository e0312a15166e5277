/** Mails: what kind of thing there is, and where to read it; no names, no cases, no drafts. */
import { randomUUID } from 'node:crypto';
import type { Db } from '#kernel/db/open.ts';
import {
  insertMail,
  listForSummary,
  listToMail,
  markFailed,
  markSent,
  takeMail,
  type MessageToMail,
} from './mail-store.ts';
import type { Post } from './post.ts';

/** Seconds until the next try after each; given up after the last. */
const backoff = [60, 300, 900, 3600, 7200, 14_400, 28_800, 43_200];

const batch = 200;

/** Why a try failed, without the addresses servers repeat. */
const describe = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll(/\S+@\S+/g, '…');

const signature = {
  zh: '这是“科创”自动发出的通知，只写事项类别和网址；具体内容请登录后查看。不想再收到，可在“通知 → 接收方式”中更改。',
  en: 'Sent by Kechuang. It names only the kind of matter and an address; sign in to read more. To stop, change “Notices → How to be told”.',
};

interface Place {
  /** Address of the portal, without a slash at its end. */
  origin: string;
}

const subjectOf = ({ language, subjectZh, subjectEn }: MessageToMail): string =>
  language === 'zh' ? subjectZh : subjectEn;

const linkOf = ({ language, link }: MessageToMail, { origin }: Place): string =>
  language === 'zh' ? `${origin}${link}` : `${origin}${link}${link.includes('?') ? '&' : '?'}lang=en`;

/** An id of ours; its host is the portal's, or none of anybody's. */
const newMessageId = ({ origin }: Place): string =>
  `${randomUUID()}@${URL.parse(origin)?.hostname ?? 'kechuang.invalid'}`;

/** Makes the mails of those who want them at once. Returns how many. */
export async function makeMails(db: Db, place: Place): Promise<number> {
  let made = 0;
  for (const message of await listToMail(db, batch)) {
    const subject = subjectOf(message);
    const added = await insertMail(db, {
      account: message.account,
      dedupe: `message/${message.id}`,
      messageId: newMessageId(place),
      subject: message.language === 'zh' ? `［科创］${subject}` : `[Kechuang] ${subject}`,
      body: `${subject}\n${linkOf(message, place)}\n\n${signature[message.language]}\n`,
    });
    if (added) made += 1;
  }
  return made;
}

/** Makes one summary of a day for each of those who want it. Returns how many. */
export async function makeSummaries(db: Db, place: Place, day: string): Promise<number> {
  const byAccount = Map.groupBy(await listForSummary(db, day), ({ account }) => account);
  let made = 0;
  for (const [account, messages] of byAccount) {
    const [first] = messages;
    if (!first) continue;
    const zh = first.language === 'zh';
    const count = messages.length;
    const subject = zh
      ? `［科创］${count} 条通知`
      : `[Kechuang] ${count} ${count === 1 ? 'notice' : 'notices'}`;
    const lines = messages.slice(0, 100).map((one) => `· ${subjectOf(one)}\n  ${linkOf(one, place)}`);
    const added = await insertMail(db, {
      account,
      dedupe: `daily/${day}/${account}`,
      messageId: newMessageId(place),
      subject,
      body: `${lines.join('\n')}\n\n${signature[first.language]}\n`,
    });
    if (added) made += 1;
  }
  return made;
}

/**
 * Sends what is due. A mail is taken before it is tried and carries the same id at every try, so one whose sender died
 * goes again and its reader's server can tell the second from a new one. Returns what became of them.
 */
export async function sendMails(
  db: Db,
  post: Post,
  options: { isStopping?: () => boolean } = {},
): Promise<{ sent: number; failed: number }> {
  const done = { sent: 0, failed: 0 };
  for (let taken = 0; taken < batch && options.isStopping?.() !== true; taken += 1) {
    const mail = await takeMail(db, backoff);
    if (!mail) break;
    const { id, to, subject, body: text, messageId } = mail;
    try {
      await post.send({ to, subject, text, messageId });
    } catch (error) {
      await markFailed(db, id, describe(error), mail.tries >= backoff.length);
      done.failed += 1;
      continue;
    }
    await markSent(db, id);
    done.sent += 1;
  }
  return done;
}
