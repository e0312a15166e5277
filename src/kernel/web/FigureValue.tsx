import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import type { FigureReading } from '#kernel/contract/evidence.ts';
import type { Words } from '#kernel/contract/words.ts';
import { unitOf, units, type UnitId } from '#kernel/contract/units.ts';
import { useAddress, useSpeech, spellDay, spellExactly } from './language.ts';
import { withEvidence, type Address } from './address.ts';
import { splitPhrase } from './phrase.ts';
import { holdPlace } from './place.ts';
import { ui } from './words.ts';

const isUnit = (id: string): id is UnitId => id in units;

/** A reading's value to its last digit, with its unit. */
export function exactValue(reading: FigureReading, language: 'zh' | 'en'): string {
  if (reading.value === null) return ui.noValue[language];
  if (!isUnit(reading.unit)) return reading.value;
  const { money = false, printed } = unitOf(reading.unit);
  return spellExactly(reading.value, { money, printed }, language);
}

/** The phrase set in type: small qualifier, the number, small unit. */
export function Phrase({ text }: { text: string }) {
  const { before, number, after } = splitPhrase(text);
  return (
    <>
      {before !== '' && <span className="phrase-before">{before} </span>}
      <span className="phrase-number">{number}</span>
      {after !== '' && <span className="phrase-after"> {after}</span>}
    </>
  );
}

function Tip({ id, reading }: { id: string; reading: FigureReading }) {
  const { language, say } = useSpeech();
  return (
    <span className="tip" id={id} role="tooltip">
      <b>{exactValue(reading, language)}</b>
      <span>
        {say(ui.asOf)} {spellDay(reading.asOf, language)}
      </span>
      <span>
        {reading.basis === 'computed' && say(ui.rowsCount(reading.rows))}
        {reading.basis === 'attested' && say(ui.basisAttested)}
        {reading.basis === 'parameter' && say(ui.basisParameter)}
      </span>
      {reading.missing && <span>{say(reading.missing)}</span>}
    </span>
  );
}

/**
 * A figure wherever it appears: printed as the letter prints it, and a link to its evidence. Hover or focus tells
 * the day, the exact value and the number of records; Escape hides that again.
 */
export function FigureValue({
  reading,
  label,
  citation,
  size = 'text',
  dated = false,
}: {
  reading: FigureReading;
  label: Words;
  citation?: string;
  size?: 'lead' | 'text';
  /** The page reads its figures on a day of its own: the evidence opens on that day too. */
  dated?: boolean;
}) {
  const { say } = useSpeech();
  const address = useAddress();
  const tip = useId();
  const [told, setTold] = useState(false);
  const open =
    address.figure === reading.figure &&
    (address.citation === undefined || citation === undefined || address.citation === citation);
  const phrase = reading.value === null ? say(ui.noValue) : say(reading.phrase);
  return (
    <span
      className={`figure figure-${size}`}
      onPointerEnter={(event) => event.pointerType === 'mouse' && setTold(true)}
      onPointerLeave={() => setTold(false)}
      onFocus={(event) => event.target.matches(':focus-visible') && setTold(true)}
      onBlur={() => setTold(false)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !told) return;
        event.stopPropagation();
        setTold(false);
      }}
    >
      <Link
        to="."
        search={(previous: Address) => ({
          ...withEvidence(previous, {
            figure: reading.figure,
            params: reading.params,
            qualifier: reading.qualifier,
            citation,
          }),
          ...(dated ? { asOf: reading.asOf } : {}),
        })}
        state={{ evidence: true }}
        replace={address.figure !== undefined}
        resetScroll={false}
        onClick={(event) => address.figure === undefined && holdPlace(event.currentTarget)}
        className="figure-link"
        data-figure={citation ?? reading.figure}
        aria-current={open ? 'true' : undefined}
        aria-describedby={told ? tip : undefined}
        aria-label={say(ui.openEvidence(phrase, say(label)))}
      >
        <Phrase text={phrase} />
      </Link>
      {told && <Tip id={tip} reading={reading} />}
    </span>
  );
}
