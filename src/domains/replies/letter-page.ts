/** What a letter's page says of itself to readers that are no people: schema.org, title, description. Pure. */
import { units } from '#kernel/contract/units.ts';
import type { Letter } from './contract.ts';

const unitName = (unit: string): string =>
  Object.entries(units).find(([id]) => id === unit)?.[1].name.zh ?? unit;

/** Address of a letter's page. */
export const letterAddress = (code: string): string => `/letters/${encodeURIComponent(code)}`;

/** A letter as JSON-LD: a document based on one dataset for each figure it cites. `origin`: https://host. */
export function letterJsonLd(letter: Letter, origin: string): Record<string, unknown> {
  const url = `${origin}${letterAddress(letter.code)}`;
  return {
    '@context': 'https://schema.org',
    '@type': ['DigitalDocument', 'Report'],
    '@id': url,
    url,
    name: letter.title,
    ...(letter.number === null ? {} : { identifier: letter.number, reportNumber: letter.number }),
    inLanguage: 'zh-CN',
    dateCreated: letter.signedOn,
    ...(letter.publishedOn === null ? {} : { datePublished: letter.publishedOn }),
    publisher: { '@type': 'GovernmentOrganization', name: letter.issuer },
    isBasedOn: letter.citations.map((citation) => ({
      '@type': 'Dataset',
      '@id': `${url}?cite=${citation.order}`,
      name: citation.label.zh,
      alternateName: citation.label.en,
      description: `函中“${citation.text}”，截至 ${citation.asOf}，封存 ${citation.rows} 条明细`,
      url: `${origin}/figures/${citation.figure}`,
      temporalCoverage: citation.asOf,
      identifier: `sha256:${citation.rowsDigest}`,
      variableMeasured: {
        '@type': 'PropertyValue',
        name: citation.label.zh,
        ...(citation.value === null ? {} : { value: citation.value }),
        unitText: unitName(citation.unit),
      },
    })),
  };
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** JSON that can stand within a script element: no tag can end it. */
const scriptJson = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll('<', String.raw`\u003c`)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`);

/** The page of a letter: the portal's page with the letter's own title, description, address and data in its head. */
export function letterPage(page: string, letter: Letter, origin: string): string {
  const description = `${letter.issuer}${letter.signedOn}答复，引用 ${letter.citations.length} 个数字，每一个都可打开背后的明细。`;
  const head = [
    `<title>${escapeHtml(letter.number === null ? letter.title : `${letter.number} ${letter.title}`)}</title>`,
    `<meta name="description" content="${escapeHtml(description)}" />`,
    `<link rel="canonical" href="${escapeHtml(`${origin}${letterAddress(letter.code)}`)}" />`,
    `<script type="application/ld+json">${scriptJson(letterJsonLd(letter, origin))}</script>`,
  ].join('\n    ');
  return page.replace(/<meta name="description"[^>]*>\s*/, '').replace(/<title>[^<]*<\/title>/, () => head);
}
