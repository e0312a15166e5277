/** 100,000 rows of Excel through the doors: upload, preview, import with audit and history; seconds and memory beside the limits. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkout } from '#app/database.ts';
import { house } from '#app/house.ts';
import { sheetNameOf } from '#kernel/registers/import-plan.ts';
import { fieldsOf } from '#kernel/registers/registry.ts';
import { sheetColumn } from '#kernel/registers/template.ts';
import { openWorkbookWriter } from '#kernel/sheets/write-workbook.ts';

const rows = 100_000;
const limits = { seconds: 60, megabytes: 400 };
const register = 'transfer.transfer-contract';
const [argument, target] = process.argv.slice(2);

/** Written by a process of its own: its memory is none of the server's. */
async function makeFile(path: string): Promise<void> {
  const description = house.registers.find(register);
  const workbook = await openWorkbookWriter(createWriteStream(path));
  const fields = fieldsOf(description);
  const sheet = workbook.addSheet(
    sheetNameOf(description.label.zh),
    fields.map(([name, field]) => sheetColumn(name, field, house.registers, 'zh')),
  );
  for (let row = 1; row <= rows; row++) {
    const values: Record<string, string> = {
      code: `BENCH${row}`,
      title: `示例合同第${row}号：一种用于基准测试的装置的转让`,
      mode: row % 3 === 0 ? '许可' : '转让',
      seller: 'DW-N01',
      buyer: 'DW-C077',
      amount: (row * 1.25).toFixed(2),
      signedOn: `20${10 + (row % 14)}-${String((row % 12) + 1).padStart(2, '0')}-${String((row % 28) + 1).padStart(2, '0')}`,
      registrationNumber: `示例${row}`,
      classified: '否',
    };
    sheet.write({ values: fields.map(([name]) => values[name] ?? null) });
    if (row % 1000 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  sheet.close();
  await workbook.finish();
}

const seconds = (begun: number): number => (performance.now() - begun) / 1000;

/** Memory of a process as the system counts it, megabytes: now, and the most it ever was. */
function memoryOf(pid: number): { now: number; most: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const read = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) / 1024;
  return { now: read('VmRSS'), most: read('VmHWM') };
}

/** The server as it is started, on a folder. */
async function startServer(
  folder: string,
): Promise<{ child: ChildProcess; address: string; stop: () => Promise<void> }> {
  const child = spawn(process.execPath, ['src/app/main.ts'], {
    cwd: checkout,
    env: { ...process.env, KECHUANG_DATA: folder, PORT: '', DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  let said = '';
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const ready = /^KECHUANG_READY (.+)$/m.exec(said)?.[1];
      if (ready !== undefined) resolve(ready);
    });
    child.once('exit', () => reject(new Error(`the server ended before it served:\n${said}`)));
  });
  return { child, address, stop };
}

async function measure(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kechuang-bench-'));
  chmodSync(folder, 0o711);
  try {
    const file = join(folder, 'rows.xlsx');
    execFileSync(process.execPath, [import.meta.filename, 'make', file], { stdio: 'inherit' });
    // The first start enters the sample; what is measured is a server on data it has.
    await (await startServer(folder)).stop();
    const server = await startServer(folder);
    try {
      const { pid } = server.child;
      if (pid === undefined) throw new Error('the server has no process');
      await run(server.address, join(folder, 'keys', 'sample-accounts.txt'), file, pid);
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(address: string, accounts: string, file: string, pid: number): Promise<void> {
  const password = /^officer (.+)$/m.exec(readFileSync(accounts, 'utf8'))?.[1] ?? '';
  let cookie = '';
  let keys = 0;
  const ask = async (path: string, body?: unknown, raw?: Buffer<ArrayBuffer>) => {
    const response = await fetch(`${address}${path}`, {
      method: body === undefined && raw === undefined ? 'GET' : 'POST',
      headers: {
        cookie,
        'idempotency-key': `bench-import-${(keys += 1)}`,
        'content-type': raw ? 'application/octet-stream' : 'application/json',
      },
      ...(raw ? { body: new Uint8Array(raw) } : body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${text}`);
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return JSON.parse(text) as Record<string, never> & {
      hash: string;
      job: string;
      state: string;
      result: { preview: string; words: { zh: string } };
    };
  };
  const finish = async (job: string) => {
    for (;;) {
      const now = await ask(`/api/jobs/${job}`);
      if (now.state === 'done') return now;
      if (now.state !== 'waiting' && now.state !== 'running') throw new Error(JSON.stringify(now));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  await ask('/api/session', { name: 'officer', password });

  const idle = memoryOf(pid).now;
  const begun = performance.now();
  const { hash } = await ask('/api/uploads?name=rows.xlsx', undefined, readFileSync(file));
  const uploaded = seconds(begun);
  const preview = await finish(
    (await ask(`/api/registers/${register}/imports`, { hash, name: 'rows.xlsx' })).job,
  );
  const previewed = seconds(begun);
  const done = await finish((await ask(`/api/imports/${preview.result.preview}/confirm`, {})).job);
  const imported = seconds(begun);

  const { most } = memoryOf(pid);
  const within = (is: number, limit: number): string => (is <= limit ? 'within' : 'OVER');
  console.log(
    `${rows.toLocaleString('en')} rows, ${(statSync(file).size / 1024 / 1024).toFixed(1)} MB of Excel: ${done.result.words.zh}`,
  );
  console.log(`  upload            ${uploaded.toFixed(1).padStart(6)} s`);
  console.log(
    `  preview           ${(previewed - uploaded).toFixed(1).padStart(6)} s   read, judged, written and undone`,
  );
  console.log(
    `  import            ${(imported - previewed).toFixed(1).padStart(6)} s   read, judged, written with audit and history`,
  );
  console.log(
    `  altogether        ${imported.toFixed(1).padStart(6)} s   limit ${limits.seconds} s   ${within(imported, limits.seconds)}`,
  );
  console.log(
    `  peak memory       ${most.toFixed(0).padStart(6)} MB  limit ${limits.megabytes} MB   ${within(most, limits.megabytes)}   (${idle.toFixed(0)} MB before)`,
  );
}

if (argument === 'make' && target !== undefined) await makeFile(target);
else await measure();
