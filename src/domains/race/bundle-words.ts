/** The README of a bundle, for somebody who has nothing but the files. */

const about: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  'iData.csv': [
    '各单位本数据年度的核验数据（NA 为缺失）',
    'verified values of the data year by unit (NA: missing)',
  ],
  'iData-two-years.csv': [
    '本年和上年数据在一张表里；“@年度”为上年，跃升是同一尺度上两年得分之差',
    'this year and the year before in one table; “@year” is the year before, improvement is the difference on that one scale',
  ],
  'iMeta.csv': ['指标、权重、方向、分母', 'indicators, weights, directions, denominators'],
  'method.json': ['测算设置', 'settings of the method'],
  'factors.json': ['不确定因素', 'uncertain choices'],
  'robust.json': ['不确定因素下的名次', 'ranks under the uncertain choices'],
  'result.json': ['每一步的结果和名次', 'every stage and the ranks'],
  'result-two-years.json': ['两年同一尺度的结果', 'the result of both years on one scale'],
  'scores.csv': ['得分、名次、等次、资助额度（元）', 'scores, ranks, tiers, amounts (CNY)'],
};

const wordsOf = (name: string): readonly [zh: string, en: string] =>
  about[name] ?? [
    '资助方案：资金总额、等次、分配办法',
    'a funding scheme: the pot, its tiers, how it is shared',
  ];

/** What is in a bundle, and how it is computed again. */
export function readmeOf(
  cycle: { code: string; name: string; dataYear: number },
  method: { name: string; version: number; digest: string; replications: number; seed: number },
  files: readonly string[],
): string {
  const twoYears = files.includes('iData-two-years.csv');
  const command = (data: string, result: string): string =>
    `  kechuang race compute --data ${data} --meta iMeta.csv --method method.json --json > 重算.json && cmp 重算.json ${result}`;
  return `${[
    `${cycle.name}（${cycle.code}），数据年度 ${cycle.dataYear}`,
    `方法：${method.name}，第 ${method.version} 版，定稿摘要 ${method.digest}`,
    '',
    '文件',
    ...files.map((name) => `  ${name}  ${wordsOf(name)[0]}`),
    '',
    '重新计算（结果应逐字节相同）',
    command('iData.csv', 'result.json'),
    ...(twoYears ? [command('iData-two-years.csv', 'result-two-years.json')] : []),
    ...(files.includes('robust.json')
      ? [
          `  kechuang race robust --data iData.csv --meta iMeta.csv --method method.json --factors factors.json --replications ${method.replications} --seed ${method.seed} --json > 重算.json && cmp 重算.json robust.json`,
        ]
      : []),
    '核对文件',
    '  sha256sum -c SHA256SUMS；SHA256SUMS 自身的 SHA-256 就是发布的数据包摘要',
    '',
    `Race cycle ${cycle.code}, data year ${cycle.dataYear}`,
    `Method version ${method.version}, digest when frozen ${method.digest}`,
    '',
    'Files',
    ...files.map((name) => `  ${name}  ${wordsOf(name)[1]}`),
    '',
    'Compute again with the commands above: the output is the same byte for byte. The SHA-256 of SHA256SUMS is the digest of the bundle as published.',
  ].join('\n')}\n`;
}
