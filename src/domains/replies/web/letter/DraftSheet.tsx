import type { Reply } from '../../contract.ts';
import { keyOfCitation, printCitation } from '../writing/blocks.ts';
import { Sheet } from './Sheet.tsx';

/** A draft as it would be signed, to be read whole; its citations print what they read on the reply's day. */
export function DraftSheet({ reply }: { reply: Reply }) {
  const prints = new Map(
    reply.readings.map(({ reading }) => [
      keyOfCitation({ figure: reading.figure, params: reading.params, qualifier: reading.qualifier }),
      reading.phrase.zh,
    ]),
  );
  const all = reply.sections.flatMap(({ content }) => content);
  // The opening's first paragraph is the salutation, set flush left.
  const first = all[0]?.inlines;
  const salutation =
    first?.length === 1 && typeof first[0] === 'string' && first[0].endsWith('：') ? first[0] : null;
  const blocks = salutation === null ? all : all.slice(1);
  return (
    <Sheet
      issuer={reply.issuer}
      number={reply.number}
      title={null}
      salutation={salutation}
      blocks={blocks.map(({ level, inlines }) => ({
        level,
        content: inlines.map((inline, index) => {
          if (typeof inline === 'string') return inline;
          if ('promise' in inline) return inline.text;
          return (
            <span key={index} className="draft-cite">
              {printCitation(inline.cite, prints)}
            </span>
          );
        }),
      }))}
      signature={reply.issuer}
      signedOn={reply.signedOn}
    />
  );
}
