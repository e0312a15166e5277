/** Checks of identifiers; pure. */
import { z } from 'zod';
import type { Fault } from '#kernel/contract/refusal.ts';

const creditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const creditWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/**
 * The check character a unified social credit code must end with.
 * `body`: its first 17 characters. Source: GB 32100-2015 (weights 3^i mod 31, alphabet without I, O, S, V, Z).
 */
export function creditCheckCharacter(body: string): string {
  const sum = creditWeights.reduce(
    (total, weight, i) => total + weight * creditAlphabet.indexOf(body[i] ?? '0'),
    0,
  );
  return creditAlphabet[(31 - (sum % 31)) % 31] ?? '';
}

const identityWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/**
 * The check character a resident identity number must end with.
 * `body`: its first 17 digits. Source: GB 11643 (ISO 7064 MOD 11-2).
 */
export function identityCheckCharacter(body: string): string {
  const sum = identityWeights.reduce((total, weight, i) => total + weight * Number(body[i]), 0);
  return '10X98765432'[sum % 11] ?? '';
}

const upper = (value: string): string => value.trim().toUpperCase();

export const CreditCode = {
  /** 18 characters of the standard's alphabet; the check character is judged by `check`. */
  form: z
    .string()
    .transform(upper)
    .refine((value) => /^[0-9A-HJ-NP-RTUWXY]{18}$/.test(value), {
      error:
        '统一社会信用代码应为 18 位，不含 I、O、S、V、Z（GB 32100-2015） | a credit code has 18 characters without I, O, S, V, Z (GB 32100-2015)',
    }),
  /** Refuses a code whose check character does not fit, unless a reason for the exception is recorded. */
  check(value: unknown, override: unknown): Omit<Fault, 'at'>[] {
    if (typeof value !== 'string' || typeof override === 'string') return [];
    const expected = creditCheckCharacter(value);
    if (value.at(-1) === expected) return [];
    return [
      {
        zh: `统一社会信用代码 ${value} 的校验位应为 ${expected}（GB 32100-2015）；确为真实代码的，请填写“代码校验例外理由”`,
        en: `the check character of credit code ${value} should be ${expected} (GB 32100-2015); if the code is real, record a reason for the exception`,
      },
    ];
  },
};

/** A resident identity number: form, birthday that exists, check character. Retired area codes stay valid. */
export const IdentityNumber = z
  .string()
  .transform(upper)
  .refine((value) => /^\d{17}[\dX]$/.test(value), {
    error: '身份证号应为 18 位（GB 11643） | an identity number has 18 characters (GB 11643)',
  })
  .refine(
    (value) =>
      z.iso.date().safeParse(`${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`).success,
    { error: '身份证号中的出生日期不存在 | the birthday in the identity number does not exist' },
  )
  .refine((value) => value.at(-1) === identityCheckCharacter(value), {
    error: '身份证号校验位不符（GB 11643） | the check digit of the identity number does not fit (GB 11643)',
  });

/** A region code of GB/T 2260: six digits, province first. */
export const RegionCode = z.string().regex(/^[1-8]\d{5}$/, {
  error: '区划代码应为六位数字（GB/T 2260） | a region code has six digits (GB/T 2260)',
});
