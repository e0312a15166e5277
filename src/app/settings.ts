/** Every setting of an installation: what it does, what it is without it, and what it must look like. */
import { existsSync } from 'node:fs';
import { openPost } from '#kernel/inbox/post.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';
import { readLogSettings } from '#kernel/http/log.ts';
import { readTrustedProxies } from '#kernel/http/trust.ts';
import { parseAddress } from './database.ts';
import { sampleFolder } from './load.ts';
import { readMetricsToken } from './watching.ts';

export interface Setting {
  name: string;
  does: Words;
  /** What holds without it; null: nothing. */
  usual: Words | null;
  /** Holds a secret: never printed. */
  secret?: boolean;
  /** Reads the value as the program does; throws a refusal that says what is wrong. */
  check?: (value: string) => unknown;
}

const same = (text: string): Words => ({ zh: text, en: text });

const refuse = (zh: string, en: string): Refusal => new Refusal('invalid-input', { zh, en });

const isWebAddress = (value: string): boolean =>
  URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);

export const settings: readonly Setting[] = [
  {
    name: 'KECHUANG_DATA',
    does: {
      zh: '数据文件夹：自带的数据库、密钥、材料文件、待发邮件、构建好的网页',
      en: 'Folder of the data: the embedded database, keys, stored files, mail to be sent, the built pages',
    },
    usual: same('./data'),
  },
  {
    name: 'PORT',
    does: { zh: '监听的端口', en: 'Port to listen on' },
    usual: { zh: '8025 起第一个空闲的', en: 'the first free one from 8025' },
    check: (value) => {
      if (!/^\d{1,5}$/.test(value)) throw refuse('PORT 应为端口号。', 'PORT must be a port number.');
    },
  },
  {
    name: 'HOST',
    does: {
      zh: '监听的地址；对外服务请放在反向代理之后，仍监听本机',
      en: 'Address to listen on; to serve others put a reverse proxy before it and keep this one',
    },
    usual: same('127.0.0.1'),
  },
  {
    name: 'DATABASE_URL',
    does: {
      zh: '用自己的 PostgreSQL（15 以上），不启动自带的；用户须是数据库所有者并有 CREATEROLE',
      en: 'A PostgreSQL (15 or later) of your own in place of the embedded one; its user owns the database and has CREATEROLE',
    },
    usual: { zh: '自带的数据库', en: 'the embedded database' },
    secret: true,
    check: parseAddress,
  },
  {
    name: 'KECHUANG_MASTER_KEY',
    does: {
      zh: '主密钥（64 位十六进制），不存在数据文件夹里；换了它，已加密的值就读不出',
      en: 'The master key (64 hexadecimal digits), kept out of the data folder; with another one sealed values cannot be read',
    },
    usual: {
      zh: '首次启动生成 keys/master.key，权限 0600',
      en: 'made at first start: keys/master.key, mode 0600',
    },
    secret: true,
    check: (value) => {
      if (!/^[0-9a-f]{64}$/i.test(value))
        throw refuse(
          'KECHUANG_MASTER_KEY 应为 64 位十六进制数。',
          'KECHUANG_MASTER_KEY must be 64 hexadecimal digits.',
        );
    },
  },
  {
    name: 'KECHUANG_SAMPLE',
    does: {
      zh: '首次启动导入的示例；正式使用设为 none',
      en: 'Sample imported at first start; none for real use',
    },
    usual: same('jilin-2024'),
    check: (value) => {
      if (value !== 'none' && (!/^[\w-]+$/.test(value) || !existsSync(sampleFolder(value))))
        throw refuse(
          `KECHUANG_SAMPLE：没有示例“${value}”；不导入请写 none。`,
          `KECHUANG_SAMPLE: there is no sample “${value}”; write none for none.`,
        );
    },
  },
  {
    name: 'KECHUANG_FONTS',
    does: {
      zh: '放有方正小标宋、仿宋_GB2312 等字体的文件夹，排 PDF 时用',
      en: 'Folder with the official typefaces (方正小标宋, 仿宋_GB2312 and others) for letters as PDF',
    },
    usual: { zh: '开放字体代替', en: 'open typefaces stand in' },
    check: (value) => {
      if (!existsSync(value))
        throw refuse(`KECHUANG_FONTS：没有文件夹 ${value}。`, `KECHUANG_FONTS: there is no folder ${value}.`);
    },
  },
  {
    name: 'KECHUANG_PUBLIC_URL',
    does: {
      zh: '平台对外的网址，写进邮件里的链接',
      en: 'Address users know the platform by; for links in mails',
    },
    usual: { zh: '监听的地址', en: 'the address listened on' },
    check: (value) => {
      if (!isWebAddress(value))
        throw refuse(
          'KECHUANG_PUBLIC_URL 应为 http(s):// 开头的网址。',
          'KECHUANG_PUBLIC_URL must be an http(s) address.',
        );
    },
  },
  {
    name: 'KECHUANG_SMTP_URL',
    does: {
      zh: '发邮件的服务器：smtp://用户:密码@主机:587 或 smtps://…',
      en: 'Server that sends mail: smtp://user:password@host:587 or smtps://…',
    },
    usual: {
      zh: '邮件写成文件，放在数据文件夹的 outbox/',
      en: 'mails are written as files into outbox/ of the data folder',
    },
    secret: true,
    check: (value) => openPost({ url: value, from: process.env.KECHUANG_MAIL_FROM, folder: '' }).close(),
  },
  {
    name: 'KECHUANG_MAIL_FROM',
    does: {
      zh: '发件人，设了 KECHUANG_SMTP_URL 就必须设',
      en: 'Sender of mails; needed with KECHUANG_SMTP_URL',
    },
    usual: null,
  },
  {
    name: 'KECHUANG_TRUST_PROXY',
    does: {
      zh: '反向代理的地址或网段，逗号分隔；只信它们转告的来访地址与 HTTPS（会话 cookie 因此带 Secure）',
      en: 'Addresses or networks of your proxies, separated by commas; only their word on callers and HTTPS is taken (session cookies are then Secure)',
    },
    usual: { zh: '谁也不信', en: 'nobody’s word' },
    check: readTrustedProxies,
  },
  {
    name: 'KECHUANG_LOG',
    does: {
      zh: '日志的样子：text 给人看，json 每个请求一行；都写到标准错误，不含人名、地址、内容',
      en: 'Form of the log: text for people, json with a line for each request; on standard error, without names, addresses or contents',
    },
    usual: same('text'),
    check: readLogSettings,
  },
  {
    name: 'KECHUANG_LOG_LEVEL',
    does: {
      zh: '记到哪一级：debug、info、warn、error、silent',
      en: 'Level written from: debug, info, warn, error, silent',
    },
    usual: { zh: 'text 为 warn，json 为 info', en: 'warn for text, info for json' },
    check: readLogSettings,
  },
  {
    name: 'KECHUANG_METRICS_TOKEN',
    does: {
      zh: '从别的机器读 /metrics 用的令牌（Authorization: Bearer …，至少 16 个字符）',
      en: 'Token to read /metrics from another machine (Authorization: Bearer …, 16 characters or more)',
    },
    usual: { zh: '只有本机可读', en: 'only this machine may read' },
    secret: true,
    check: readMetricsToken,
  },
  {
    name: 'KECHUANG_BACKUPS',
    does: { zh: '备份放在哪个文件夹', en: 'Folder backups are put in' },
    usual: { zh: '数据文件夹旁的 <数据文件夹>-backups', en: 'beside the data folder: <data folder>-backups' },
  },
  {
    name: 'KECHUANG_BACKUP_PASSPHRASE',
    does: {
      zh: '密钥文件的口令（至少 12 个字符），backup --with-keys 和 restore 用；也可用 --passphrase-file',
      en: 'Passphrase of the key file (12 characters or more) for backup --with-keys and restore; or use --passphrase-file',
    },
    usual: { zh: '在终端里询问', en: 'asked for in the terminal' },
    secret: true,
  },
];

