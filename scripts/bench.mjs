import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, runFile, say } from './runtime.mjs';

const names = readdirSync(join(root, 'bench'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3));
const [name, ...args] = process.argv.slice(2);
if (name && names.includes(name)) {
  await runFile(`bench/${name}.ts`, args);
} else {
  say(
    `用法：npm run bench -- 名称（${names.join('、')}）`,
    `Usage: npm run bench -- NAME (${names.join(', ')})`,
  );
  process.exitCode = 2;
}
