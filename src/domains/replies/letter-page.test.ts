import { expect, test } from 'vitest';
import type { Letter } from './contract.ts';
import { letterJsonLd, letterPage } from './letter-page.ts';

const letter: Letter = {
  code: '示科函〔2026〕1号',
  reply: 'T-1-R1',
  number: '示科函〔2026〕1号',
  title: '示例厅对“</script><script>alert(1)</script>”的答复',
  issuer: '示例厅',
  salutation: '示例代表：',
  blocks: [{ level: 0, inlines: ['共', { citation: 1 }, '。'] }],
  signature: '示例厅',
  signedOn: '2026-11-24',
  publishedOn: '2026-11-25',
  asOf: '2026-11-24',
  sealedAt: '2026-11-24T00:00:00Z',
  signer: '示例签发人',
  digest: 'd',
  category: 'A',
  publicity: 'open',
  transcribed: false,
  sample: true,
  citations: [
    {
      order: 1,
      figure: 'achievements.empowered',
      label: { zh: '赋权成果', en: 'Empowered' },
      params: {},
      qualifier: 'none',
      text: '1928个',
      value: '1928',
      phrase: { zh: '1928个', en: '1,928' },
      unit: 'achievement',
      rows: 1928,
      basis: 'computed',
      asOf: '2026-11-24',
      knownAt: '2026-11-24T00:00:00Z',
      rowsDigest: 'e3b0',
      drift: null,
    },
  ],
  overrides: [],
  promises: [],
  unreleased: 0,
};

const page =
  '<head>\n    <meta name="description" content="凡数必有据" />\n    <title>科创</title>\n  </head><body></body>';

test('a letter is a document based on one dataset for each figure', () => {
  expect(letterJsonLd(letter, 'https://example.org')).toMatchObject({
    '@type': ['DigitalDocument', 'Report'],
    url: `https://example.org/letters/${encodeURIComponent('示科函〔2026〕1号')}`,
    isBasedOn: [
      {
        identifier: 'sha256:e3b0',
        variableMeasured: { '@type': 'PropertyValue', value: '1928', unitText: '成果' },
      },
    ],
  });
});

test('nothing a title holds can end the script or become a tag', () => {
  const html = letterPage(page, letter, 'https://example.org');
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html.match(/<\/script>/g)).toHaveLength(1);
  expect(html).not.toContain('alert(1)</script>');
  expect(html.match(/<title>/g)).toHaveLength(1);
  expect(html.match(/name="description"/g)).toHaveLength(1);
  const [, json = ''] = /<script type="application\/ld\+json">(.*)<\/script>/.exec(html) ?? [];
  expect((JSON.parse(json) as { name: string }).name).toBe(letter.title);
});
