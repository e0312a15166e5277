import { expect, test } from 'vitest';
import { isDay, parseSearch, readAddress, withEvidence, withoutEvidence, writeSearch } from './address.ts';

const read = (text: string) => readAddress(parseSearch(text));

test('an address read and written again is the same view', () => {
  const text =
    '?lang=en&asOf=2024-12-31&figure=race.funding&params=%7B%22year%22%3A2024%7D&qualifier=over&rowDesc=1&rowPage=3';
  expect(read(writeSearch({ ...read(text) }))).toEqual(read(text));
});

test('what is malformed is dropped', () => {
  expect(
    read('?lang=fr&asOf=2025-02-30&page=0&rowPage=1&qualifier=none&params=[1]&filters={&back=//elsewhere'),
  ).toEqual({});
});

test('parameters in another order give one address', () => {
  expect(read('?params={"b":1,"a":2}')).toEqual(read('?params={"a":2,"b":1}'));
});

test('text that looks like a number stays text', () => {
  expect(read('?q=2024').q).toBe('2024');
});

test('opening evidence starts at its first page, closing leaves the rest', () => {
  const home = read('?lang=en&fromAsOf=2024-12-31&rowPage=4');
  const open = withEvidence(home, { figure: 'race.funding', params: { year: 2024 } });
  expect(open.rowPage).toBeUndefined();
  expect(readAddress({ ...withoutEvidence(open) })).toEqual({ lang: 'en', fromAsOf: '2024-12-31' });
});

test('days exist or do not', () => {
  expect([isDay('2024-02-29'), isDay('2025-02-29'), isDay('1899-12-31')]).toEqual([true, false, false]);
});
