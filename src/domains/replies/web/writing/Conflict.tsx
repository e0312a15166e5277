import { useId, useState } from 'react';
import { spellInstant, useSpeech } from '#kernel/web/language.ts';
import type { Block, Section } from '../../contract.ts';
import { printBlock, type Prints } from './blocks.ts';
import { compareBlocks, mergeBlocks, type Choice } from './merge.ts';
import { writingUi } from './words.ts';

function Text({ blocks, prints }: { blocks: Block[]; prints: Prints }) {
  const { say } = useSpeech();
  if (blocks.length === 0) return <p className="quiet">{say(writingUi.nothing)}</p>;
  return blocks.map((block, index) => (
    // Paragraphs of a version shown as it stands: their place is their name.
    <p key={index} lang="zh-CN" data-level={block.level}>
      {printBlock(block, prints)}
    </p>
  ));
}

/** Two versions of a part side by side; one choice for each difference makes them one. */
export function Conflict({
  mine,
  theirs,
  prints,
  merge,
}: {
  mine: Block[];
  theirs: Section;
  prints: Prints;
  merge: (content: Block[]) => void;
}) {
  const { say } = useSpeech();
  const name = useId();
  const stretches = compareBlocks(mine, theirs.content);
  const partings = stretches.filter((stretch) => stretch.kind === 'parted').length;
  const [choices, setChoices] = useState<Partial<Record<number, Choice>>>({});
  const all = (choice: Choice) =>
    setChoices(Object.fromEntries(Array.from({ length: partings }, (_, index) => [index, choice])));
  return (
    <section className="conflict" aria-labelledby={`${name}-title`}>
      <h3 id={`${name}-title`}>{say(writingUi.conflictTitle)}</h3>
      <p>{say(writingUi.conflictLine(theirs.savedBy, spellInstant(theirs.savedAt)))}</p>
      {stretches.map((stretch, index) => {
        if (stretch.kind === 'same') {
          return (
            <div className="conflict-same" key={index}>
              <Text blocks={stretch.blocks} prints={prints} />
            </div>
          );
        }
        const mineIndex = stretches.slice(0, index).filter(({ kind }) => kind === 'parted').length;
        const chosen = choices[mineIndex] ?? 'mine';
        const way = (choice: Choice, label: string) => (
          <label>
            <input
              type="radio"
              name={`${name}-${mineIndex}`}
              checked={chosen === choice}
              onChange={() => setChoices((before) => ({ ...before, [mineIndex]: choice }))}
            />
            {label}
          </label>
        );
        return (
          <fieldset className="conflict-parted" key={index}>
            <legend>{say(writingUi.difference(mineIndex + 1))}</legend>
            <div className="conflict-sides">
              <div data-chosen={chosen !== 'theirs' || undefined}>
                {way('mine', say(writingUi.mine))}
                <Text blocks={stretch.mine} prints={prints} />
              </div>
              <div data-chosen={chosen !== 'mine' || undefined}>
                {way('theirs', say(writingUi.theirs))}
                <Text blocks={stretch.theirs} prints={prints} />
              </div>
            </div>
            {stretch.mine.length > 0 && stretch.theirs.length > 0 && way('both', say(writingUi.both))}
          </fieldset>
        );
      })}
      <div className="card-ways">
        <button
          type="button"
          className="button primary"
          onClick={() =>
            merge(
              mergeBlocks(
                stretches,
                Array.from({ length: partings }, (_, index) => choices[index]),
              ),
            )
          }
        >
          {say(writingUi.merge)}
        </button>
        <button type="button" className="plain-button" onClick={() => all('mine')}>
          {say(writingUi.allMine)}
        </button>
        <button type="button" className="plain-button" onClick={() => all('theirs')}>
          {say(writingUi.allTheirs)}
        </button>
      </div>
    </section>
  );
}
