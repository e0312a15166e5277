import { useMutation } from '@tanstack/react-query';
import { useSpeech } from '#kernel/web/language.ts';
import { ProblemNote } from '#kernel/web/Problem.tsx';
import { verdictSigns, verdictWords } from '../check/verdicts.ts';
import { citationOf, type Finding } from './findings.ts';
import { useRoom } from './room.ts';
import { writingUi } from './words.ts';

/** What may be done about a number: the true value, the figures it may be, its evidence. */
export function FindingSteps({
  finding,
  mayWrite,
  done,
}: {
  finding: Finding;
  mayWrite: boolean;
  done?: () => void;
}) {
  const { say } = useSpeech();
  const { cite, citeCandidate, openEvidence } = useRoom();
  const citing = useMutation({
    mutationFn: (candidate: Finding['candidates'][number]) => citeCandidate(finding, candidate),
    onSuccess: () => done?.(),
  });
  const mark = citationOf(finding);
  const fits = mayWrite && !finding.cited;
  return (
    <>
      <div className="finding-steps">
        {fits && mark && finding.verdict !== 'ambiguous' && (
          <button
            type="button"
            className="button"
            data-first=""
            onClick={() => {
              cite(finding, mark);
              done?.();
            }}
          >
            {finding.verdict === 'holds' ? say(writingUi.citeIt) : say(writingUi.fixWith(mark.shown))}
          </button>
        )}
        {finding.figure !== null && (
          <button
            type="button"
            className="plain-button"
            data-figure={finding.figure}
            onClick={() => finding.figure !== null && openEvidence(evidenceOf(finding, finding.figure))}
          >
            {say(writingUi.evidence)}
          </button>
        )}
      </div>
      {fits && finding.candidates.length > 0 && (
        <div className="finding-candidates">
          <span className="quiet">{say(writingUi.candidates)}</span>
          {finding.candidates.map((candidate) => (
            <button
              key={candidate.figure}
              type="button"
              className="button"
              disabled={citing.isPending}
              onClick={() => citing.mutate(candidate)}
            >
              {say(candidate.label)}
              {candidate.value !== null && <b className="tabular">　{candidate.value}</b>}
            </button>
          ))}
        </div>
      )}
      {citing.error !== null && <ProblemNote failure={citing.error} />}
    </>
  );
}

const evidenceOf = (finding: Finding, figure: string) => ({
  figure,
  params: finding.params ?? {},
  qualifier: finding.qualifier === 'near' ? ('about' as const) : (finding.qualifier ?? ('none' as const)),
});

/** One number of the sheet: what the check says of it and why. */
export function FindingCard({
  finding,
  mayWrite,
  close,
}: {
  finding: Finding;
  mayWrite: boolean;
  close: () => void;
}) {
  const { say } = useSpeech();
  return (
    <>
      <p className="card-kicker">
        <span className="verdict" data-verdict={finding.verdict}>
          {verdictSigns[finding.verdict]} {say(verdictWords[finding.verdict])}
        </span>
      </p>
      <p className="card-title">
        <span lang="zh-CN">{finding.text}</span>
        {finding.label && <span className="quiet">　{say(finding.label)}</span>}
      </p>
      <p>{say(finding.reason)}</p>
      {finding.inconsistentWith.length > 0 && (
        <p className="quiet">
          {say(writingUi.elsewhere)} {finding.inconsistentWith.map((place) => place.text).join('、')}
        </p>
      )}
      <FindingSteps finding={finding} mayWrite={mayWrite} done={close} />
    </>
  );
}
