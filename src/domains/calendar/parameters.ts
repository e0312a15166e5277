/** Terms kept as dated parameters. */
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Db } from '#kernel/db/open.ts';
import { requireParameter, type ParameterVersion } from '#kernel/parameters/read.ts';
import type { Term } from './contract.ts';
import { parseTerm } from './rules.ts';

/**
 * The term a parameter has on a day: that of the case itself, not of today. Refuses a parameter that is not set on the
 * day, and a value that is no term, with the parameter's name.
 */
export async function requireTerm(
  db: Db,
  name: string,
  day: string,
): Promise<{ term: Term; parameter: ParameterVersion }> {
  const parameter = await requireParameter(db, name, day);
  try {
    return { term: parseTerm(parameter.value), parameter };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal('broken-rule', {
      zh: `参数 ${name}（自 ${parameter.validFrom} 施行）的值有误：${error.words.zh}请在“参数”登记册中更正。`,
      en: `The value of parameter ${name} (in force from ${parameter.validFrom}) is wrong: ${error.words.en} Correct it in the register of parameters.`,
    });
  }
}
