import { useState } from 'react';
import { spellInstant, useSpeech } from '#kernel/web/language.ts';
import { spellCounts, verdictSigns, verdictWords } from '../check/verdicts.ts';
import { jumpToFinding } from './editor.ts';
import { FindingSteps } from './FindingCard.tsx';
import { citationOf, isTrouble, type Finding } from './findings.ts';
import { useRoom } from './room.ts';
import { writingUi } from './words.ts';

function useJump() {
  const { desks } = useRoom();
  return (finding: Finding) => {
    const desk = desks.get(finding.section);
    if (desk && jumpToFinding(desk.view, finding.key)) return;
    const read = document.querySelector(`[data-found="${CSS.escape(finding.key)}"]`);
    (read ?? document.querySelector(`[data-part="${CSS.escape(finding.section)}"]`))?.scrollIntoView({
      block: 'center',
    });
  };
}

function FindingLine({
  finding,
  mayWrite,
  current,
}: {
  finding: Finding;
  mayWrite: boolean;
  current: boolean;
}) {
  const { say } = useSpeech();
  const jump = useJump();
  return (
    <li className="finding" data-verdict={finding.verdict} data-current={current || undefined}>
      <button type="button" className="finding-what" onClick={() => jump(finding)}>
        <span className="verdict" data-verdict={finding.verdict}>
          <span aria-hidden="true">{verdictSigns[finding.verdict]}</span> {say(verdictWords[finding.verdict])}
        </span>
        <b lang="zh-CN">{finding.text}</b>
        {finding.label && <span className="quiet">{say(finding.label)}</span>}
      </button>
      <p className="finding-why">{say(finding.reason)}</p>
      <FindingSteps finding={finding} mayWrite={mayWrite} />
    </li>
  );
}

/** The numbers of the sheet and what the records say of each. */
function Numbers({ checking, failed }: { checking: boolean; failed: boolean }) {
  const { say } = useSpeech();
  const { check, reply, cite } = useRoom();
  const jump = useJump();
  const [at, setAt] = useState(-1);
  const [all, setAll] = useState(false);
  const writable = new Set(reply.sections.filter(({ mayWrite }) => mayWrite).map(({ code }) => code));
  const entries = check?.entries ?? [];
  const troubles = entries.filter(isTrouble);
  const holding = entries.filter(({ verdict }) => verdict === 'holds');
  const uncited = holding.filter(
    (finding) => !finding.cited && writable.has(finding.section) && citationOf(finding) !== null,
  );
  const step = (way: 1 | -1) => {
    const next = (Math.max(at, way === 1 ? -1 : 0) + way + troubles.length) % troubles.length;
    setAt(next);
    const finding = troubles[next];
    if (finding) jump(finding);
  };
  return (
    <section aria-labelledby="numbers-title">
      <h2 id="numbers-title">{say(writingUi.numbers)}</h2>
      <p className="counts" role="status" aria-busy={checking}>
        {check ? say(spellCounts(check.counts)) : say(failed ? writingUi.checkLater : writingUi.checking)}
      </p>
      {check && entries.length === 0 && <p className="hint">{say(writingUi.nothingFound)}</p>}
      {check && holding.length > 0 && troubles.length === 0 && (
        <p className="all-hold">✓ {say(writingUi.allHold)}</p>
      )}
      {troubles.length > 1 && (
        <div className="finding-turn">
          <button type="button" className="plain-button" onClick={() => step(-1)}>
            ‹ {say(writingUi.previousFinding)}
          </button>
          <button type="button" className="plain-button" onClick={() => step(1)}>
            {say(writingUi.nextFinding)} ›
          </button>
        </div>
      )}
      {uncited.length > 0 && (
        <button
          type="button"
          className="button cite-all"
          onClick={() => {
            // From the end, so that the places before stay where they are.
            for (const finding of uncited.toReversed()) {
              const mark = citationOf(finding);
              if (mark) cite(finding, mark);
            }
          }}
        >
          {say(writingUi.citeAll(uncited.length))}
        </button>
      )}
      <ul className="findings">
        {troubles.map((finding, index) => (
          <FindingLine
            key={finding.key}
            finding={finding}
            mayWrite={writable.has(finding.section)}
            current={index === at}
          />
        ))}
      </ul>
      {holding.length > 0 && (
        <>
          <button type="button" className="plain-button" aria-expanded={all} onClick={() => setAll(!all)}>
            {say(writingUi.showHolding(holding.length))} <span className="caret" aria-hidden="true" />
          </button>
          {all && (
            <ul className="holding">
              {holding.map((finding) => (
                <li key={finding.key}>
                  <button type="button" className="finding-what" onClick={() => jump(finding)}>
                    <span className="verdict" data-verdict="holds" aria-hidden="true">
                      ✓
                    </span>
                    <b lang="zh-CN">{finding.text}</b>
                    {finding.label && <span className="quiet">{say(finding.label)}</span>}
                  </button>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </section>
  );
}

function Reviews() {
  const { say } = useSpeech();
  const { reply } = useRoom();
  if (reply.reviews.length === 0) return null;
  return (
    <section aria-labelledby="reviews-title">
      <h2 id="reviews-title">{say(writingUi.reviews)}</h2>
      <ul className="review-notes">
        {reply.reviews.toReversed().map((review) => (
          <li key={`${review.at} ${review.stage}`} data-verdict={review.verdict}>
            <p>
              <b>{say(writingUi.stages[review.stage])}</b> {say(writingUi.verdicts[review.verdict])}
            </p>
            <p lang="zh-CN">{review.comment ?? say(writingUi.noComment)}</p>
            <p className="quiet">
              {review.by} · {spellInstant(review.at).slice(0, 16)}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Beside the sheet: what the check found, and what reviewers said. */
export function Margin({ checking, failed }: { checking: boolean; failed: boolean }) {
  const { say } = useSpeech();
  return (
    <aside className="sheet-margin" aria-label={say(writingUi.margin)}>
      <Numbers checking={checking} failed={failed} />
      <Reviews />
    </aside>
  );
}
