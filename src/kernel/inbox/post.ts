/** How a mail leaves: by SMTP, or as a file for whoever collects it. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { Refusal } from '#kernel/contract/refusal.ts';

export interface Letter {
  to: string;
  subject: string;
  text: string;
  /** Without angle brackets; the same one whenever the letter is sent again. */
  messageId: string;
}

export interface Post {
  /** Where letters go, without credentials; for the doctor's page. */
  place: string;
  send: (letter: Letter) => Promise<void>;
  close: () => void;
}

/** Milliseconds the other side may be silent. */
const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

/**
 * The post of this installation: `url` (`smtp://user:password@host:587`, `smtps://…`) with the sender `from`, or,
 * without a URL, whole files in `folder`. Refuses a URL that is none, and one without a sender.
 */
export function openPost(options: {
  url: string | undefined;
  from: string | undefined;
  folder: string;
}): Post {
  const { url, from, folder } = options;
  if (url === undefined || url === '') return openFolder(folder, from ?? 'kechuang@localhost');
  if (!/^smtps?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new Refusal('invalid-input', {
      zh: 'KECHUANG_SMTP_URL 应为 smtp://用户:密码@主机:端口 或 smtps://…；请改正后重新启动。',
      en: 'KECHUANG_SMTP_URL must be smtp://user:password@host:port or smtps://…; correct it and start again.',
    });
  }
  if (from === undefined || !from.includes('@')) {
    throw new Refusal('invalid-input', {
      zh: '设置了 KECHUANG_SMTP_URL，也须以 KECHUANG_MAIL_FROM 写明发件地址，如 科创 <kechuang@example.gov.cn>。',
      en: 'With KECHUANG_SMTP_URL the sender is needed too: KECHUANG_MAIL_FROM, such as Kechuang <kechuang@example.gov.cn>.',
    });
  }
  const transport = createTransport({ url, ...patience });
  return {
    place: `${URL.parse(url)?.protocol ?? ''}//${URL.parse(url)?.host ?? ''}`,
    send: async ({ messageId, ...letter }) => {
      await transport.sendMail({ from, ...letter, messageId: `<${messageId}>`, headers: automatic });
    },
    close: () => transport.close(),
  };
}

/** Machines that answer mail leave these alone (RFC 3834). */
const automatic = { 'Auto-Submitted': 'auto-generated' };

function openFolder(folder: string, from: string): Post {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    place: folder,
    send: async ({ messageId, ...letter }) => {
      const { message } = await transport.sendMail({
        from,
        ...letter,
        messageId: `<${messageId}>`,
        headers: automatic,
      });
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // Named by its id, so that one sent again is the same file; whole or not there.
      const file = join(folder, `${messageId.replaceAll(/[^\w.-]/g, '_')}.eml`);
      await writeFile(`${file}.part`, message as Buffer, { mode: 0o600, flush: true });
      await rename(`${file}.part`, file);
    },
    close: () => transport.close(),
  };
}
