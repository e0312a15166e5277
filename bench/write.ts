/**
 * Commands a second over real HTTP: records added and corrected by a signed-in office, with audit, history, idempotency
 * and row-level security; beside the same statements of a bare client with as many connections. Both take turns in one
 * run, from a process of their own. 127.0.0.1 only; the database is thrown away.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { login, openEmbedded } from '#app/database.ts';
import { keepSampleAccounts } from '#app/load.ts';
import { openDoors } from '#app/service.ts';
import { openVault } from '#kernel/access/vault.ts';

const connections = 12;
const rounds = 3;
/** Commands of one turn: each connection adds so many records, then corrects each of them. */
const commandsEach = Number(process.env.BENCH_COMMANDS ?? '60');
const goal = 0.35;
const register = 'transfer.achievement';

/** What the writing process is told, as JSON. */
interface Task {
  address: string;
  database: string;
  name: string;
  password: string;
}

const rowOf = (code: string): Record<string, string | boolean> => ({
  code,
  title: `示例成果 ${code}`,
  kind: 'invention',
  organisation: 'DW-N01',
  disclosedOn: '2024-05-06',
  classified: false,
});

/** Sends one command over a kept connection. */
function send(
  agent: Agent,
  address: string,
  method: string,
  path: string,
  cookie: string,
  body: unknown,
): Promise<{ text: string; cookie: string }> {
  return new Promise((resolve, reject) => {
    const bytes = Buffer.from(JSON.stringify(body));
    const sent = request(
      `${address}${path}`,
      {
        agent,
        method,
        headers: {
          cookie,
          'idempotency-key': randomUUID(),
          'content-type': 'application/json',
          'content-length': bytes.length,
        },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(parts).toString();
          if ((response.statusCode ?? 500) >= 300) return reject(new Error(`${method} ${path}: ${text}`));
          resolve({ text, cookie: response.headers['set-cookie']?.[0]?.split(';')[0] ?? cookie });
        });
      },
    );
    sent.on('error', reject);
    sent.end(bytes);
  });
}

/** Runs `work` on every connection at once for each of its commands; commands a second. */
async function rate(work: (connection: number, command: number) => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async (_, connection) => {
      for (let command = 0; command < commandsEach; command++) await work(connection, command);
    }),
  );
  return (connections * commandsEach) / ((performance.now() - begun) / 1000);
}

interface Rates {
  add: number;
  correct: number;
}

async function throughDoors(task: Task, agent: Agent, cookie: string, versions: pg.Client): Promise<Rates> {
  const turn = randomUUID().slice(0, 8);
  const codeOf = (connection: number, command: number): string => `BH-${turn}-${connection}-${command}`;
  const records = `/api/registers/${register}/records`;
  const add = await rate((connection, command) =>
    send(agent, task.address, 'POST', records, cookie, { row: rowOf(codeOf(connection, command)) }),
  );
  // The version each record stands at, as its page would have told.
  const { rows } = await versions.query<{ code: string; version: string }>(
    `select code, history_id::text as version from history.achievement where known_to = 'infinity' and code like 'BH-${turn}-%'`,
  );
  const seen = new Map(rows.map(({ code, version }) => [code, version]));
  const correct = await rate((connection, command) => {
    const code = codeOf(connection, command);
    return send(agent, task.address, 'PATCH', `${records}/${code}`, cookie, {
      row: { title: `示例成果 ${code} 改` },
      reason: '示例更正',
      seen: seen.get(code),
    });
  });
  return { add, correct };
}

const bareAudit = `insert into platform.audit_entry
  (id, actor, role, action, subject, outcome, reason, input_digest, change_count, changes, changes_digest, digest)
  values ($1, '示例', 'officer', $2, '${register}', 'done', null, $3, 1, $4, $3, $3)`;

/** The statements of one command: the reader, the row with its history, the audit line, the stored answer. */
async function bareCommand(client: pg.Client, action: string, write: () => Promise<unknown>): Promise<void> {
  const id = randomUUID();
  await client.query('begin');
  await client.query(
    `select set_config('kechuang.level', 'all', true), set_config('kechuang.account', 'officer', true),
            set_config('kechuang.action', $1, true), set_config('kechuang.touched', '', true)`,
    [id],
  );
  await write();
  const changes = JSON.stringify([{ table: 'achievement', code: id, operation: 'insert', after: rowOf(id) }]);
  await client.query(bareAudit, [id, action, 'b'.repeat(64), changes]);
  await client.query(
    `insert into platform.command (actor, key, input_digest, action_id, status, answer) values ('officer', $1, $2, $3, 200, '{}')`,
    [id, 'b'.repeat(64), id],
  );
  await client.query('commit');
}

