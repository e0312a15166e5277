/** `kechuang doctor`: what is well with this installation and what is not, each with what to do. Changes nothing. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Refusal } from '#kernel/contract/refusal.ts';
import { ClusterBusy } from '#kernel/db/cluster.ts';
import { openClient } from '#kernel/db/on-client.ts';
import { chooseTypefaces } from '#kernel/documents/typefaces.ts';
import { openAdministrator } from './administrator.ts';
import { productVersion } from './backup-command.ts';
import { checkout, dataFolder, explainConnection } from './database.ts';
import { examineDatabase } from './doctor-database.ts';
import { examined, type Examination, type Standing } from './examination.ts';
import { findSettingFaults } from './settings.ts';

const signs: Record<Standing, string> = { well: '✓', attend: '!', broken: '✗' };

/** Exit code: 0 all well, 1 something to attend to, 2 something broken. */
const exitOf = (findings: readonly Examination[]): number =>
  findings.some(({ standing }) => standing === 'broken')
    ? 2
    : findings.some(({ standing }) => standing === 'attend')
      ? 1
      : 0;

export async function doctorCommand(): Promise<{ findings: Examination[]; exit: number }> {
  const folder = resolve(dataFolder());
  const findings = [
    examineProgram(),
    ...examineSettings(),
    examineFonts(),
    ...examineFolder(folder),
    ...(await examineDisk(folder)),
    ...(await examineReach(folder)),
  ];
  return { findings, exit: exitOf(findings) };
}

/** The findings for a person: a sign, Chinese, and English below. */
export const printFindings = (findings: readonly Examination[]): string =>
  findings.map(({ standing, words }) => `${signs[standing]} ${words.zh}\n    ${words.en}`).join('\n');

function examineProgram(): Examination {
  const { engines } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as {
    engines: { node: string };
  };
  const numbers = (text: string): number[] => text.replace(/^\D+/, '').split('.').map(Number);
  const [[major = 0, minor = 0], [wantedMajor = 0, wantedMinor = 0]] = [
    numbers(process.version),
    numbers(engines.node),
  ];
  const fits = major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
  return fits
    ? examined(
        'program',
        'well',
        `科创 ${productVersion}，Node ${process.version}，${process.platform} ${process.arch}`,
        `Kechuang ${productVersion}, Node ${process.version}, ${process.platform} ${process.arch}`,
      )
    : examined(
        'program',
        'broken',
        `Node ${process.version} 太旧，需要 ${engines.node}。请升级 Node，或用 npm start（它带着合适的）。`,
        `Node ${process.version} is too old, ${engines.node} is needed. Upgrade it, or use npm start, which brings one.`,
      );
}

function examineSettings(): Examination[] {
  const faults = findSettingFaults(process.env);
  if (faults.length === 0)
    return [examined('settings', 'well', '环境变量都认得，也都有效', 'Every setting is known and valid')];
  return faults.map(({ words }) => examined('settings', 'attend', words.zh, words.en));
}

function examineFonts(): Examination {
  const folder = process.env.KECHUANG_FONTS;
  try {
    const lacking = chooseTypefaces(folder)
      .used.filter(({ substituted }) => substituted)
      .map(({ wanted }) => wanted);
    if (lacking.length === 0)
      return examined('fonts', 'well', '公文字体齐全', 'The official typefaces are all there');
    return examined(
      'fonts',
      folder === undefined || folder === '' ? 'well' : 'attend',
      `公文字体 ${lacking.join('、')} 用开放字体代替；要用正式字体，请把字体文件放进一个文件夹并设 KECHUANG_FONTS`,
      `Open typefaces stand in for ${lacking.join(', ')}; for the official ones put their files into a folder and set KECHUANG_FONTS`,
    );
  } catch (error) {
    const said = (error as Error).message;
    return examined('fonts', 'broken', `字体不能用：${said}`, `The typefaces cannot be used: ${said}`);
  }
}

