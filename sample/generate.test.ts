import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { citationsFor, layProvince, readStated, supports, writeProvince } from './generate.ts';
import { fenOf, sumOf } from './parts/fen.ts';
import { letterDay } from './parts/province.ts';
import { totalOf } from './parts/totals.ts';

const folder = mkdtempSync(join(tmpdir(), 'kechuang-sample-'));
const committed = join(import.meta.dirname, 'jilin-2024');

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const filesIn = (root: string): string[] =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(csv|json)$/.test(name) && name !== 'figures.csv')
    .toSorted();

describe('the sample province', () => {
  test('is written again byte for byte', () => {
    writeProvince(folder);
    const names = filesIn(folder);
    expect(names).toEqual(filesIn(committed));
    expect(names.length).toBeGreaterThan(40);
    const changed = names.filter(
      (name) => !readFileSync(join(folder, name)).equals(readFileSync(join(committed, name))),
    );
    expect(changed).toEqual([]);
  });

  const province = layProvince();
  const stated = readStated();

  test.each(citationsFor(stated).map((citation, index) => ({ ...citation, stated: stated[index] })))(
    'supports $figure',
    ({ figure, params, asOf, stated: row }) => {
      const { value, rows } = totalOf(province, figure, params, asOf);
      if (!row) throw new Error('no row');
      expect(supports(value, row), `${value} for ${row.value}`).toBe(true);
      expect(rows).toBeGreaterThan(0);
    },
  );

  test('names nobody but who the letter and public law name', () => {
    const real = ['吉林省科学技术厅', '中共吉林省委组织部', '吉林省市场监督管理厅', '吉林大学'];
    const named = province.organisation.rows.map(({ name }) => name).filter((name) => !name.includes('示例'));
    expect(named).toEqual(real);
    expect(province.person.rows.every(({ name }) => name.startsWith('示例人员'))).toBe(true);
    expect(
      province.person.rows.every(({ identityNumber }) => identityNumber?.startsWith('000000') ?? true),
    ).toBe(true);
    const classified = province.platform.rows.filter((row) => row.classified);
    expect(classified.map(({ name }) => name)).toEqual([
      '示例国防重点实验室甲',
      '示例国防重点实验室乙',
      '示例国防重点实验室丙',
    ]);
  });

  test('never distributes what was not yet received, and shares make their distribution', () => {
    for (const distribution of province.distribution.rows) {
      const shares = province.distributionShare.rows.filter((row) => row.distribution === distribution.code);
      expect(sumOf(shares.map(({ amount }) => fenOf(amount)))).toBe(fenOf(distribution.amount));
    }
    const paidOf = Map.groupBy(province.distribution.rows, ({ contract }) => contract);
    const receivedOf = Map.groupBy(province.receipt.rows, ({ contract }) => contract);
    for (const { code, amount } of province.transferContract.rows) {
      const received = receivedOf.get(code) ?? [];
      expect(sumOf(received.map((row) => fenOf(row.amount))) <= fenOf(amount)).toBe(true);
      for (const { paidOn } of paidOf.get(code) ?? []) {
        if (!paidOn) continue;
        const by = (on: string | null | undefined): boolean =>
          on !== null && on !== undefined && on <= paidOn;
        const paid = sumOf(
          (paidOf.get(code) ?? []).filter((row) => by(row.paidOn)).map((row) => fenOf(row.amount)),
        );
        expect(
          paid <= sumOf(received.filter((row) => by(row.receivedOn)).map((row) => fenOf(row.amount))),
        ).toBe(true);
      }
    }
  });

  test('dates follow one another', () => {
    const disclosed = new Map(province.achievement.rows.map((row) => [row.code, row.disclosedOn]));
    const signed = new Map(province.transferContract.rows.map((row) => [row.code, row.signedOn]));
    for (const row of province.empowerment.rows)
      expect((row.agreedOn ?? '') >= (disclosed.get(row.achievement) ?? '9')).toBe(true);
    for (const row of province.contractItem.rows) {
      expect((signed.get(row.contract) ?? '') > (disclosed.get(row.achievement) ?? '9')).toBe(true);
    }
    for (const row of province.receipt.rows)
      expect(row.receivedOn > (signed.get(row.contract) ?? '9')).toBe(true);
  });

  test('holds the traps that must not be counted', () => {
    const { empowerment, transferContract, brokerCertificate } = province;
    const twice = Map.groupBy(empowerment.rows, ({ achievement }) => achievement);
    expect([...twice.values()].filter((rows) => rows.length > 1).length).toBeGreaterThan(10);
    expect(empowerment.rows.filter((row) => row.endedOn === letterDay)).toHaveLength(1);
    expect(empowerment.rows.filter((row) => row.effectiveOn === letterDay).length).toBeGreaterThan(0);
    expect(empowerment.rows.filter((row) => !row.effectiveOn)).toHaveLength(23);
    expect(transferContract.rows.filter((row) => row.endedOn && row.endedOn <= letterDay)).toHaveLength(14);
    expect(transferContract.rows.filter((row) => row.signedOn > letterDay)).toHaveLength(16);
    expect(new Set(brokerCertificate.rows.map(({ person }) => person)).size).toBeLessThan(
      brokerCertificate.rows.length,
    );
  });
});
