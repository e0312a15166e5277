import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { validateRows } from '#kernel/registers/validate.ts';
import { organisation, person } from './contract.ts';
import {
  CreditCode,
  creditCheckCharacter,
  identityCheckCharacter,
  IdentityNumber,
  RegionCode,
} from './rules.ts';

describe('unified social credit codes (GB 32100-2015)', () => {
  test('the department’s own code is right', () =>
    expect(CreditCode.check('11220000013544429K', null)).toEqual([]));

  test('a real firm’s code that fails its check is taken only with a reason', () => {
    const row = { code: 'X', name: '示例', kind: 'company', creditCode: '91350211M0000XUF46' };
    const refused = validateRows(organisation, [{ at: '/row', cells: row }]);
    expect(refused.faults[0]?.zh).toContain('校验位应为');
    const taken = validateRows(organisation, [
      { at: '/row', cells: { ...row, creditCodeOverride: '已与登记机关核对营业执照' } },
    ]);
    expect(taken.faults).toEqual([]);
  });

  test.each(['11220000013544429', '112200000135444291K', '11220000013544429O', '1122000001354442 K'])(
    '“%s” has the wrong form',
    (code) => expect(CreditCode.form.safeParse(code).success).toBe(false),
  );

  test('any other check character is refused', () => {
    const alphabet = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...alphabet), { minLength: 17, maxLength: 17 }),
        fc.constantFrom(...alphabet),
        (body, last) => {
          const code = `${body.join('')}${last}`;
          expect(CreditCode.check(code, null).length === 0).toBe(
            last === creditCheckCharacter(body.join('')),
          );
        },
      ),
    );
  });
});

describe('resident identity numbers (GB 11643)', () => {
  const sample = `00000019800229123${identityCheckCharacter('00000019800229123')}`;
  test('form, birthday and check digit', () => {
    expect(IdentityNumber.safeParse(sample).success).toBe(true);
    expect(IdentityNumber.safeParse('11010519491231002X').success).toBe(true);
    expect(IdentityNumber.safeParse('11010519491231002x').data).toBe('11010519491231002X');
    for (const wrong of [
      '110105194912310021',
      '11010519490231002X',
      '1101051949123100',
      'ABCDEFGHIJKLMNOPQR',
    ]) {
      expect(IdentityNumber.safeParse(wrong).success, wrong).toBe(false);
    }
  });

  test('a wrong number is refused by the register with its place', () => {
    const { faults } = validateRows(person, [
      {
        at: '/row',
        cells: { code: 'P', name: '示例人员', organisation: 'O', identityNumber: '110105194912310021' },
      },
    ]);
    expect(faults).toMatchObject([{ at: '/row/identityNumber' }]);
  });
});

test.each([
  ['220100', true],
  ['22010', false],
  ['2201000', false],
  ['020100', false],
  ['22O100', false],
])('region code %s: %s', (code, valid) => expect(RegionCode.safeParse(code).success).toBe(valid));
