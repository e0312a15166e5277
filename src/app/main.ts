/** Starts the installation: lock → database → migrations → sample at first → portal → doors. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { linkEntries } from '#kernel/audit/chain.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import { readLogSettings, writeLine, type LogTarget } from '#kernel/http/log.ts';
import { readTrustedProxies } from '#kernel/http/trust.ts';
import { ClusterBusy, holdLock } from '#kernel/db/cluster.ts';
import { openPost } from '#kernel/inbox/post.ts';
import { dataFolder, openHouse, type OpenHouse } from './database.ts';
import {
  keepSampleAccounts,
  loadReferences,
  loadProvince,
  readSampleAccounts,
  sampleFolder,
  transcribeLetterIn,
} from './load.ts';
import { actAs } from './acting.ts';
import { startRounds } from './inbox-rounds.ts';
import { registers } from './house.ts';
import { exitWithParent } from './parent.ts';
import { openDoors } from './service.ts';
import { bindWatching } from './watching.ts';
import { keepIndexed } from '#kernel/registers/search-index.ts';
import { ensureWebBuilt } from './web-build.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const writeError = (text: string): void => void process.stderr.write(text);
let logging: LogTarget = { form: 'text', level: 'warn', write: writeError };
const complain = (line: string): void => writeLine(logging, line);

/** Ports tried after the usual one when it is taken and none was asked for. */
const usualPort = 8025;
const portsTried = 20;

/** Seconds between two links of the log. */
const linkInterval = 1000;

async function listen(app: Awaited<ReturnType<typeof openDoors>>['app']): Promise<string> {
  const host = process.env.HOST ?? '127.0.0.1';
  const asked = process.env.PORT;
  if (asked !== undefined && asked !== '' && !/^\d{1,5}$/.test(asked)) {
    throw new Refusal('invalid-input', {
      zh: `PORT 应为端口号，现为“${asked}”。`,
      en: `PORT must be a port number, not “${asked}”.`,
    });
  }
  const ports = asked ? [Number(asked)] : Array.from({ length: portsTried }, (_, i) => usualPort + i);
  for (const port of ports) {
    try {
      return await app.listen({ port, host });
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'EADDRINUSE') throw error;
    }
  }
  throw new Refusal('busy', {
    zh: `端口 ${asked ?? `${usualPort}–${usualPort + portsTried - 1}`} 已被占用。请用 PORT=端口号 另选一个，或停止占用它的程序。`,
    en: `Port ${asked ?? `${usualPort}–${usualPort + portsTried - 1}`} is taken. Choose another with PORT=number, or stop what holds it.`,
  });
}

async function loadSampleOnce(open: OpenHouse, folder: string): Promise<string | null> {
  const name = process.env.KECHUANG_SAMPLE ?? 'jilin-2024';
  if (name === 'none') return null;
  const existing = await open.db.selectFrom('jurisdiction').select('sample').limit(1).executeTakeFirst();
  if (!existing) {
    say(`首次启动：导入示例数据 ${name} …`);
    await loadProvince(open, sampleFolder(name), (line) => say(`  ${line}`));
  } else if (!existing.sample) return null;
  // A start that was stopped after the import goes on with the letter.
  else await transcribeLetterIn(open, sampleFolder(name), (line) => say(`  ${line}`));
  return keepSampleAccounts(open.administratorUrl, folder);
}

/** Whether an address is of this machine alone. */
const isLoopback = (address: string): boolean =>
  ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(address).hostname);

async function main(): Promise<void> {
  const begun = performance.now();
  logging = { ...readLogSettings(), write: writeError };
  const folder = dataFolder();
  mkdirSync(folder, { recursive: true });
  let address = '正在启动 starting';
  const lock = await holdLock(folder, () => address);
  let closing: Promise<void> | null = null;
  const closers: (() => Promise<void>)[] = [lock.release];
  const close = (): Promise<void> => {
    closing ??= (async () => {
      for (const step of closers.toReversed()) await step();
    })();
    return closing;
  };
  const stop = (signal: string): void => {
    say(`收到 ${signal}，正在关闭 …`);
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        complain(`关闭时出错：${String(error)}`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  exitWithParent();

  try {
    // The portal and the database need nothing of one another.
    const [web, open] = await Promise.all([
      ensureWebBuilt(join(folder, 'built')),
      openHouse({
        folder,
        onProgress: (step) => say(`  ${step}`),
        onIdleError: (error) => complain(`数据库连接断开，将自动重连：${error.message}`),
      }),
    ]);
    closers.push(open.close);
    open.cluster?.onUnexpectedExit((why) => {
      complain(`数据库意外退出：${why}。请重新启动；已确认的写入不会丢失。`);
      process.exit(1);
    });
    const accountFile = await loadSampleOnce(open, folder);
    const entered = await loadReferences(open);
    if (entered.length > 0) say(`已录入平台自带的放假通知与参数（${entered.join('、')}）。`);
    const service = await openDoors({
      db: open.db,
      within: open.within,
      vault: open.vault,
      web,
      files: join(folder, 'files'),
      log: complain,
      logging,
      trustedProxies: readTrustedProxies(process.env.KECHUANG_TRUST_PROXY),
    });
    bindWatching(service, open);
    closers.push(() => service.app.close());
    const searchable = keepIndexed(open.db, registers, complain);
    closers.push(searchable.close);
    const link = setInterval(() => {
      linkEntries(open.db, open.vault).catch((error: unknown) =>
        complain(`审计日志暂未串联：${String(error)}`),
      );
    }, linkInterval);
    closers.push(async () => clearInterval(link));
    await linkEntries(open.db, open.vault);
    const post = openPost({
      url: process.env.KECHUANG_SMTP_URL,
      from: process.env.KECHUANG_MAIL_FROM,
      folder: join(folder, 'outbox'),
    });
    address = await listen(service.app);
    const rounds = startRounds({
      db: open.db,
      vault: open.vault,
      actAs: (account) => actAs(open, account),
      post,
      origin: () => (process.env.KECHUANG_PUBLIC_URL ?? address).replace(/\/$/, ''),
      log: complain,
    });
    closers.push(rounds.stop);
    say('');
    say('科创 Kechuang · 凡数必有据');
    say(`  ${address}/`);
    say('');
    say(`数据 data: ${folder}   数据库 database: ${open.place}`);
    // The example's passwords are told to who sits at this machine, never where others might read along.
    if (accountFile !== null && isLoopback(address)) {
      say(`示例账号 sample accounts: ${readSampleAccounts(accountFile).join('   ')}`);
    }
    say(`用时 ${((performance.now() - begun) / 1000).toFixed(1)} 秒。按 Ctrl+C 停止。`);
    say(`KECHUANG_READY ${address}`);
  } catch (error) {
    await close();
    throw error;
  }
}

main().catch((error: unknown) => {
  if (error instanceof ClusterBusy) {
    complain(
      `这份数据已有一个科创在运行：${error.address ?? ''}（数据文件夹 ${error.folder}）。请直接使用它，或先停止它再启动。`,
    );
    complain(
      `A Kechuang is running on this data already: ${error.address ?? ''} (folder ${error.folder}). Use it, or stop it first.`,
    );
  } else if (error instanceof Refusal) {
    complain(error.words.zh);
    complain(error.words.en);
    for (const fault of error.faults.slice(0, 50)) complain(`  ${fault.at}: ${fault.zh} / ${fault.en}`);
  } else complain(String((error as Error).stack ?? error));
  process.exitCode = 1;
  process.disconnect?.();
});