async function bare(clients: readonly pg.Client[]): Promise<Rates> {
  const turn = randomUUID().slice(0, 8);
  const codeOf = (connection: number, command: number): string => `BB-${turn}-${connection}-${command}`;
  const on = (connection: number): pg.Client => {
    const client = clients[connection];
    if (!client) throw new Error('no such connection');
    return client;
  };
  const add = await rate((connection, command) =>
    bareCommand(on(connection), 'bench.add', () =>
      on(connection).query(
        `insert into register.achievement (code, title, kind, organisation, disclosed_on, classified) values ($1, $2, 'invention', 'DW-N01', '2024-05-06', false)`,
        [codeOf(connection, command), `示例成果 ${codeOf(connection, command)}`],
      ),
    ),
  );
  const correct = await rate((connection, command) =>
    bareCommand(on(connection), 'bench.correct', () =>
      on(connection).query(`update register.achievement set title = $2 where code = $1`, [
        codeOf(connection, command),
        `示例成果 ${codeOf(connection, command)} 改`,
      ]),
    ),
  );
  return { add, correct };
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`set kechuang.level = 'all'`);
  return client;
}

/** The writing process: takes turns and tells what it measured. */
async function write(task: Task): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const clients: pg.Client[] = [];
  for (let made = 0; made < connections; made++) clients.push(await connect(task.database));
  const [versions] = clients;
  if (!versions) throw new Error('no connection');
  try {
    const { cookie } = await send(agent, task.address, 'POST', '/api/session', '', {
      name: task.name,
      password: task.password,
    });
    const [over, alone]: [Rates[], Rates[]] = [[], []];
    for (let round = 0; round <= rounds; round++) {
      const doors = await throughDoors(task, agent, cookie, versions);
      const plain = await bare(clients);
      // The first turn of each warms.
      if (round === 0) continue;
      over.push(doors);
      alone.push(plain);
    }
    report(over, alone);
  } finally {
    agent.destroy();
    await Promise.all(clients.map((client) => client.end()));
  }
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;

function report(over: readonly Rates[], alone: readonly Rates[]): void {
  console.log(
    `commands a second, ${connections} connections, median of ${rounds} turns      HTTP     bare    ratio     goal`,
  );
  for (const [verb, label] of [
    ['add', 'POST a record'],
    ['correct', 'PATCH it'],
  ] as const) {
    const [http, plain] = [median(over.map((each) => each[verb])), median(alone.map((each) => each[verb]))];
    const ratio = http / plain;
    console.log(
      `  ${label.padEnd(52)} ${http.toFixed(0).padStart(8)} ${plain.toFixed(0).padStart(8)} ${ratio.toFixed(2).padStart(8)}   ≥ ${goal}  ${ratio >= goal ? 'held' : 'UNDER'}`,
    );
  }
}

async function measure(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kechuang-bench-write-'));
  chmodSync(folder, 0o711);
  const open = await openEmbedded({ folder, connections }, openVault(join(folder, 'keys')));
  try {
    const administrator = await connect(open.administratorUrl);
    await administrator.query(
      `insert into register.organisation (code, name, kind) values ('DW-N01', '示例单位', 'university')`,
    );
    await administrator.end();
    const accounts = await keepSampleAccounts(open.administratorUrl, folder);
    const { app } = await openDoors({ ...open, files: join(folder, 'files') });
    try {
      const address = await app.listen({ host: '127.0.0.1', port: 0 });
      const database = new URL(open.administratorUrl);
      database.username = login;
      database.password = encodeURIComponent(open.vault.loginPassword);
      const password = /^officer (.+)$/m.exec(readFileSync(accounts, 'utf8'))?.[1] ?? '';
      console.log(
        `writes: Node ${process.version}, ${cpus().length} cores, load before ${(loadavg()[0] ?? 0).toFixed(1)}`,
      );
      await runWriter({ address, database: database.href, name: 'officer', password });
    } finally {
      await app.close();
    }
  } finally {
    await open.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runWriter(task: Task): Promise<void> {
  const writer = spawn(process.execPath, [import.meta.filename, 'write'], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  writer.stdin.end(JSON.stringify(task));
  const code = await new Promise<number | null>((resolve) => writer.on('exit', resolve));
  if (code !== 0) throw new Error(`the writing process ended with ${code}`);
}

if (process.argv[2] === 'write') await write(JSON.parse(readFileSync(0, 'utf8')) as Task);
else await measure();
