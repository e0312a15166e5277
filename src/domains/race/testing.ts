/** A method small enough to be computed by hand; for tests alone. */

const indicator = (item: string, weight: string, more: object = {}): object => ({
  item,
  kind: 'indicator',
  level: 1,
  parent: 'index',
  name: `示例${item}`,
  nameEn: item,
  weight,
  direction: 'up',
  unit: '亿元',
  ...more,
});
export const smallMethod = {
  name: '示例方法',
  settings: '{"denominate":true,"normalise":{"method":"min-max"},"aggregate":"arithmetic"}',
  items: [
    { item: 'index', kind: 'aggregate', level: 2, name: '指数', nameEn: 'Index', weight: '1' },
    indicator('rd', '0.6', { denominator: 'gdp', factor: '100' }),
    indicator('deals', '0.4'),
    { item: 'gdp', kind: 'denominator', name: '生产总值', nameEn: 'GDP', unit: '亿元' },
  ],
  schemes: [
    {
      name: '示例资助',
      basis: 'level',
      apportion: 'largest-remainder',
      pot: '1000000.01',
      document: '示例文',
      validFrom: '2026-01-01',
      tiers: [
        { name: '一等', edge: 'rank', from: '1', weight: '2' },
        { name: '二等', edge: 'rest', weight: '1' },
      ],
    },
  ],
};
