import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { ensurePackages, findNode, root } from './runtime.mjs';

const modules = join(root, 'node_modules');
const rooms = ['src', 'test', 'bench', 'sample'].filter((folder) => existsSync(join(root, folder)));

/** The slowest first, so that the others fit beside it. */
const checks = [
  {
    name: 'types',
    command: 'typescript/bin/tsc',
    args: ['--noEmit', '--incremental', '--tsBuildInfoFile', 'node_modules/.cache/tsbuildinfo'],
  },
  { name: 'unused', command: 'knip/bin/knip.js', args: ['--no-progress', '--max-show-issues', '60'] },
  { name: 'lint', command: 'oxlint/bin/oxlint', args: [] },
  {
    name: 'rooms',
    command: 'dependency-cruiser/bin/dependency-cruiser.mjs',
    args: ['--config', '.dependency-cruiser.cjs', ...rooms],
    judge: judgeRooms,
  },
  { name: 'format', command: 'oxfmt/bin/oxfmt', args: ['--check'] },
];
if (existsSync(join(root, 'src/app/generate.ts'))) {
  checks.push({ name: 'generated', file: 'src/app/generate.ts', args: ['--check'] });
}

/** All checks run, whatever the others found; the summary names each. */
async function main() {
  await ensurePackages();
  const node = findNode();
  const waiting = [...checks];
  const outcomes = [];
  const workers = Array.from({ length: Math.min(2, cpus().length) }, async () => {
    for (let check = waiting.shift(); check; check = waiting.shift())
      outcomes.push(await runCheck(node, check));
  });
  await Promise.all(workers);
  for (const { name, seconds, fault, output } of outcomes) {
    if (fault) process.stdout.write(`\n── ${name}: ${fault} (${seconds} s)\n${output.trim()}\n`);
  }
  process.stdout.write('\n');
  for (const { name } of checks) {
    const { fault, seconds } = outcomes.find((outcome) => outcome.name === name);
    process.stdout.write(`${fault ? '✗' : '✓'} ${name} (${seconds} s)${fault ? `: ${fault}` : ''}\n`);
  }
  process.exitCode = outcomes.some(({ fault }) => fault) ? 1 : 0;
}

function runCheck(node, { name, command, file, args, judge }) {
  return new Promise((resolve) => {
    const started = Date.now();
    const program = command ? join(modules, command) : join(root, file);
    const child = spawn(node, [program, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        output += text;
      });
    }
    const finish = (fault) => {
      resolve({ name, fault, output, seconds: ((Date.now() - started) / 1000).toFixed(1) });
    };
    child.once('error', (error) => finish(error.message));
    child.once('close', (code, signal) => {
      if (code !== 0) finish(signal ? `ended by ${signal}` : 'found faults');
      else finish(judge?.(output));
    });
  });
}

/** A gate that read nothing passes everything: it must have read at least every source file of ours. */
function judgeRooms(output) {
  const read = Number(/(\d+) modules/.exec(output)?.[1] ?? 0);
  const present = rooms.reduce((sum, room) => sum + countSources(join(root, room)), 0);
  return present > 0 && read >= present
    ? undefined
    : `read ${read} modules, ${present} source files are there`;
}

function countSources(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    if (entry.isDirectory()) return sum + countSources(join(folder, entry.name));
    return sum + (/\.tsx?$/.test(entry.name) ? 1 : 0);
  }, 0);
}

await main();
