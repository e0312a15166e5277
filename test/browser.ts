import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const SYSTEM_BROWSER = '/usr/bin/chromium';
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
  '--hide-scrollbars',
];

const require = createRequire(import.meta.url);

/**
 * A headless Chromium that shows Chinese on a machine without Chinese fonts: the system's browser if there
 * is one, else the packaged one; always with the packaged font alone, so that pictures are alike everywhere.
 */
export async function launchBrowser(): Promise<Browser> {
  const folder = await prepareFolder();
  const fontConfig = await writeFontConfig(folder);
  const env = { ...process.env, FONTCONFIG_FILE: fontConfig } as Record<string, string>;
  if (existsSync(SYSTEM_BROWSER)) {
    return chromium.launch({ executablePath: SYSTEM_BROWSER, args: FLAGS, env });
  }
  const { executablePath, libraries } = await unpackBrowser(folder);
  try {
    return await chromium.launch({ executablePath, args: FLAGS, env });
  } catch (error) {
    if (!/error while loading shared libraries/.test(String(error))) throw error;
    // The package carries the few system libraries that a bare machine lacks.
    return chromium.launch({ executablePath, args: FLAGS, env: { ...env, LD_LIBRARY_PATH: libraries } });
  }
}

async function prepareFolder(): Promise<string> {
  const folder = join(tmpdir(), `kechuang-browser-${process.getuid?.() ?? 'user'}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

async function writeFontConfig(folder: string): Promise<string> {
  const fonts = join(dirname(require.resolve('@embedpdf/fonts-sc')), '..', 'fonts');
  const preferred = ['sans-serif', 'serif', 'system-ui', 'monospace']
    .map(
      (family) =>
        `<match target="pattern"><test name="family"><string>${family}</string></test>` +
        '<edit name="family" mode="prepend" binding="strong"><string>Noto Sans S Chinese</string></edit></match>',
    )
    .join('\n');
  const file = join(folder, 'fonts.conf');
  const text = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<dir>${fonts}</dir>
<cachedir>${join(folder, 'font-cache')}</cachedir>
${preferred}
</fontconfig>
`;
  const unfinished = `${file}.${randomUUID()}`;
  await writeFile(unfinished, text);
  await rename(unfinished, file);
  return file;
}

interface Unpacked {
  executablePath: string;
  libraries: string;
}

/** Unpacked beside and renamed when whole: the package itself would take a half-unpacked browser for done. */
async function unpackBrowser(folder: string): Promise<Unpacked> {
  const packaged = join(dirname(require.resolve('@sparticuz/chromium')), '..');
  const { version } = require(join(packaged, 'package.json')) as { version: string };
  const home = join(folder, `chromium-${version}`);
  const unpacked = { executablePath: join(home, 'chromium'), libraries: join(home, 'al2023', 'lib') };
  if (existsSync(unpacked.executablePath)) return unpacked;

  const unfinished = `${home}.${randomUUID()}`;
  await mkdir(unfinished, { recursive: true });
  const usual = process.env.TMPDIR;
  process.env.TMPDIR = unfinished;
  try {
    const { default: packagedBrowser, inflate } = await import('@sparticuz/chromium');
    await packagedBrowser.executablePath();
    await inflate(join(packaged, 'bin', 'al2023.tar.br'));
  } finally {
    if (usual === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usual;
  }
  try {
    await rename(unfinished, home);
  } catch (error) {
    // Another test process was faster; its browser is the same.
    if (!existsSync(unpacked.executablePath)) throw error;
    await rm(unfinished, { recursive: true, force: true });
  }
  return unpacked;
}
