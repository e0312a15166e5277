import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const checkout = fileURLToPath(new URL('../..', import.meta.url));
const sources = ['src/app/web', 'src/kernel/web', 'src/kernel/contract'];
/** Of the slices the pages take their web rooms alone, and contracts as types. */
const ofSlices = /[\\/]web[\\/]/;

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(path.join(checkout, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** Fingerprint of everything the built pages are made of. */
export async function hashWebSources(): Promise<string> {
  const files = [
    ...(await Promise.all(sources.map(listFiles))).flat(),
    ...(await listFiles('src/domains')).filter((file) => ofSlices.test(file)),
    path.join(checkout, 'package-lock.json'),
  ].sort();
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(`${path.relative(checkout, file)}\0`);
    hash.update(await readFile(file));
  }
  return hash.digest('hex');
}

/**
 * The folder of the built pages below `folder`; builds them only when their sources have changed since. A build is
 * put in place whole: one that fails or is cut off leaves the former pages as they were.
 */
export async function ensureWebBuilt(folder: string): Promise<string> {
  const dist = path.join(folder, 'web');
  const mark = path.join(dist, '.sources');
  const wanted = await hashWebSources();
  if (existsSync(mark) && (await readFile(mark, 'utf8')) === wanted) return dist;
  await mkdir(folder, { recursive: true });
  const fresh = path.join(folder, `web-${process.pid}`);
  const { build } = await import('vite');
  await build({
    configFile: path.join(checkout, 'src/app/web/vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: fresh },
  });
  await writeFile(path.join(fresh, '.sources'), wanted);
  await rm(dist, { recursive: true, force: true });
  await rename(fresh, dist);
  return dist;
}
