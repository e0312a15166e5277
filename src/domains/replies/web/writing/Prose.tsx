import { useSpeech } from '#kernel/web/language.ts';
import type { Inline, Section } from '../../contract.ts';
import { keyOfCitation, printCitation, printInline, type Prints } from './blocks.ts';
import { findingsOf } from './editor.ts';
import { isTrouble, placeFindings, type Placed } from './findings.ts';
import { useRoom } from './room.ts';
import { verdictWords } from '../check/verdicts.ts';
import { ui } from '#kernel/web/words.ts';

/** A run of text cut where findings begin and end. */
function Run({ text, from, placed }: { text: string; from: number; placed: readonly Placed[] }) {
  const { say } = useSpeech();
  const parts = [];
  let at = from;
  const end = from + text.length;
  for (const one of placed.filter((each) => each.from < end && each.to > from)) {
    const [start, stop] = [Math.max(one.from, at), Math.min(one.to, end)];
    if (start > at) parts.push(text.slice(at - from, start - from));
    const { finding } = one;
    parts.push(
      <span
        key={finding.key}
        className={`numeral numeral-${finding.verdict}`}
        data-found={finding.key}
        data-true={finding.verdict === 'contradicts' ? finding.phrase?.zh : undefined}
        title={isTrouble(finding) ? say(verdictWords[finding.verdict]) : undefined}
      >
        {text.slice(start - from, stop - from)}
      </span>,
    );
    at = stop;
  }
  if (at < end) parts.push(text.slice(at - from));
  return parts;
}

function Piece({
  inline,
  at,
  placed,
  prints,
}: {
  inline: Inline;
  at: number;
  placed: readonly Placed[];
  prints: Prints;
}) {
  const { say } = useSpeech();
  const { reply, openEvidence } = useRoom();
  if (typeof inline === 'string') return <Run text={inline} from={at} placed={placed} />;
  if ('promise' in inline) return <span className="pledge">{inline.text}</span>;
  const { cite } = inline;
  const known = reply.readings.find(({ reading }) => keyOfCitation(reading) === keyOfCitation(cite));
  const shown = printCitation(cite, prints);
  return (
    <button
      type="button"
      className="cite"
      data-figure={cite.figure}
      aria-label={say(ui.openEvidence(shown, known ? say(known.label) : cite.figure))}
      onClick={() => openEvidence(cite)}
    >
      {shown}
    </button>
  );
}

/** A part as it reads, where it cannot be written. */
export function Prose({ section }: { section: Section }) {
  const { prints, check } = useRoom();
  const placed = placeFindings(findingsOf(check, section.code), section.content, prints);
  return (
    <div className="paper-text prose" lang="zh-CN">
      {section.content.map((block, index) => {
        const here = placed.filter((one) => one.block === index);
        let at = 0;
        const pieces = block.inlines.map((inline, place) => {
          const start = at;
          at += printInline(inline, prints).length;
          return <Piece key={place} inline={inline} at={start} placed={here} prints={prints} />;
        });
        return (
          <p key={index} data-level={block.level}>
            {pieces}
          </p>
        );
      })}
    </div>
  );
}
