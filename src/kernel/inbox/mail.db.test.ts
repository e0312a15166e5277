import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestHouse, type TestHouse } from '#app/testing.ts';
import { countMail, retryFailed } from './mail-store.ts';
import { makeMails, makeSummaries, sendMails } from './mail.ts';
import { openPost } from './post.ts';
import { insertMessages } from './store.ts';

/** A post office on the loopback: takes letters, or refuses them while told to. */
interface Office {
  url: string;
  letters: string[];
  refuse: 'no' | 'recipient' | 'after-data';
  close: () => Promise<void>;
}

async function openOffice(): Promise<Office> {
  const sockets = new Set<Socket>();
  const office: Office = { url: '', letters: [], refuse: 'no', close: async () => undefined };
  const serve = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    let buffer = '';
    let taking = false;
    socket.write('220 test\r\n');
    socket.on('data', (chunk) => {
      buffer += chunk.toString('utf8');
      for (;;) {
        const end = buffer.indexOf(taking ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const said = buffer.slice(0, end);
        buffer = buffer.slice(end + (taking ? 5 : 2));
        if (taking) {
          taking = false;
          office.letters.push(said);
          // The letter is in; the answer that says so gets lost.
          if (office.refuse === 'after-data') socket.destroy();
          else socket.write('250 taken\r\n');
        } else if (/^RCPT/i.test(said) && office.refuse === 'recipient')
          socket.write('451 busy <x@example.org>\r\n');
        else if (/^DATA/i.test(said)) {
          taking = true;
          socket.write('354 go on\r\n');
        } else if (/^QUIT/i.test(said)) socket.end('221 bye\r\n');
        else socket.write('250 fine\r\n');
      }
    });
  };
  const server: Server = createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  office.url = `smtp://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}?ignoreTLS=true`;
  office.close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return office;
}

let house: TestHouse;
let office: Office;
const place = { origin: 'https://kechuang.example.gov.cn' };

beforeAll(async () => {
  house = await openTestHouse();
  office = await openOffice();
  await house.administrate(
    `insert into platform.account (name, display_name, role, password_hash) values
       ('one', '示例一', 'officer', 'x'), ('two', '示例二', 'officer', 'x'), ('three', '示例三', 'officer', 'x')`,
  );
  await house.administrate(
    `insert into platform.preference (account, email, mail, language, changed_at) values
       ('one', 'one@example.org', 'at-once', 'zh', '2020-01-01'), ('two', 'two@example.org', 'daily', 'en', '2020-01-01'),
       ('three', 'three@example.org', 'none', 'zh', '2020-01-01')`,
  );
});

beforeEach(async () => {
  office.letters.length = 0;
  office.refuse = 'no';
  await house.administrate('delete from platform.mail');
  await house.administrate('delete from platform.message');
});

afterAll(async () => {
  await office?.close();
  await house?.close();
});

const open = () => openPost({ url: office.url, from: '科创 <kechuang@example.gov.cn>', folder: '' });

const tell = async (title = '王某某代表关于某事的建议'): Promise<number> =>
  insertMessages(
    house.db,
    { roles: ['officer'] },
    {
      kind: 'test.told',
      subject: { zh: '代表建议：送审', en: 'Suggestion: submitted for review' },
      title: { zh: title, en: title },
      link: '/desk/T-1',
    },
    null,
  );