/** Variables the program sets for itself, and those of its tests. */
export const internalVariables = /^KECHUANG_(PARENT_PIPE|TEST_\w+)$/;

/** What is wrong with the settings as they are: unknown names and values the program would refuse. */
export function findSettingFaults(environment: NodeJS.ProcessEnv): { name: string; words: Words }[] {
  const known = new Map(settings.map((setting) => [setting.name, setting]));
  const faults: { name: string; words: Words }[] = [];
  for (const [name, value] of Object.entries(environment)) {
    const setting = known.get(name);
    if (!setting) {
      if (!name.startsWith('KECHUANG_') || internalVariables.test(name)) continue;
      faults.push({
        name,
        words: {
          zh: `没有设置 ${name}，它不起作用；可用的见 docs/configuration.md`,
          en: `there is no setting ${name}; it does nothing. See docs/configuration.md`,
        },
      });
    } else if (value !== undefined && value !== '' && setting.check) {
      try {
        setting.check(value);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        faults.push({ name, words: error.words });
      }
    }
  }
  return faults;
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** The table of settings in one language, in Markdown. */
export const describeSettings = (language: 'zh' | 'en'): string =>
  [
    language === 'zh' ? '| 环境变量 | 作用 | 不设时 |' : '| Variable | What it does | Without it |',
    '| --- | --- | --- |',
    ...settings.map(
      ({ name, does, usual }) =>
        `| \`${name}\` | ${cell(does[language])} | ${cell(usual?.[language] ?? '—')} |`,
    ),
  ].join('\n');
