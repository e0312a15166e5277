/**
 * Files made from the descriptions: the layout page of a data folder, the page of settings. With `--check` nothing is written and a
 * difference fails; without, it also prints the table of any record that no migration makes yet.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableStatement } from '#kernel/db/ddl.ts';
import { searchStatement } from '#kernel/registers/search-plan.ts';
import { checkout } from './database.ts';
import { figures, registers } from './house.ts';
import { describeFigures, describeLayout, fillMarked } from './layout.ts';
import { migrationFiles } from './migrations.ts';
import { describeSettings } from './settings.ts';

const pages: [string, Record<string, string>][] = [
  [
    'sample/README.md',
    {
      layout: describeLayout(registers.ordered.filter(({ id }) => id !== 'figures.citation')),
      figures: describeFigures(figures.all),
    },
  ],
  ['docs/configuration.md', { 'settings-zh': describeSettings('zh'), 'settings-en': describeSettings('en') }],
];
const written = pages.map(([name, parts]) => {
  const before = readFileSync(join(checkout, name), 'utf8');
  const after = Object.entries(parts).reduce(
    (text, [mark, content]) => fillMarked(text, mark, content),
    before,
  );
  return { name, before, after };
});

if (process.argv.includes('--check')) {
  for (const { name } of written.filter(({ before, after }) => after !== before)) {
    process.stderr.write(`${name} is not what the descriptions say; run: npm run generate\n`);
    process.exitCode = 1;
  }
} else {
  for (const { name, after } of written) writeFileSync(join(checkout, name), after);
  const migrations = migrationFiles()
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  for (const description of registers.ordered) {
    if (!migrations.includes(`create table register.${description.table} (`))
      process.stdout.write(`${tableStatement(description)}\n\n`);
    // Quick orders and what is searched follow the description; the last plan of a register is the one that holds.
    if (!migrations.includes(searchStatement(description)))
      process.stdout.write(`${searchStatement(description)}\n\n`);
  }
}
