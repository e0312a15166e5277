/** Where the numbers the check judged stand in a section's paragraphs. */
import type { z } from 'zod';
import type { Block, checkReply } from '../../contract.ts';
import { printBlock, printInline, type CitationMark, type Prints } from './blocks.ts';

export type ReplyCheck = z.infer<(typeof checkReply)['answer']>;
export type Finding = ReplyCheck['entries'][number];

/** A finding within paragraph `block`, from character `from` to `to` of the paragraph as printed. */
export interface Placed {
  finding: Finding;
  block: number;
  from: number;
  to: number;
  /** The inline that holds it, when it stands inside a citation. */
  inline: number | null;
}

const bare = (text: string): string => text.replaceAll(/\s/g, '');

/** The findings that still stand where the check saw them; what was typed over since is left out. */
export function placeFindings(
  findings: readonly Finding[],
  blocks: readonly Block[],
  prints: Prints,
): Placed[] {
  return findings.flatMap((finding) => {
    const block = blocks[finding.block];
    if (!block) return [];
    const [from, to] = [finding.at, finding.at + finding.length];
    if (bare(printBlock(block, prints).slice(from, to)) !== bare(finding.text)) return [];
    let at = 0;
    let inline: number | null = null;
    for (const [index, part] of block.inlines.entries()) {
      const end = at + printInline(part, prints).length;
      if (typeof part !== 'string' && from < end && to > at) inline = index;
      at = end;
    }
    return [{ finding, block: finding.block, from, to, inline }];
  });
}

/** The citation that states what the figure of a finding truly is; null where no figure is known. */
export function citationOf(finding: Finding): CitationMark | null {
  if (finding.figure === null || finding.phrase === null || finding.value === null) return null;
  return {
    figure: finding.figure,
    params: finding.params ?? {},
    qualifier: finding.qualifier === 'near' ? 'about' : (finding.qualifier ?? 'none'),
    text: null,
    shown: finding.phrase.zh,
  };
}

/** What the writer ought to look at, in the order of the sheet. */
export const troubles: readonly Finding['verdict'][] = [
  'contradicts',
  'inconsistent',
  'ambiguous',
  'uncited',
];

export const isTrouble = (finding: Finding): boolean => troubles.includes(finding.verdict);
