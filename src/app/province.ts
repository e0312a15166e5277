/** A data folder: one CSV for each register, and `citations.json`; read for the import action. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { z } from 'zod';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import type { ImportFile } from '#kernel/registers/actions.ts';
import { citation } from '#kernel/figures/contract.ts';
import { registers } from './house.ts';

const digestBytes = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** `transfer.pilot-batch` → `transfer/pilot-batch.csv`. */
export const fileOf = (register: string): string => `${register.replace('.', '/')}.csv`;

/** Citations as their file has them; `params` and the rest are judged with the figures. */
const CitationFile = z.array(
  z.strictObject({
    id: z.string(),
    figure: z.string(),
    params: z.record(z.string(), z.unknown()),
    asOf: z.string(),
    qualifier: z.string(),
    unit: z.string(),
  }),
);

/**
 * Reads a data folder. Refuses a folder that is not there, CSV files that belong to no register, and a
 * `citations.json` that is no list of citations; all at once.
 */
export function readProvince(folder: string): { files: ImportFile[]; digest: string } {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new Refusal('unreadable-file', {
      zh: `没有数据文件夹 ${folder}。文件夹的样子见 sample/README.md。`,
      en: `There is no data folder ${folder}. See sample/README.md for how one is laid out.`,
    });
  }
  const faults: Fault[] = [];
  const files: ImportFile[] = [];
  const expected = new Map(registers.ordered.map((description) => [fileOf(description.id), description.id]));
  for (const path of listCsv(folder)) {
    const name = relative(folder, path).split(sep).join('/');
    // The letter's own table of figures lies beside the registers and is no register.
    if (name === 'figures.csv') continue;
    const register = expected.get(name);
    if (register === undefined) {
      faults.push({
        at: name,
        zh: `这个文件不对应任何登记册；可用的文件名见 sample/README.md`,
        en: `This file belongs to no register; see sample/README.md for the names`,
      });
      continue;
    }
    const bytes = readFileSync(path);
    files.push({ register, fileName: name, bytes, digest: digestBytes(bytes) });
  }
  const citations = join(folder, 'citations.json');
  if (existsSync(citations)) {
    const bytes = readFileSync(citations);
    const read = readCitations(bytes.toString('utf8'));
    faults.push(...read.faults);
    files.push({
      register: citation.id,
      fileName: 'citations.json',
      rows: read.rows,
      digest: digestBytes(bytes),
    });
  }
  if (files.length === 0 && faults.length === 0) {
    faults.push({
      at: folder,
      zh: '文件夹里没有任何登记册文件',
      en: 'The folder holds no file of any register',
    });
  }
  if (faults.length > 0) {
    throw new Refusal(
      'unreadable-file',
      {
        zh: `数据文件夹有 ${faults.length} 处问题，没有写入任何内容。`,
        en: `The data folder has ${faults.length} faults; nothing was written.`,
      },
      faults,
    );
  }
  const digest = digestBytes(
    Buffer.from(
      files
        .map((file) => `${file.register} ${file.digest}`)
        .sort()
        .join('\n'),
    ),
  );
  return { files, digest };
}

function listCsv(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return listCsv(path);
      return entry.name.toLowerCase().endsWith('.csv') ? [path] : [];
    });
}

function readCitations(text: string): { rows: NonNullable<ImportFile['rows']>; faults: Fault[] } {
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return {
      rows: [],
      faults: [
        {
          at: 'citations.json',
          zh: `不是完整的 JSON：${error.message}`,
          en: `is no whole JSON: ${error.message}`,
        },
      ],
    };
  }
  const parsed = CitationFile.safeParse(content);
  if (!parsed.success) {
    return {
      rows: [],
      faults: parsed.error.issues.map((issue) => ({
        at: `citations.json /${issue.path.join('/')}`,
        zh: `引用的字段不对（应为 id、figure、params、asOf、qualifier、unit）：${issue.message}`,
        en: `The fields of a citation are wrong (id, figure, params, asOf, qualifier, unit): ${issue.message}`,
      })),
    };
  }
  return {
    rows: parsed.data.map(({ id, params, ...rest }, index) => ({
      at: `citations.json 第 ${index + 1} 项`,
      cells: { code: id, order: index + 1, params: JSON.stringify(params), ...rest },
    })),
    faults: [],
  };
}
