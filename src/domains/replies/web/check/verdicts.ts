/** The verdicts of the check in words, for the sheet and for the check page alike. */
import { words, type Words } from '#kernel/contract/words.ts';
import type { Verdict } from '../../contract.ts';

/** In the order of their weight. */
export const verdictOrder = [
  'contradicts',
  'inconsistent',
  'ambiguous',
  'uncited',
  'holds',
  'other',
] as const satisfies readonly Verdict[];

export const verdictWords: Record<Verdict, Words> = {
  holds: words('有据', 'Holds'),
  contradicts: words('矛盾', 'Contradicts'),
  inconsistent: words('前后不一', 'Inconsistent'),
  ambiguous: words('待明确', 'Ambiguous'),
  uncited: words('无据', 'No evidence'),
  other: words('其他', 'Other'),
};

/** A sign for each, so that none is told by colour alone. */
export const verdictSigns: Record<Verdict, string> = {
  contradicts: '×',
  inconsistent: '≠',
  ambiguous: '?',
  uncited: '○',
  holds: '✓',
  other: '·',
};

type Counts = Partial<Record<Verdict, number>>;

/** 36 个数字：32 有据，1 矛盾，3 无据; what is no quantity is not counted. */
export function spellCounts(counts: Counts): Words {
  const counted = verdictOrder.filter((verdict) => verdict !== 'other');
  const total = counted.reduce((sum, verdict) => sum + (counts[verdict] ?? 0), 0);
  const ordered = ['holds', ...counted.filter((verdict) => verdict !== 'holds')] as const;
  const parts = ordered.filter((verdict) => (counts[verdict] ?? 0) > 0);
  if (parts.length === 0) return words(`${total} 个数字`, `${total} numbers`);
  const english: Record<Verdict, string> = {
    holds: total === 1 ? 'holds' : 'hold',
    contradicts: 'contradicted',
    inconsistent: 'inconsistent',
    ambiguous: 'ambiguous',
    uncited: 'without evidence',
    other: 'other',
  };
  return words(
    `${total} 个数字：${parts.map((verdict) => `${counts[verdict]} ${verdictWords[verdict].zh}`).join('，')}`,
    `${total} ${total === 1 ? 'number' : 'numbers'}: ${parts.map((verdict) => `${counts[verdict]} ${english[verdict]}`).join(', ')}`,
  );
}
