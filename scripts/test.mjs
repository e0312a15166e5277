import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensurePackages, findNode, root, runChild, say } from './runtime.mjs';

const PROJECTS = ['unit', 'database', 'boot', 'browser'];
/** The longest first, so that two lanes end together. */
const LONGEST_FIRST = ['boot', 'database', 'browser', 'unit'];
const LANES = 2;
const OLDEST_POSTGRESQL = 15;
/** What the oldest version is asked again: SQL, row security, histories, figures; what only passes through is not. */
const ASKED_AGAIN = [
  'src/kernel/audit',
  'src/kernel/jobs',
  'src/kernel/registers',
  'test/access',
  'test/figures.db',
  'test/letters',
  'test/merge',
  'test/other-province',
];

/**
 * Usage: npm test [-- PROJECT [VITEST ARGUMENTS…]]
 *
 * The runs go in two lanes side by side; each lane takes the next run when it is free. Counts are read from vitest's
 * own reports, so that the last line says what really ran. A runner that crashed, reported nothing or ran no test counts as a failure.
 */
async function main() {
  const [first, ...rest] = process.argv.slice(2);
  if (first && !PROJECTS.includes(first)) {
    say(
      `用法：npm test -- [${PROJECTS.join(' | ')}] [文件名……]`,
      `Usage: npm test -- [${PROJECTS.join(' | ')}] [FILE NAMES…]`,
    );
    process.exitCode = 2;
    return;
  }
  await ensurePackages();
  const reports = mkdtempSync(join(tmpdir(), 'kechuang-reports-'));
  const totals = { passed: 0, failed: 0, skipped: 0 };
  try {
    const waiting = planRuns(first);
    const results = await Promise.all(
      Array.from({ length: Math.min(LANES, waiting.length) }, async (_, lane) => {
        const counted = [];
        for (let run = waiting.shift(); run; run = waiting.shift()) {
          // Of two lanes one is read as it goes; the other's words follow when a run of it is over.
          const aside = lane > 0 ? join(reports, `${waiting.length}.txt`) : undefined;
          const counts = await runProject(run, rest.length > 0 ? rest : (run.files ?? []), reports, aside);
          if (aside) process.stdout.write(readFileSync(aside));
          counted.push(counts);
          if (counts.interrupted) {
            waiting.length = 0;
            break;
          }
          process.stdout.write(
            `\n${run.title}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped, ${counts.seconds} s\n\n`,
          );
        }
        return counted;
      }),
    );
    for (const counts of results.flat()) {
      if (counts.interrupted) {
        process.exitCode = counts.interrupted;
        return;
      }
      for (const key of Object.keys(totals)) totals[key] += counts[key];
    }
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;
  process.stdout.write(`${totals.passed} passed, ${totals.failed} failed\n`);
}

function planRuns(only) {
  const runs = [];
  for (const project of PROJECTS.filter((name) => !only || name === only)) {
    runs.push({ title: project, project, env: {} });
    if (project !== 'database') continue;
    const installed = findInstalledPostgresql();
    if (installed) {
      runs.push({
        title: `database on PostgreSQL ${installed.version}`,
        project,
        env: { KECHUANG_TEST_PG: installed.bin },
        files: ASKED_AGAIN,
      });
    }
    if (process.env.DATABASE_URL) {
      runs.push({
        title: 'database on DATABASE_URL',
        project,
        env: { KECHUANG_TEST_SERVER_URL: process.env.DATABASE_URL },
      });
    }
  }
  // What asks the oldest version again is short and comes last.
  return runs.toSorted(
    (one, other) =>
      Number(one.files !== undefined) - Number(other.files !== undefined) ||
      LONGEST_FIRST.indexOf(one.project) - LONGEST_FIRST.indexOf(other.project),
  );
}

/** The oldest version we promise to run on that Debian's packages have left on this machine. */
function findInstalledPostgresql() {
  const folder = '/usr/lib/postgresql';
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder)
    .map((version) => ({ version: Number(version), bin: join(folder, version, 'bin') }))
    .filter(({ version, bin }) => version >= OLDEST_POSTGRESQL && existsSync(join(bin, 'initdb')))
    .sort((a, b) => a.version - b.version)[0];
}

async function runProject({ title, project, env }, args, reports, aside) {
  const report = join(reports, `${title.replaceAll(/\W+/g, '-')}.json`);
  process.stdout.write(aside ? `── ${title} (side by side, told at its end)\n` : `── ${title}\n`);
  const words = aside === undefined ? undefined : openSync(aside, 'w');
  const started = Date.now();
  const inherited = { ...process.env };
  // Only the run that is meant to uses the user's own server.
  for (const name of ['DATABASE_URL', 'KECHUANG_DATA', 'KECHUANG_SAMPLE', 'PORT', 'HOST'])
    delete inherited[name];
  const { code, signal } = await runChild(
    findNode(),
    [
      join(root, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...args,
    ],
    {
      env: { ...inherited, ...env, NODE_ENV: 'test' },
      ...(words === undefined ? {} : { stdio: ['ignore', words, words] }),
    },
  );
  if (words !== undefined) closeSync(words);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  if (['SIGINT', 'SIGTERM'].includes(signal) || code === 130 || code === 143) return { interrupted: code };
  return { ...countTests(readReport(report), code), seconds };
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function countTests(report, code) {
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  };
  const ranNothing = counts.passed === 0 && counts.failed === 0;
  const failedOtherwise = code !== 0 && counts.failed === 0;
  if (ranNothing || failedOtherwise) counts.failed += 1;
  return counts;
}

await main();
