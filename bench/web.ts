/** JavaScript of the portal's first view and of the workbench's first list, compressed, beside their limits. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { ensureWebBuilt } from '#app/web-build.ts';

const limit = 150 * 1024;
const folder = await mkdtemp(path.join(tmpdir(), 'kechuang-web-'));
const started = performance.now();
const dist = await ensureWebBuilt(folder);
const built = performance.now();
await ensureWebBuilt(folder);
const reused = performance.now();

const page = await readFile(path.join(dist, 'index.html'), 'utf8');
const files = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].flatMap(([, file]) => file ?? []);
if (files.length === 0) throw new Error('the page names no scripts');

const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;
let [plain, gzip, brotli] = [0, 0, 0];
for (const file of files) {
  const text = await readFile(path.join(dist, file));
  plain += text.length;
  gzip += gzipSync(text, { level: 9 }).length;
  brotli += brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}
// The workbench's first list: the first view, and the chunks its page and the officer's tools bring along.
const listLimit = 400 * 1024;
const chunks = await readdir(path.join(dist, 'assets'));
const needed = new Set(files.map((file) => path.basename(file)));
const waiting = chunks.filter((name) => /^(Register|RecordDesk|BulkActions|RecordTable)-.*\.js$/.test(name));
for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
  if (needed.has(name)) continue;
  needed.add(name);
  const text = await readFile(path.join(dist, 'assets', name), 'utf8');
  for (const [, other] of text.matchAll(/from\s*"\.\/([^"]+\.js)"|import\s*"\.\/([^"]+\.js)"/g)) {
    if (other !== undefined) waiting.push(other);
  }
}
let list = 0;
for (const name of needed)
  list += gzipSync(await readFile(path.join(dist, 'assets', name)), { level: 9 }).length;
await rm(folder, { recursive: true, force: true });

console.log(`first list: ${needed.size} scripts, gzip ${kilobytes(list)}  (limit ${kilobytes(listLimit)})`);
console.log(`first view: ${files.length} scripts, ${kilobytes(plain)} plain`);
console.log(`gzip        ${kilobytes(gzip)}  (limit ${kilobytes(limit)})`);
console.log(`brotli      ${kilobytes(brotli)}  (limit ${kilobytes(limit)})`);
console.log(
  `build       ${Math.round(built - started)} ms, reused in ${Math.round(reused - built)} ms (limit 3000 ms)`,
);
if (gzip > limit || list > listLimit) process.exitCode = 1;
