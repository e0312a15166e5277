/** Two versions of a section side by side: what they share, and where they part. */
import type { Block } from '../../contract.ts';

export type Stretch = { kind: 'same'; blocks: Block[] } | { kind: 'parted'; mine: Block[]; theirs: Block[] };

export type Choice = 'mine' | 'theirs' | 'both';

/** Paragraphs in common, in order (the longest such sequence), and the stretches between them. */
export function compareBlocks(mine: readonly Block[], theirs: readonly Block[]): Stretch[] {
  const [a, b] = [mine.map((block) => JSON.stringify(block)), theirs.map((block) => JSON.stringify(block))];
  const common = a.map(() => Array.from({ length: b.length + 1 }, () => 0));
  const lengthAt = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = common[i];
      if (row)
        row[j] =
          a[i] === b[j] ? lengthAt(i + 1, j + 1) + 1 : Math.max(lengthAt(i + 1, j), lengthAt(i, j + 1));
    }
  }
  const stretches: Stretch[] = [];
  const part = (which: 'mine' | 'theirs', block: Block) => {
    let last = stretches.at(-1);
    if (last?.kind !== 'parted') {
      last = { kind: 'parted', mine: [], theirs: [] };
      stretches.push(last);
    }
    last[which].push(block);
  };
  let [i, j] = [0, 0];
  for (;;) {
    const [left, right] = [mine[i], theirs[j]];
    if (left && right && a[i] === b[j]) {
      const last = stretches.at(-1);
      if (last?.kind === 'same') last.blocks.push(left);
      else stretches.push({ kind: 'same', blocks: [left] });
      i++;
      j++;
    } else if (left && (!right || lengthAt(i + 1, j) >= lengthAt(i, j + 1))) {
      part('mine', left);
      i++;
    } else if (right) {
      part('theirs', right);
      j++;
    } else return stretches;
  }
}

/** The text that follows from one choice for each parting, in their order; without one, mine. */
export function mergeBlocks(
  stretches: readonly Stretch[],
  choices: readonly (Choice | undefined)[],
): Block[] {
  let parting = 0;
  return stretches.flatMap((stretch) => {
    if (stretch.kind === 'same') return stretch.blocks;
    const choice = choices[parting++] ?? 'mine';
    if (choice === 'both') return [...stretch.theirs, ...stretch.mine];
    return stretch[choice];
  });
}
