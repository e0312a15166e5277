import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { citation } from '#kernel/figures/contract.ts';
import { registers, figures } from './house.ts';
import { describeFigures, describeLayout, fillMarked } from './layout.ts';
import { fileOf } from './province.ts';

const files = registers.ordered.filter(({ id }) => id !== citation.id);

describe('the layout page', () => {
  test('names every file, column and choice', () => {
    const page = describeLayout(files);
    for (const description of files) {
      expect(page).toContain(`### \`${fileOf(description.id)}\``);
      for (const [name, field] of Object.entries(description.fields)) {
        expect(page).toContain(`| \`${name}\` | ${field.label.zh} | ${field.label.en} |`);
        for (const [value, label] of Object.entries(field.choices ?? {}))
          expect(page).toContain(`\`${value}\` ${label.zh}`);
      }
    }
  });

  test('names every figure with its parameters', () => {
    const page = describeFigures(figures.all);
    expect(page.split('\n')).toHaveLength(figures.all.length + 2);
    expect(page).toContain('| `alliance.council` |');
    expect(page).toContain('`alliance` 联盟 / Alliance');
  });

  test('as committed is the one the descriptions give', () => {
    const page = readFileSync(join(import.meta.dirname, '../../sample/README.md'), 'utf8');
    const filled = fillMarked(
      fillMarked(page, 'layout', describeLayout(files)),
      'figures',
      describeFigures(figures.all),
    );
    expect(filled === page, 'sample/README.md is out of date: npm run generate').toBe(true);
  });

  test('is written between its markers and nowhere else', () => {
    expect(fillMarked('a <!-- generated:x -->old<!-- /generated:x --> b', 'x', 'new')).toBe(
      'a <!-- generated:x -->\n\nnew\n\n<!-- /generated:x --> b',
    );
    expect(() => fillMarked('no markers', 'x', 'new')).toThrow('no markers');
  });
});