/** Keys and folders are their owner's alone. */
function examineFolder(folder: string): Examination[] {
  if (!existsSync(folder)) {
    return [
      examined(
        'folder',
        'broken',
        `没有数据文件夹 ${folder}。请核对 KECHUANG_DATA，或先用 npm start 启动一次。`,
        `There is no data folder ${folder}. Check KECHUANG_DATA, or start once with npm start.`,
      ),
    ];
  }
  const findings: Examination[] = [];
  const mode = (path: string): number => statSync(path).mode & 0o777;
  if ((mode(folder) & 0o022) !== 0)
    findings.push(
      examined(
        'folder',
        'attend',
        `数据文件夹 ${folder} 别人可写。请运行 chmod go-w ${folder}`,
        `Others may write to the data folder ${folder}. Run chmod go-w ${folder}`,
      ),
    );
  const keys = join(folder, 'keys');
  const open = existsSync(keys)
    ? [
        ...((mode(keys) & 0o077) === 0 ? [] : [keys]),
        ...readdirSync(keys)
          .map((name) => join(keys, name))
          .filter((path) => (mode(path) & 0o077) !== 0),
      ]
    : [];
  for (const path of open)
    findings.push(
      examined(
        'keys',
        'broken',
        `密钥 ${path} 别人可读。请运行 chmod go= ${path}`,
        `Others may read the key ${path}. Run chmod go= ${path}`,
      ),
    );
  const lacking = ['log-signing.pem', ...(process.env.KECHUANG_MASTER_KEY ? [] : ['master.key'])].filter(
    (name) => !existsSync(join(keys, name)),
  );
  if (lacking.length > 0 && existsSync(join(folder, 'postgres')))
    findings.push(
      examined(
        'keys',
        'broken',
        `缺少密钥 ${lacking.join('、')}：加密的值读不出，日志签名对不上。请从备份的 .keys 文件或另存的 keys 文件夹取回。`,
        `The keys ${lacking.join(', ')} are missing: sealed values cannot be read and the log’s signatures do not fit. Bring them back from the backup’s .keys file or the folder you kept.`,
      ),
    );
  if (findings.length === 0)
    findings.push(
      examined(
        'folder',
        'well',
        `数据文件夹 ${folder}，密钥只有所有者可读`,
        `Data folder ${folder}; only its owner may read the keys`,
      ),
    );
  return findings;
}

const gigabyte = 1024 ** 3;
/** Free space to attend to, and too little to go on, bytes (docs/operating.md). */
const space = { attend: 5 * gigabyte, broken: gigabyte };

async function examineDisk(folder: string): Promise<Examination[]> {
  if (!existsSync(folder)) return [];
  const { bavail, bsize, files, ffree } = await statfs(folder);
  const free = bavail * bsize;
  const told = `${(free / gigabyte).toFixed(1)} GB`;
  const standing = free < space.broken ? 'broken' : free < space.attend ? 'attend' : 'well';
  const scarce = files > 0 && ffree / files < 0.02;
  if (standing === 'well' && !scarce) {
    return [examined('disk', 'well', `磁盘剩余 ${told}`, `${told} of disk are free`)];
  }
  return [
    examined(
      'disk',
      standing === 'well' ? 'attend' : standing,
      `磁盘只剩 ${told}${scarce ? '，文件数也快用完' : ''}：满了之后只能读不能写。请腾出空间或换大盘。`,
      `Only ${told} of disk are free${scarce ? ', and few files more can be made' : ''}: when it is full nothing can be written. Free space or use a larger disk.`,
    ),
  ];
}

/** Whether the database can be reached at all; if so, what it says of itself. */
async function examineReach(folder: string): Promise<Examination[]> {
  try {
    const administrator = await openAdministrator(folder);
    try {
      const client = await openClient(administrator.url).catch((error: unknown) => {
        throw explainConnection(error, new URL(administrator.url));
      });
      try {
        return await examineDatabase(client, { folder, ...administrator });
      } finally {
        await client.end();
      }
    } finally {
      await administrator.close();
    }
  } catch (error) {
    if (error instanceof Refusal) return [examined('database', 'broken', error.words.zh, error.words.en)];
    if (error instanceof ClusterBusy)
      return [
        examined(
          'database',
          'attend',
          `另一个程序正在使用这份数据（${error.folder}），等它结束后再检查一次。`,
          `Another program is using this data (${error.folder}); examine again when it has ended.`,
        ),
      ];
    throw error;
  }
}
