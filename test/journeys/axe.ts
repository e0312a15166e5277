/** Rules of WCAG as axe reads them off a page. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from 'vitest';
import { settled, type Reader } from './portal.ts';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Found {
  violations: {
    id: string;
    help: string;
    nodes: { html: string; target: unknown[]; failureSummary?: string }[];
  }[];
}

/** Runs axe on the page as it stands: levels A and AA of WCAG 2.0, 2.1 and 2.2, no violation. */
export async function expectAccessible({ page }: Reader): Promise<void> {
  await settled(page);
  await page.evaluate(source);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: (where: Document, how: object) => Promise<Found> } };
    const { violations } = await axe.run(document, {
      runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
      resultTypes: ['violations'],
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes
        .slice(0, 5)
        .map(({ html, target, failureSummary = '' }) =>
          [location.pathname, id, target.join(' '), html.slice(0, 160), failureSummary.slice(0, 240)].join(
            ' | ',
          ),
        ),
    );
  });
  expect.soft(found).toEqual([]);
}
