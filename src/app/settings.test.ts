import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkout } from './database.ts';
import { describeSettings, findSettingFaults, internalVariables, settings } from './settings.ts';

/** Variables the product reads, by its own sources. */
function listRead(): Set<string> {
  const found = new Set<string>();
  for (const folder of ['src', 'scripts', 'bin']) {
    for (const name of readdirSync(join(checkout, folder), { recursive: true, encoding: 'utf8' })) {
      if (!/\.(ts|tsx|mjs|js)$/.test(name) || /\.test\.|testing\.ts$/.test(name)) continue;
      const text = readFileSync(join(checkout, folder, name), 'utf8');
      for (const [, variable = ''] of text.matchAll(/process\.env\.([A-Z][A-Z0-9_]+)/g)) found.add(variable);
    }
  }
  return found;
}

test('every variable the sources read is a documented setting, and every setting is read', () => {
  const read = [...listRead()].filter(
    (name) => /^KECHUANG_|^DATABASE_URL$|^PORT$|^HOST$/.test(name) && !internalVariables.test(name),
  );
  expect(read.sort()).toEqual(settings.map(({ name }) => name).sort());
  const page = readFileSync(join(checkout, 'docs/configuration.md'), 'utf8');
  // The page is made by `npm run generate`.
  for (const language of ['zh', 'en'] as const) expect(page).toContain(describeSettings(language));
});

test('unknown names and values the program would refuse are told, each with what is wanted', () => {
  expect(findSettingFaults({ PATH: '/bin', KECHUANG_DATA: '/x', KECHUANG_PARENT_PIPE: '1' })).toEqual([]);
  const faults = findSettingFaults({
    KECHUANG_DATE: 'x',
    PORT: 'http',
    DATABASE_URL: 'mysql://localhost/x',
    KECHUANG_MASTER_KEY: 'short',
    KECHUANG_SAMPLE: '../jilin-2024',
    KECHUANG_FONTS: '/no/such/folder',
    KECHUANG_PUBLIC_URL: 'kechuang.example',
    KECHUANG_SMTP_URL: 'http://mail.example',
    KECHUANG_TRUST_PROXY: '127.0.0.1, 0.0.0.0/0',
  });
  expect(faults.map(({ name }) => name).sort()).toEqual([
    'DATABASE_URL',
    'KECHUANG_DATE',
    'KECHUANG_FONTS',
    'KECHUANG_MASTER_KEY',
    'KECHUANG_PUBLIC_URL',
    'KECHUANG_SAMPLE',
    'KECHUANG_SMTP_URL',
    'KECHUANG_TRUST_PROXY',
    'PORT',
  ]);
  for (const { words } of faults) expect(words.en).toMatch(/KECHUANG_|PORT|DATABASE_URL/);
  // A secret is never repeated.
  expect(JSON.stringify(faults)).not.toContain('short');
});
