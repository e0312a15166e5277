/**
 * Writes the sample province `sample/jilin-2024`: the same files on every machine, from a fixed seed. Refuses to
 * write a province whose records do not add up to what the letter says.
 * `node sample/generate.ts [folder]`
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { layAchievements } from './parts/achievements.ts';
import { layCommitments } from './parts/commitments.ts';
import { layConsultations } from './parts/consultations.ts';
import { layDirectory } from './parts/directory.ts';
import { layNotices } from './parts/notices.ts';
import { layPlans } from './parts/plans.ts';
import { layPlatforms } from './parts/platforms.ts';
import { layPolicies, reformPlan, talentPolicy } from './parts/policies.ts';
import { layProgrammes } from './parts/programmes.ts';
import { letterDay, openProvince, type Province } from './parts/province.ts';
import { openChance } from './parts/random.ts';
import { layRaceCycles } from './parts/race.ts';
import { layReplies } from './parts/replies.ts';
import { brokersAlliance, layServices } from './parts/services.ts';
import { writeSheet } from './parts/sheet.ts';
import { totalOf } from './parts/totals.ts';
import { layTransfers } from './parts/transfers.ts';

const seed = 20250527;

const here = dirname(fileURLToPath(import.meta.url));
const committed = join(here, 'jilin-2024');
/** The letter and its table of figures are kept as they are. */
const kept = ['figures.csv', 'letter.txt'] as const;

export interface Citation {
  id: string;
  figure: string;
  params: Record<string, string | number>;
  asOf: string;
  qualifier: string;
  unit: string;
}

/** A row of `figures.csv`, as far as the totals need it. */
interface Stated {
  id: string;
  qualifier: string;
  value: string;
  resolution: string;
  unit: string;
}

const paramsOf: Record<string, Citation['params']> = {
  'provincial-labs.annual': { year: 2025 },
  'proof-of-concept.filed': { batch: 1 },
  'pilot-scale.filed': { batch: 1 },
  'alliance.council': { alliance: brokersAlliance },
  'alliance.members': { alliance: brokersAlliance },
  'reform.departments': { instrument: reformPlan },
  'reform.aspects': { instrument: reformPlan },
  'reform.measures': { instrument: reformPlan },
  'talent.rules': { instrument: talentPolicy },
};

const yearly = [
  'race.prefectures',
  'race.regions',
  'race.projects',
  'race.funding',
  'regional-system.projects',
  'regional-system.funding',
  'brokers.new',
  'enforcement.destroyed-weight',
  'enforcement.destroyed-value',
  'enforcement.case-batches',
  'enforcement.cases',
];

/** Lays the whole province. */
export function layProvince(): Province {
  const province = openProvince();
  const chance = openChance(seed);
  layDirectory(province, chance);
  layPolicies(province);
  layCommitments(province);
  layPlans(province);
  layProgrammes(province, chance);
  layRaceCycles(province);
  layNotices(province);
  layPlatforms(province, chance);
  layConsultations(province);
  layServices(province, chance);
  layTransfers(province, chance, layAchievements(province, chance));
  layReplies(province);
  return province;
}

function splitLine(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}

export function readStated(): Stated[] {
  const [header = '', ...lines] = readFileSync(join(committed, 'figures.csv'), 'utf8').trim().split('\n');
  const names = splitLine(header.trim());
  return lines.map((line) => {
    const cells = splitLine(line.trim());
    const cell = (name: string): string => cells[names.indexOf(name)] ?? '';
    return {
      id: cell('id'),
      qualifier: cell('qualifier'),
      value: cell('value'),
      resolution: cell('resolution'),
      unit: cell('unit'),
    };
  });
}

export const citationsFor = (stated: readonly Stated[]): Citation[] =>
  stated.map(({ id, qualifier, unit }) => ({
    id,
    figure: id,
    params: paramsOf[id] ?? (yearly.includes(id) ? { year: 2024 } : {}),
    asOf: letterDay,
    qualifier,
    unit,
  }));

/** Whether a value is what the letter says, under its qualifier. */
export function supports(value: string, { qualifier, value: printed, resolution }: Stated): boolean {
  const scaled = (text: string): bigint => BigInt(Math.round(Number(text) * 100));
  const [actual, said, step] = [scaled(value), scaled(printed), scaled(resolution)];
  if (qualifier === 'over') return actual > said && actual < said + step;
  if (qualifier === 'about') return actual * 100n >= said * 95n && actual * 100n <= said * 105n;
  if (qualifier === 'odd') return actual >= said && actual * 100n < said * 110n;
  return ((actual + step / 2n) / step) * step === said;
}

/** Writes the folder; throws when a figure of the letter is not supported. */
export function writeProvince(folder: string): void {
  const province = layProvince();
  const stated = readStated();
  const citations = citationsFor(stated);
  citations.forEach(({ figure, params, asOf }, index) => {
    const row = stated[index];
    const { value } = totalOf(province, figure, params, asOf);
    if (!row || !supports(value, row))
      throw new Error(`${figure}: the records make ${value}, the letter says ${row?.value}`);
  });
  for (const sheet of Object.values(province)) {
    const path = join(folder, `${sheet.description.id.replace('.', '/')}.csv`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, writeSheet(sheet));
  }
  writeFileSync(
    join(folder, 'citations.json'),
    `[\n${citations.map((one) => `  ${JSON.stringify(one)}`).join(',\n')}\n]\n`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2] ?? committed;
  if (folder === committed) {
    const files = kept.map((name) => [name, readFileSync(join(committed, name))] as const);
    rmSync(committed, { recursive: true });
    mkdirSync(committed);
    for (const [name, bytes] of files) writeFileSync(join(committed, name), bytes);
  }
  writeProvince(folder);
}
