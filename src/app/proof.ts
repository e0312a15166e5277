/** What a restored installation must show before it may be used: the same log, seals and figures as were backed up. */
import { verifySeals } from '#domains/replies/index.ts';
import { verifyLog, type Finding } from '#kernel/audit/chain.ts';
import type { Db } from '#kernel/db/open.ts';
import { readFigureValue } from '#kernel/figures/read.ts';
import { readParams } from '#kernel/figures/registry.ts';
import type { FigureNote, Manifest } from '#kernel/keeping/manifest.ts';
import type { OpenHouse } from './database.ts';
import { figures, parseParams, registers } from './house.ts';

const readNote = async (db: Db, cited: Omit<FigureNote, 'value' | 'rows'>): Promise<FigureNote> => {
  const figure = figures.find(cited.figure);
  const { value, rows } = await readFigureValue(db, {
    figure,
    params: readParams(figure, cited.params),
    asOf: cited.asOf,
    knownAt: null,
    qualifier: 'none',
  });
  return { ...cited, value, rows };
};

/** Every citation of the house with its figure's value, one after another. */
export async function readCitedFigures(db: Db): Promise<FigureNote[]> {
  const citations = await db.selectFrom('citation').selectAll().orderBy('order').orderBy('code').execute();
  const notes: FigureNote[] = [];
  for (const { code, figure, params, asOf } of citations) {
    notes.push(await readNote(db, { id: code, figure, params: parseParams(params), asOf }));
  }
  return notes;
}

export interface Proof {
  log: { entries: number; links: number; versions: number; rows: number; head: string };
  seals: number;
  figures: { compared: number; equal: number } | null;
  findings: Finding[];
}

/** Compares a restored house with the manifest of its backup. No findings: it is the same. */
export async function prove(open: Pick<OpenHouse, 'db' | 'vault'>, manifest: Manifest): Promise<Proof> {
  const { findings: inLog, ...log } = await verifyLog(open.db, registers.ordered, open.vault);
  const { seals, findings: inSeals } = await verifySeals(open.db, open.vault);
  const findings = [...inLog, ...inSeals];
  if (
    log.entries !== manifest.log.entries ||
    log.links !== manifest.log.position ||
    log.head !== manifest.log.head
  ) {
    findings.push({
      kind: 'log-differs',
      zh: `审计日志与备份不同：备份有 ${manifest.log.entries} 行、链至第 ${manifest.log.position} 行，恢复后有 ${log.entries} 行、链至第 ${log.links} 行`,
      en: `The log differs from the backup: ${manifest.log.entries} lines linked up to ${manifest.log.position} there, ${log.entries} linked up to ${log.links} here`,
    });
  }
  let equal = 0;
  for (const noted of manifest.figures ?? []) {
    const { value, rows } = await readNote(open.db, noted);
    if (value === noted.value && rows === noted.rows) equal += 1;
    else {
      findings.push({
        kind: 'figure-differs',
        code: noted.id,
        zh: `指标 ${noted.figure}（${noted.id}，截至 ${noted.asOf}）：备份时为 ${noted.value ?? '—'}（${noted.rows} 条），恢复后为 ${value ?? '—'}（${rows} 条）`,
        en: `The figure ${noted.figure} (${noted.id}, as of ${noted.asOf}) was ${noted.value ?? '—'} over ${noted.rows} records at the backup, and is ${value ?? '—'} over ${rows} now`,
      });
    }
  }
  return {
    log,
    seals,
    figures: manifest.figures === null ? null : { compared: manifest.figures.length, equal },
    findings,
  };
}
