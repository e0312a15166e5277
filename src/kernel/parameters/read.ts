/** Reading dated parameters: the version in force on a case's own day. */
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Db } from '#kernel/db/open.ts';

/** One version of a parameter, with the document it comes from. */
export interface ParameterVersion {
  value: string;
  unit: string | null;
  document: string;
  basis: 'law' | 'document' | 'product' | 'unverified';
  validFrom: string;
}

/**
 * The versions of several parameters in force on a day, by name; those without one are left out. Where versions
 * overlap, the one that began last. One query, in the schema `db` reads.
 */
export async function parametersOn(
  db: Db,
  names: readonly string[],
  day: string,
): Promise<Map<string, ParameterVersion>> {
  if (names.length === 0) return new Map();
  const rows = await db
    .selectFrom('parameter')
    .select(['name', 'value', 'unit', 'document', 'basis', 'validFrom'])
    .where('name', 'in', [...names])
    .where('validFrom', '<=', day)
    .where((eb) => eb.or([eb('validTo', 'is', null), eb('validTo', '>', day)]))
    .orderBy('validFrom')
    .execute();
  return new Map(rows.map(({ name, ...version }) => [name, version]));
}

/** The version of one parameter in force on a day; null if there is none. */
export async function parameterOn(db: Db, name: string, day: string): Promise<ParameterVersion | null> {
  return (await parametersOn(db, [name], day)).get(name) ?? null;
}

/** The same, refused where there is none: nothing is ever assumed in its place. */
export async function requireParameter(db: Db, name: string, day: string): Promise<ParameterVersion> {
  const version = await parameterOn(db, name, day);
  if (version) return version;
  throw new Refusal('unset-parameter', {
    zh: `参数 ${name} 在 ${day} 没有施行中的值。请在“参数”登记册（/registers/parameters.parameter）中录入该日施行的值及其来源文件，再重试。`,
    en: `The parameter ${name} has no value in force on ${day}. Enter one valid on that day, with its document, in the register of parameters (/registers/parameters.parameter), and try again.`,
  });
}

/** Names of which any version is entered. */
export async function parameterNames(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('parameter').select('name').distinct().execute();
  return rows.map(({ name }) => name);
}
