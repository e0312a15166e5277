import { mkdtemp, mkdir, rm, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../browser.ts';
import { checkout, startPlatform, until, type Platform } from '../platform.ts';

const pictures = join(checkout, 'test-results');

/** The served sample province and a browser to read it with. */
export interface Portal {
  address: string;
  browser: Browser;
  /** Passwords of the sample accounts, as printed at the start. */
  passwordOf: (account: string) => string;
  /** Its data folder. */
  data: string;
  close: () => Promise<void>;
}

/** Starts the platform on an empty folder, as a stranger would. */
export async function openPortal(): Promise<Portal> {
  const home = await mkdtemp(join(tmpdir(), 'kechuang-journeys-'));
  await chmod(home, 0o711);
  await mkdir(pictures, { recursive: true });
  const platform: Platform = startPlatform(join(home, 'data'));
  const browser = await launchBrowser();
  const close = async () => {
    await browser.close();
    platform.child.kill('SIGTERM');
    await platform.ended;
    await rm(home, { recursive: true, force: true });
  };
  try {
    const address = await platform.address;
    const passwordOf = (account: string) => {
      const password = new RegExp(`\\b${account} (\\S+)`).exec(platform.output())?.[1];
      if (password === undefined) throw new Error(`no password of ${account} was printed`);
      return password;
    };
    return { address, browser, passwordOf, data: join(home, 'data'), close };
  } catch (failed) {
    await close();
    throw failed;
  }
}

/** A page and what it complained of: console errors, uncaught faults, breaches of the content policy. */
export interface Reader {
  page: Page;
  complaints: string[];
  go: (path: string) => Promise<void>;
  picture: (name: string) => Promise<void>;
  /** The search part of the address. */
  search: () => URLSearchParams;
  leave: () => Promise<void>;
}

export const desk = { width: 1440, height: 1000 };
export const phone = { width: 390, height: 844 };

export async function read(portal: Portal, options: BrowserContextOptions = {}): Promise<Reader> {
  const context = await portal.browser.newContext({
    baseURL: portal.address,
    viewport: desk,
    colorScheme: 'light',
    hasTouch: (options.viewport?.width ?? desk.width) < 600,
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (fault) => complaints.push(fault.message));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (breach) => {
      console.error(`content policy: ${breach.violatedDirective} ${breach.blockedURI}`);
    });
  });
  return {
    page,
    complaints,
    go: async (path) => {
      await page.goto(path);
      if (new URL(page.url()).searchParams.has('figure'))
        await page.locator('.drawer h2, .drawer [role="alert"]').first().waitFor();
      await settled(page);
    },
    picture: async (name) => {
      await settled(page);
      await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
    },
    search: () => new URL(page.url()).searchParams,
    leave: () => context.close(),
  };
}

/** Nothing is being read any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await until(
    'everything is read',
    async () => (await page.locator('.skeleton, [aria-busy="true"]').count()) === 0,
  );
}
