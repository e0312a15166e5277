/** What the doctor reads in the database: server, schema, rights, log, backups, work left undone. */
import { createPublicKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { columnName, columnType } from '#kernel/db/ddl.ts';
import { queriesOn } from '#kernel/db/on-client.ts';
import { readLastBackup, readUnlinked } from '#kernel/keeping/standing.ts';
import { examined, type Examination } from './examination.ts';
import { registers } from './house.ts';
import { migrationDigests } from './migrations.ts';

interface Place {
  folder: string;
  place: string;
  embedded: boolean;
  served: boolean;
}

/** Major versions promised. */
const oldestServer = 15;
/** Seconds two clocks may differ before it matters, and before nothing can be trusted. */
const skew = { attend: 2, broken: 60 };
const hours = 3600;
/** Age of a backup to attend to, and one that is no backup any more, seconds. */
const backupAge = { attend: 26 * hours, broken: 7 * 24 * hours };
/** A server links each second; a line waiting longer means that it does not, seconds. */
const linkAge = 60;

const one = async <R extends pg.QueryResultRow>(client: pg.Client, query: string): Promise<R> => {
  const { rows } = await client.query<R>(query);
  const [row] = rows;
  if (!row) throw new Error('a question with one answer got none');
  return row;
};

export async function examineDatabase(client: pg.Client, place: Place): Promise<Examination[]> {
  const findings = [await examineServer(client, place), await examineClock(client)];
  const { ours } = await one<{ ours: boolean }>(
    client,
    `select to_regclass('platform.migration') is not null as ours`,
  );
  if (!ours) {
    findings.push(
      examined(
        'schema',
        'broken',
        '数据库里还没有科创的表。请用 npm start 启动一次。',
        'The database has no tables of Kechuang yet. Start once with npm start.',
      ),
    );
    return findings;
  }
  const schema = await examineSchema(client);
  findings.push(...schema);
  // Tables that are not there yet cannot be asked.
  if (schema.some(({ standing }) => standing === 'broken')) return findings;
  findings.push(
    ...(await examineDrift(client)),
    await examineRights(client),
    await examineLog(client, place),
    await examineBackup(client, place),
    ...(await examineWork(client, place)),
    ...(await examineCalendar(client)),
  );
  return findings;
}

async function examineServer(client: pg.Client, { place, embedded, served }: Place): Promise<Examination> {
  const row = await one<{
    version: string;
    number: number;
    encoding: string;
    locale: string;
    fsync: string;
    checksums: string;
  }>(
    client,
    `select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
            pg_encoding_to_char(encoding) as encoding, datcollate as locale,
            current_setting('fsync') as fsync, current_setting('data_checksums') as checksums
     from pg_database where datname = current_database()`,
  );
  const major = Math.floor(row.number / 10_000);
  if (major < oldestServer)
    return examined(
      'database',
      'broken',
      `PostgreSQL ${row.version} 太旧，需要 ${oldestServer} 以上。`,
      `PostgreSQL ${row.version} is too old; ${oldestServer} or later is needed.`,
    );
  if (row.encoding !== 'UTF8')
    return examined(
      'database',
      'broken',
      `数据库编码是 ${row.encoding}，应为 UTF8。请用 createdb --encoding=UTF8 新建，再用 restore 恢复。`,
      `The database is encoded in ${row.encoding}, not UTF8. Make a new one with createdb --encoding=UTF8 and restore into it.`,
    );
  if (row.fsync !== 'on')
    return examined(
      'database',
      'broken',
      '数据库关掉了 fsync：断电会丢已确认的写入。请设 fsync = on。',
      'The database runs with fsync off: a power cut loses acknowledged writes. Set fsync = on.',
    );
  const where = embedded ? (served ? '自带，服务中' : '自带，服务未启动') : '自备';
  return examined(
    'database',
    row.checksums === 'on' ? 'well' : 'attend',
    `PostgreSQL ${row.version}（${where}），${row.encoding}，${row.locale}，${place}${row.checksums === 'on' ? '' : '；没有数据页校验和，磁盘的损坏会悄悄发生，建议用 pg_checksums 打开'}`,
    `PostgreSQL ${row.version} (${embedded ? (served ? 'embedded, serving' : 'embedded, not serving') : 'your own'}), ${row.encoding}, ${row.locale}, ${place}${row.checksums === 'on' ? '' : '; without checksums of its pages, damage by the disk goes unseen: turn them on with pg_checksums'}`,
  );
}

async function examineClock(client: pg.Client): Promise<Examination> {
  const before = Date.now();
  const { now } = await one<{ now: string }>(
    client,
    'select extract(epoch from clock_timestamp())::text as now',
  );
  const middle = (before + Date.now()) / 2;
  const apart = Math.abs(Number(now) * 1000 - middle) / 1000;
  if (apart < skew.attend)
    return examined(
      'clock',
      'well',
      '本机与数据库的时钟一致；平台只用数据库的',
      'This machine and the database agree on the time; only the database’s counts',
    );
  return examined(
    'clock',
    apart < skew.broken ? 'attend' : 'broken',
    `本机与数据库的时钟相差 ${apart.toFixed(1)} 秒，期限以数据库的为准。请在两台机器上开启对时（timedatectl set-ntp true 或 chrony）。`,
    `The clocks of this machine and the database differ by ${apart.toFixed(1)} s; deadlines go by the database’s. Turn on time synchronisation on both (timedatectl set-ntp true, or chrony).`,
  );
}

async function examineSchema(client: pg.Client): Promise<Examination[]> {
  const { rows } = await client.query<{ name: string; digest: string }>(
    'select name, digest from platform.migration',
  );
  const done = new Map(rows.map(({ name, digest }) => [name, digest]));
  const known = migrationDigests();
  const pending = known.filter(({ name }) => !done.has(name)).map(({ name }) => name);
  const foreign = [...done.keys()].filter((name) => !known.some((file) => file.name === name));
  const changed = known
    .filter(({ name, digest }) => done.has(name) && done.get(name) !== digest)
    .map(({ name }) => name);
  const findings: Examination[] = [];
  if (pending.length > 0)
    findings.push(
      examined(
        'schema',
        'broken',
        `数据库有 ${pending.length} 项升级未做（${pending[0]} 起）。请先备份，再启动或运行 kechuang migrate。`,
        `${pending.length} migrations are pending (from ${pending[0]}). Back up, then start or run kechuang migrate.`,
      ),
    );
  if (foreign.length > 0)
    findings.push(
      examined(
        'schema',
        'broken',
        `数据库比程序新（多出 ${foreign[0]} 等 ${foreign.length} 项）。请用更新的程序。`,
        `The database is newer than the program (${foreign.length} migrations more, as ${foreign[0]}). Use a later program.`,
      ),
    );
  if (changed.length > 0)
    findings.push(
      examined(
        'schema',
        'broken',
        `迁移 ${changed.join('、')} 与当时执行的内容不同。请恢复程序原文。`,
        `The migrations ${changed.join(', ')} differ from what was applied. Restore the program’s own files.`,
      ),
    );
  return findings.length > 0
    ? findings
    : [
        examined(
          'schema',
          'well',
          `数据库结构是本程序的版本（${known.length} 项迁移）`,
          `The schema is this program’s (${known.length} migrations)`,
        ),
      ];
}

/** Tables against the descriptions they were made from. */
async function examineDrift(client: pg.Client): Promise<Examination[]> {
  const { rows } = await client.query<{ schema: string; table: string; column: string; type: string }>(`
    select n.nspname as schema, c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('register', 'history') and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped`);
  const types = new Map(
    rows.map(({ schema, table, column, type }) => [`${schema}.${table}.${column}`, type]),
  );
  const drift: string[] = [];
  for (const description of registers.ordered) {
    for (const [name, field] of Object.entries(description.fields)) {
      const wanted = columnType(field).replace(' collate "C"', '');
      for (const schema of ['register', 'history']) {
        const column = `${schema}.${description.table}.${columnName(name)}`;
        const type = types.get(column);
        if (type !== wanted) drift.push(`${column}（${type ?? '—'} / ${wanted}）`);
      }
    }
  }
  return drift.length === 0
    ? [
        examined(
          'drift',
          'well',
          `${registers.ordered.length} 个登记册的表与说明一致`,
          `The tables of ${registers.ordered.length} registers are as described`,
        ),
      ]
    : [
        examined(
          'drift',
          'broken',
          `有 ${drift.length} 列与登记册的说明不同（现有 / 应为）：${drift.slice(0, 5).join('，')}。有人改过表结构，请改回或从备份恢复。`,
          `${drift.length} columns differ from the description (is / should be): ${drift.slice(0, 5).join(', ')}. Somebody changed the tables; change them back or restore a backup.`,
        ),
      ];
}

/** The login role owns nothing and is no superuser; row security is forced; the log only grows. */
async function examineRights(client: pg.Client): Promise<Examination> {
  const row = await one<{ mighty: string[]; open: string[]; loose: string[] }>(
    client,
    `select
       array(select rolname::text from pg_roles r where rolname like 'kechuang\\_app%'
             and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb
                  or exists (select from pg_class c where c.relowner = r.oid))) as mighty,
       array(select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where n.nspname in ('register', 'history') and c.relkind = 'r'
               and not (c.relrowsecurity and c.relforcerowsecurity) order by 1) as open,
       array(select t.name from unnest(array['audit_entry', 'audit_link', 'audit_checkpoint', 'command']) as t(name)
             where not exists (select from pg_trigger g where g.tgrelid = ('platform.' || t.name)::regclass
                               and g.tgname = 'only_grows' and g.tgenabled in ('O', 'A'))) as loose`,
  );
  const faults: { zh: string; en: string }[] = [];
  if (row.mighty.length > 0)
    faults.push({
      zh: `登录角色 ${row.mighty.join('、')} 权力过大（超级用户、可绕过行级安全或拥有表）`,
      en: `the login role ${row.mighty.join(', ')} may too much (superuser, bypasses row security, or owns tables)`,
    });
  if (row.open.length > 0)
    faults.push({
      zh: `${row.open.length} 张表没有强制行级安全（${row.open.slice(0, 3).join('、')} …）`,
      en: `${row.open.length} tables do not force row-level security (${row.open.slice(0, 3).join(', ')} …)`,
    });
  if (row.loose.length > 0)
    faults.push({
      zh: `日志表 ${row.loose.join('、')} 的防改触发器被停用`,
      en: `the tables ${row.loose.join(', ')} of the log have lost the trigger that forbids changes`,
    });
  if (faults.length === 0)
    return examined(
      'rights',
      'well',
      '登录角色无多余权力，登记册与历史强制行级安全，日志只增不改',
      'The login role has no more rights than it needs; row security is forced; the log only grows',
    );
  return examined(
    'rights',
    'broken',
    `${faults.map(({ zh }) => zh).join('；')}。有人改过数据库权限：请改回，或从备份恢复到新库。`,
    `${faults.map(({ en }) => en).join('; ')}. Somebody changed the rights: change them back, or restore a backup into a new database.`,
  );
}

async function examineLog(client: pg.Client, { folder, served }: Place): Promise<Examination> {
  const { lines, oldest } = await readUnlinked(queriesOn(client));
  const { rows } = await client.query<{ position: string; key: string }>(
    'select position, public_key as key from platform.audit_checkpoint order by position desc limit 1',
  );
  const [head] = rows;
  const pem = join(folder, 'keys', 'log-signing.pem');
  if (head && existsSync(pem)) {
    const own = createPublicKey(readFileSync(pem)).export({ type: 'spki', format: 'der' }).toString('base64');
    if (own !== head.key)
      return examined(
        'log',
        'broken',
        '审计日志由另一把密钥签名：密钥被换过，或数据文件夹配错了数据库。请取回原来的 keys 文件夹。',
        'The log was signed with another key: the keys were exchanged, or the data folder belongs to another database. Bring back the original folder of keys.',
      );
  }
  if (lines > 0 && oldest > linkAge)
    return examined(
      'log',
      served ? 'broken' : 'attend',
      `有 ${lines} 行审计还没有串联，最早的已 ${Math.round(oldest)} 秒。${served ? '服务没有在串联，请查看日志并重新启动。' : '启动服务后会自行补上。'}`,
      `${lines} lines of the log are not linked, the oldest for ${Math.round(oldest)} s. ${served ? 'The server does not link them: look at its log and restart it.' : 'A start links them.'}`,
    );
  return examined(
    'log',
    'well',
    `审计日志已串联签名至第 ${head?.position ?? 0} 行；逐行核对用 kechuang audit verify`,
    `The log is linked and signed up to line ${head?.position ?? 0}; kechuang audit verify checks every line`,
  );
}

async function examineBackup(client: pg.Client, { embedded }: Place): Promise<Examination> {
  const last = await readLastBackup(queriesOn(client));
  if (!last)
    return examined(
      'backup',
      'attend',
      embedded
        ? '还没有备份过。请运行 kechuang backup，并按 docs/operating.md 定时做。'
        : '没有用 kechuang backup 备份过；如用 pgBackRest 等工具，请确认它在运行，并另备 keys 与 files 文件夹。',
      embedded
        ? 'There is no backup yet. Run kechuang backup, and schedule it as docs/operating.md says.'
        : 'No backup was made with kechuang backup; with pgBackRest or another tool make sure that it runs, and keep the folders keys and files as well.',
    );
  const told =
    last.age < 48 * hours
      ? `${(last.age / hours).toFixed(1)} 小时`
      : `${Math.round(last.age / hours / 24)} 天`;
  const toldEn =
    last.age < 48 * hours
      ? `${(last.age / hours).toFixed(1)} hours`
      : `${Math.round(last.age / hours / 24)} days`;
  const standing = last.age < backupAge.attend ? 'well' : last.age < backupAge.broken ? 'attend' : 'broken';
  return examined(
    'backup',
    standing,
    `上次备份在 ${told}前（${last.file}）${standing === 'well' ? '' : '，太久了：请运行 kechuang backup 并查看定时任务'}`,
    `The last backup is ${toldEn} old (${last.file})${standing === 'well' ? '' : '; that is too long: run kechuang backup and look at its timer'}`,
  );
}

/** Jobs and mails that should have been done. */
async function examineWork(client: pg.Client, { served }: Place): Promise<Examination[]> {
  const row = await one<{ jobs: number; mails: number; failed: number }>(
    client,
    `select (select count(*)::int from platform.job where state in ('waiting', 'running')
               and submitted_at < clock_timestamp() - interval '1 hour') as jobs,
            (select count(*)::int from platform.mail where state = 'waiting'
               and made_at < clock_timestamp() - interval '1 hour') as mails,
            (select count(*)::int from platform.mail where state = 'failed'
               and made_at > clock_timestamp() - interval '7 days') as failed`,
  );
  const findings: Examination[] = [];
  if (row.jobs > 0)
    findings.push(
      examined(
        'jobs',
        'attend',
        `有 ${row.jobs} 项任务提交一小时还没有做完${served ? '，请在“任务”页查看或取消' : '，启动服务后会接着做'}。`,
        `${row.jobs} jobs are not done an hour after they were submitted${served ? '; look at them on the page of jobs, or cancel them' : '; a start goes on with them'}.`,
      ),
    );
  if (row.mails > 0 || row.failed > 0)
    findings.push(
      examined(
        'mail',
        'attend',
        `邮件有 ${row.mails} 封等了一小时未发出，近七天 ${row.failed} 封发送失败。请核对 KECHUANG_SMTP_URL。`,
        `${row.mails} mails have waited for an hour, ${row.failed} failed within seven days. Check KECHUANG_SMTP_URL.`,
      ),
    );
  return findings.length > 0
    ? findings
    : [examined('jobs', 'well', '没有积压的任务和邮件', 'No jobs or mails are left undone')];
}

/** The State Council tells next year's holidays in autumn; from December on deadlines of January hang on it. */
async function examineCalendar(client: pg.Client): Promise<Examination[]> {
  const row = await one<{ year: number; month: number; years: number[] }>(
    client,
    `select extract(year from today)::int as year, extract(month from today)::int as month,
            array(select distinct year from register.notice where scope = 'year' order by 1) as years
     from (select (clock_timestamp() at time zone 'Asia/Shanghai')::date as today) as t`,
  );
  const wanted = [row.year, ...(row.month === 12 ? [row.year + 1] : [])];
  const lacking = wanted.filter((year) => !row.years.includes(year));
  if (lacking.length === 0)
    return [
      examined(
        'calendar',
        'well',
        `工作日历有 ${wanted.join('、')} 年的放假通知`,
        `The calendar has the holiday notices of ${wanted.join(', ')}`,
      ),
    ];
  return [
    examined(
      'calendar',
      'attend',
      `工作日历缺 ${lacking.join('、')} 年的放假通知，这些年份的期限只是暂定。请在“工作日历”录入国务院办公厅的通知。`,
      `The calendar lacks the holiday notices of ${lacking.join(', ')}: deadlines in those years are provisional. Enter the notice of the State Council.`,
    ),
  ];
}
