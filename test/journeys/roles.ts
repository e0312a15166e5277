import type { BrowserContextOptions } from 'playwright-core';
import { expect } from 'vitest';
import { until } from '../platform.ts';
import { read, settled, type Portal, type Reader } from './portal.ts';

/** A reader signed in with a sample account, on the page asked for. */
export async function enter(
  portal: Portal,
  account: string,
  at: string,
  options: BrowserContextOptions = {},
): Promise<Reader> {
  const reader = await read(portal, options);
  await reader.go(`/sign-in?back=${encodeURIComponent(at)}`);
  await reader.page.locator('input[autocomplete="username"]').fill(account);
  await reader.page.locator('input[autocomplete="current-password"]').fill(portal.passwordOf(account));
  await reader.page.locator('.sign-in button').click();
  await until('the page asked for is there', () => new URL(reader.page.url()).pathname !== '/sign-in');
  await settled(reader.page);
  return reader;
}

/** One call with the session of an open page; what is refused fails the test. */
export async function ask<T = Record<string, unknown>>(
  { page }: Reader,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
): Promise<T> {
  const answer = await page.evaluate(
    async ([how, where, what]) => {
      const key = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16)).join('');
      const response = await fetch(where, {
        method: how,
        headers: {
          'idempotency-key': key.padEnd(32, '0'),
          ...(what === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(what === undefined ? {} : { body: what }),
      });
      return { ok: response.ok, text: await response.text() };
    },
    [method, path, body === undefined ? undefined : JSON.stringify(body)] as const,
  );
  expect(answer.ok, answer.text).toBe(true);
  return JSON.parse(answer.text) as T;
}

/** Nothing complained and nothing reaches over the edge. */
export async function expectCalm(reader: Reader): Promise<void> {
  // A refusal the server answers is told on the page; the browser notes its status all the same.
  const complaints = reader.complaints.filter((text) => !/status of (401|403|404|409|422)/.test(text));
  expect(complaints).toEqual([]);
  const overflow = await reader.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
}

/** Names, labels and headings a reader who hears the page needs. */
export async function expectNamed({ page }: Reader): Promise<void> {
  const faults = await page.evaluate(() => {
    const found: string[] = [];
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    for (const id of new Set(ids.filter((one, at) => ids.indexOf(one) !== at)))
      found.push(`twice the id ${id}`);
    for (const input of document.querySelectorAll<HTMLInputElement>('input, select, textarea'))
      if ((input.labels?.length ?? 0) === 0 && !input.hasAttribute('aria-label'))
        found.push(`no label: ${input.id || input.name || input.type}`);
    for (const control of document.querySelectorAll('button, a[href]'))
      if ((control.textContent ?? '').trim() === '' && !control.hasAttribute('aria-label'))
        found.push(`no name: ${control.outerHTML.slice(0, 80)}`);
    for (const marked of document.querySelectorAll('[aria-labelledby], [aria-describedby]'))
      for (const id of `${marked.getAttribute('aria-labelledby') ?? ''} ${marked.getAttribute('aria-describedby') ?? ''}`
        .split(' ')
        .filter((one) => one !== ''))
        if (document.getElementById(id) === null) found.push(`names what is not there: ${id}`);
    const levels = [...document.querySelectorAll('h1, h2, h3, h4')].map(({ tagName }) => Number(tagName[1]));
    if (levels.filter((level) => level === 1).length !== 1)
      found.push(`headings of level 1: ${levels.join()}`);
    levels.forEach((level, at) => {
      if (at > 0 && level > (levels[at - 1] ?? 1) + 1)
        found.push(`a heading skips a level: ${levels.join()}`);
    });
    return found;
  });
  expect(faults).toEqual([]);
}
