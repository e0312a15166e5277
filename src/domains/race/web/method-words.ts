/** A method in sentences, from its own settings. */
import { FactorsFile, Method } from '#domains/indices/engine.ts';
import { words, type Words } from '#kernel/contract/words.ts';

type Mean = Exclude<NonNullable<Method['aggregate']>, readonly unknown[]>;

function meanWords(mean: Mean): Words {
  if (typeof mean === 'object') return words(`幂平均（${mean.power} 次）`, `a power mean of ${mean.power}`);
  return {
    arithmetic: words('算术平均', 'an arithmetic mean'),
    geometric: words('几何平均', 'a geometric mean'),
    harmonic: words('调和平均', 'a harmonic mean'),
    copeland: words('科普兰法（两两比较）', 'Copeland’s rule, in pairs'),
  }[mean];
}

function normaliseWords(step: NonNullable<Method['normalise']>): Words {
  switch (step.method) {
    case 'min-max':
      return words(
        `各指标换到 ${step.lower}–${step.upper} 的同一尺度：最好的得 ${step.upper}，最差的得 ${step.lower}，中间按距离。`,
        `Each indicator goes onto one scale from ${step.lower} to ${step.upper}: the best has ${step.upper}, the worst ${step.lower}, others by distance.`,
      );
    case 'efficacy':
      return words(
        `功效系数：最差的得 ${step.base} 分，最好的得 ${step.base + step.range} 分，中间按距离。`,
        `Efficacy coefficients: ${step.base} points for the worst, ${step.base + step.range} for the best, others by distance.`,
      );
    case 'z-score':
      return words(
        `各指标标准化为均值 ${step.mean}、标准差 ${step.sd}。`,
        `Each indicator is standardised to mean ${step.mean} and deviation ${step.sd}.`,
      );
    case 'goalposts':
      return words(
        '各指标按事先写明的上下限得分，到上限为满分，不比别人。',
        'Each indicator is measured between posts set beforehand, not against the others.',
      );
    case 'distance-to-target':
      return words('各指标按与目标值的距离得分。', 'Each indicator is measured by its distance to a target.');
    case 'distance-to-max':
    case 'fraction-of-max':
      return words('各指标与最好的相比。', 'Each indicator is measured against the best.');
    case 'rank':
    case 'borda':
    case 'percentile-rank':
      return words(
        '各指标只看名次，不看差多少。',
        'Only the order of each indicator counts, not the distance.',
      );
  }
}

/** What the method does, a sentence for each step; the steps it leaves out are left out. */
export function methodWords(settings: string, factors: string | null, replications: number): Words[] {
  const parsed = Method.safeParse(JSON.parse(settings));
  if (!parsed.success) return [];
  const { denominate, impute, screen, treat, normalise, aggregate } = parsed.data;
  const sentences: Words[] = [];
  if (denominate)
    sentences.push(
      words(
        '有分母的指标先除以分母（如 GDP、人口），大小不同的地区才好比。',
        'Indicators with a denominator are divided by it (GDP, people), so that regions of different size compare.',
      ),
    );
  if (impute)
    sentences.push(
      impute.method === 'refuse'
        ? words('缺一个数都不测算。', 'Nothing is computed while a value is missing.')
        : impute.method === 'neighbour'
          ? words(
              '缺的数用最相近的地区补，并标明。',
              'A missing value is taken from the regions most alike, and marked.',
            )
          : words(
              `缺的数用${impute.group === undefined ? '各地区' : '同类组'}的${impute.method.endsWith('median') ? '中位数' : '均值'}补，并标明。`,
              `A missing value is the ${impute.method.endsWith('median') ? 'median' : 'mean'} of ${impute.group === undefined ? 'all regions' : 'the peer group'}, and marked.`,
            ),
    );
  if (screen !== undefined)
    sentences.push(
      words(
        `有数的指标不足 ${screen * 100}% 的地区不参加排名。`,
        `A region with fewer than ${screen * 100}% of its indicators is not ranked.`,
      ),
    );
  if (treat)
    sentences.push(
      words(
        `一两个地区远远高出的指标，把极端值收拢（至多 ${treat.winmax} 个），免得一个指标定了名次。`,
        `Where one or two regions stand far out, extremes are drawn in (at most ${treat.winmax}), so that one indicator does not decide.`,
      ),
    );
  if (normalise) sentences.push(normaliseWords(normalise));
  if (aggregate !== undefined)
    sentences.push(
      Array.isArray(aggregate)
        ? words(
            `自下而上逐层按权重汇总：${aggregate.map((mean) => meanWords(mean).zh).join('、')}。`,
            `Summed level by level by weights: ${aggregate.map((mean) => meanWords(mean).en).join(', ')}.`,
          )
        : words(
            `按权重逐层汇总，取${meanWords(aggregate).zh}。`,
            `Summed level by level by weights, as ${meanWords(aggregate).en}.`,
          ),
    );
  sentences.push(
    words(
      '得分从高到低排名，得分相同名次相同；差在百亿分之一以内视为相同。',
      'Ranks go from the highest score; equal scores share a rank, and those within one ten-billionth are equal.',
    ),
  );
  const uncertain = factors === null ? null : FactorsFile.safeParse(JSON.parse(factors));
  if (uncertain?.success && replications > 0) {
    const shares = Object.values(uncertain.data).flatMap((levels) =>
      !Array.isArray(levels) && 'perturb' in levels ? [levels.perturb] : [],
    );
    sentences.push(
      words(
        `名次区间：${shares.length > 0 ? `权重上下浮动 ${(shares[0] ?? 0) * 100}%，` : ''}方法也换着取，重算 ${replications.toLocaleString('en')} 次，九成结果所在的名次。`,
        `Rank intervals: ${shares.length > 0 ? `weights vary by ${(shares[0] ?? 0) * 100}%, ` : ''}choices vary too, over ${replications.toLocaleString('en')} runs; nine in ten lie within.`,
      ),
    );
  }
  return sentences;
}
