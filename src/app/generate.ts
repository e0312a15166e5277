/**
 * Files made from the descriptions: the layout page of a data folder. With `--check` nothing is written and a
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

const page = join(checkout, 'sample/README.md');
const before = readFileSync(page, 'utf8');
const after = fillMarked(
  fillMarked(
    before,
    'layout',
    describeLayout(registers.ordered.filter(({ id }) => id !== 'figures.citation')),
  ),
  'figures',
  describeFigures(figures.all),
);

if (process.argv.includes('--check')) {
  if (after !== before) {
    process.stderr.write('sample/README.md is not what the descriptions say; run: npm run generate\n');
    process.exitCode = 1;
  }
} else {
  writeFileSync(page, after);
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
