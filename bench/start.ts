import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { findServingProcess, readResidentMegabytes, startPlatform } from '../test/platform.ts';
import type { Platform } from '../test/platform.ts';

const WARM_ROUNDS = 3;
const limits = { firstSeconds: 20, warmSeconds: 3, residentMegabytes: 600 };

/** From the command to the first page answered, on a folder of its own; packages are there already. */
async function main(): Promise<void> {
  const [load = 0] = loadavg();
  const folder = await mkdtemp(join(tmpdir(), 'kechuang-bench-'));
  await chmod(folder, 0o711);
  try {
    const first = await time(folder);
    await stop(first.platform);
    const warm: number[] = [];
    let resident = 0;
    for (let round = 0; round < WARM_ROUNDS; round += 1) {
      const started = await time(folder);
      warm.push(started.seconds);
      await exercise(started.address);
      resident = Math.max(resident, readResidentMegabytes(findServingProcess(started.platform).pid));
      await stop(started.platform);
    }
    console.log(
      `start: Node ${process.version}, ${cpus().length} cores, load before ${load.toFixed(1)}, data in ${folder}`,
    );
    const lines = [
      judge('first start with import', first.seconds, 's', limits.firstSeconds),
      judge(`warm start, median of ${WARM_ROUNDS}`, median(warm), 's', limits.warmSeconds),
      judge('warm start, slowest', Math.max(...warm), 's', limits.warmSeconds),
      judge('resident memory after use', resident, 'MB', limits.residentMegabytes),
    ];
    process.exitCode = lines.every(Boolean) ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function time(folder: string): Promise<{ platform: Platform; address: string; seconds: number }> {
  const started = performance.now();
  const platform = startPlatform(join(folder, 'data'));
  const address = await platform.address;
  return { platform, address, seconds: (performance.now() - started) / 1000 };
}

/** A visitor's first requests, so that memory is read of a server that has worked. */
async function exercise(address: string): Promise<void> {
  for (const path of ['/', '/api/openapi.json']) {
    for (let round = 0; round < 20; round += 1) await (await fetch(`${address}${path}`)).arrayBuffer();
  }
}

async function stop(platform: Platform): Promise<void> {
  platform.child.kill('SIGTERM');
  const { code } = await platform.ended;
  if (code !== 0) throw new Error(`The platform ended with ${code}:\n${platform.output()}`);
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function judge(name: string, value: number, unit: string, limit: number): boolean {
  const shown = unit === 's' ? value.toFixed(2) : String(value);
  const fine = value <= limit;
  console.log(
    `${name.padEnd(28)} ${shown.padStart(8)} ${unit.padEnd(2)}  limit ${limit} ${unit}  ${fine ? 'held' : 'OVER'}`,
  );
  return fine;
}

await main();