const due = () => house.administrate(`update platform.mail set next_at = now() - interval '1 second'`);
const idOf = (letter: string): string => /^Message-ID: (.*)$/im.exec(letter)?.[1] ?? '';
const bodyOf = (letter: string): string => {
  const [head = '', ...rest] = letter.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  return /base64/i.test(head) ? Buffer.from(body, 'base64').toString('utf8') : decodePrintable(body);
};
const decodePrintable = (text: string): string =>
  Buffer.from(
    text
      .replaceAll(/=\r\n/g, '')
      .replaceAll(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    'latin1',
  ).toString('utf8');

test('one who wants mail at once gets one for each message, once, with its kind and an address and no names', async () => {
  expect(await tell()).toBe(3);
  expect(await makeMails(house.db, place)).toBe(1);
  expect(await makeMails(house.db, place)).toBe(0);
  const post = open();
  expect(await sendMails(house.db, post)).toEqual({ sent: 1, failed: 0 });
  expect(await sendMails(house.db, post)).toEqual({ sent: 0, failed: 0 });
  post.close();
  expect(office.letters).toHaveLength(1);
  const body = bodyOf(office.letters[0] ?? '');
  expect(body).toContain('代表建议：送审');
  expect(body).toContain('https://kechuang.example.gov.cn/desk/T-1');
  expect(body).not.toContain('王某某');
  expect(office.letters[0]).toContain('Auto-Submitted: auto-generated');
  expect(await countMail(house.db)).toMatchObject({ waiting: 0, sent: 1, failed: 0 });
});

test('what was refused is tried again later, and given up in the end; the error names no address', async () => {
  await tell();
  await makeMails(house.db, place);
  const post = open();
  office.refuse = 'recipient';
  expect(await sendMails(house.db, post)).toEqual({ sent: 0, failed: 1 });
  // Put off, not tried at once again.
  expect(await sendMails(house.db, post)).toEqual({ sent: 0, failed: 0 });
  expect((await countMail(house.db)).lastError).not.toContain('example.org');
  office.refuse = 'no';
  await due();
  expect(await sendMails(house.db, post)).toEqual({ sent: 1, failed: 0 });
  expect(office.letters).toHaveLength(1);

  await tell('另一件');
  await makeMails(house.db, place);
  office.refuse = 'recipient';
  for (let times = 0; times < 20; times += 1) {
    await due();
    await sendMails(house.db, post);
  }
  expect(await countMail(house.db)).toMatchObject({ waiting: 0, failed: 1 });
  office.refuse = 'no';
  expect(await retryFailed(house.db)).toBe(1);
  expect(await sendMails(house.db, post)).toEqual({ sent: 1, failed: 0 });
  post.close();
});

test('a letter whose receipt was lost, or whose sender died, goes again under the same id', async () => {
  await tell();
  await makeMails(house.db, place);
  office.refuse = 'after-data';
  const dying = open();
  await sendMails(house.db, dying);
  dying.close();
  office.refuse = 'no';
  await due();
  const restarted = open();
  expect(await sendMails(house.db, restarted)).toEqual({ sent: 1, failed: 0 });
  restarted.close();
  expect(office.letters).toHaveLength(2);
  expect(idOf(office.letters[0] ?? '')).toMatch(/^<.+@kechuang\.example\.gov\.cn>$/);
  expect(idOf(office.letters[1] ?? '')).toBe(idOf(office.letters[0] ?? ''));
});

test('two senders at once send each letter once', async () => {
  for (let index = 0; index < 12; index += 1) await tell(`第 ${index} 件`);
  await makeMails(house.db, place);
  const [one, other] = [open(), open()];
  const done = await Promise.all([sendMails(house.db, one), sendMails(house.db, other)]);
  one.close();
  other.close();
  expect(done.reduce((sum, { sent }) => sum + sent, 0)).toBe(12);
  expect(new Set(office.letters.map(idOf)).size).toBe(12);
  expect(office.letters).toHaveLength(12);
});

test('a summary comes once a day with everything since the last; what was read on screen is left out', async () => {
  await tell('甲');
  await tell('乙');
  await house.administrate(
    `update platform.message set read_at = now() where account = 'two' and title_zh = '甲'`,
  );
  expect(await makeSummaries(house.db, place, '2026-11-25')).toBe(1);
  expect(await makeSummaries(house.db, place, '2026-11-25')).toBe(0);
  const [mail] = await house.administrate<{ subject: string; body: string }>(
    'select subject, body from platform.mail',
  );
  expect(mail?.subject).toBe('[Kechuang] 1 notice');
  expect(mail?.body).toContain('https://kechuang.example.gov.cn/desk/T-1?lang=en');
  expect(await makeSummaries(house.db, place, '2026-11-26')).toBe(0);
});

test('without a server letters are whole files, one for each id; a server without a sender is refused', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kechuang-outbox-'));
  try {
    const post = openPost({ url: undefined, from: undefined, folder });
    await tell();
    await makeMails(house.db, place);
    expect(await sendMails(house.db, post)).toEqual({ sent: 1, failed: 0 });
    await house.administrate(`update platform.mail set state = 'waiting', next_at = now()`);
    expect(await sendMails(house.db, post)).toEqual({ sent: 1, failed: 0 });
    const files = await readdir(folder);
    expect(files).toHaveLength(1);
    expect(files[0]).toMatch(/\.eml$/);
    expect(bodyOf(await readFile(join(folder, files[0] ?? ''), 'utf8'))).toContain('/desk/T-1');
    post.close();
  } finally {
    await rm(folder, { recursive: true });
  }
  expect(() => openPost({ url: 'smtp://127.0.0.1:25', from: undefined, folder })).toThrow(
    'KECHUANG_MAIL_FROM',
  );
  expect(() => openPost({ url: 'http://127.0.0.1', from: 'a@b', folder })).toThrow('KECHUANG_SMTP_URL');
});
