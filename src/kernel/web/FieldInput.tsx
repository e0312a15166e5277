import type { ColumnShape } from '#kernel/contract/evidence.ts';
import { parseMoney, spellMoney } from '#kernel/contract/money.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { Language } from '#kernel/contract/words.ts';
import { columnHeading } from './Cell.tsx';
import { cleanMoney } from './clean.ts';
import { deskUi } from './desk-words.ts';
import { DayInput, NumberInput } from './TypedInputs.tsx';
import { group, useSpeech } from './language.ts';
import { Original } from './Original.tsx';
import { ReferenceInput, type InputAttributes } from './ReferenceInput.tsx';
import { recordUi } from './record-words.ts';
import { ui } from './words.ts';

/** An amount to its last fen as a reader would say it: 13,000.00 元，1.3 万元. */
export function echoMoney(yuan: string, language: Language): string | null {
  const fen = parseMoney(yuan.trim());
  if (fen === null) return null;
  const exact = spellMoney(`${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`);
  if (language === 'en') return `CNY ${exact}`;
  const rest = String(fen % 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '');
  const wan = `${group(String(fen / 1_000_000n))}${rest === '' ? '' : `.${rest}`}`;
  return fen < 1_000_000n ? `${exact} 元` : `${exact} 元，${wan} 万元`;
}

function MoneyEcho({ value }: { value: string }) {
  const { say, language } = useSpeech();
  if (value.trim() === '' || cleanMoney(value) !== null) return null;
  const echo = value.startsWith('-') ? null : echoMoney(value, language);
  return (
    <p className="hint tabular" role="status">
      {echo === null ? say(deskUi.notAmount) : say(deskUi.amountIs(echo))}
    </p>
  );
}

interface Entry {
  column: ColumnShape;
  value: string;
  give: (value: string) => void;
  attributes: InputAttributes;
}

function Flag({ column, value, give, attributes }: Entry) {
  const { say } = useSpeech();
  const answers = [
    ['true', ui.yes],
    ['false', ui.no],
    ...(column.required ? [] : [['', deskUi.notStated] as const]),
  ] as const;
  return (
    <div className="radios">
      {answers.map(([answer, label], index) => (
        <label key={answer}>
          <input
            {...(index === 0 ? attributes : {})}
            type="radio"
            name={column.name}
            checked={value === answer}
            onChange={() => give(answer)}
          />
          {say(label)}
        </label>
      ))}
    </div>
  );
}

function Entered({ column, value, give, attributes }: Entry) {
  const { say } = useSpeech();
  const plain = {
    ...attributes,
    value,
    onChange: (event: { target: { value: string } }) => give(event.target.value),
  };
  switch (column.kind) {
    case 'choice':
      return (
        <select {...plain}>
          <option value="">{say(column.required ? deskUi.pleaseChoose : deskUi.notStated)}</option>
          {Object.entries(column.choices ?? {}).map(([choice, label]) => (
            <option key={choice} value={choice}>
              {say(label)}
            </option>
          ))}
        </select>
      );
    case 'flag':
      return <Flag column={column} value={value} give={give} attributes={attributes} />;
    case 'date':
      return <DayInput value={value} give={give} attributes={attributes} />;
    case 'reference':
      return <ReferenceInput to={column.to ?? ''} value={value} give={give} attributes={attributes} />;
    case 'money':
    case 'decimal':
    case 'integer':
      return (
        <NumberInput value={value} give={give} attributes={attributes} money={column.kind === 'money'} />
      );
    default:
      return (
        <input {...plain} type="text" autoComplete="off" spellCheck={column.kind === 'text' && !column.key} />
      );
  }
}

/** One field of a form: its label, what may be typed, the document it comes from, the input, its faults. */
export function FieldInput({
  column,
  value,
  masked,
  origin,
  faults,
  fixed,
  target,
  give,
}: Omit<Entry, 'attributes'> & {
  /** Identity number as it stands, masked. */
  masked: string | undefined;
  /** Where the value comes from, when nobody typed it. */
  origin?: Words | undefined;
  faults: readonly string[];
  /** A key of a record that stands. */
  fixed: boolean;
  /** Label of the register a reference points into. */
  target: ColumnShape['label'] | undefined;
}) {
  const speech = useSpeech();
  const { say } = speech;
  const id = `field-${column.name}`;
  const attributes: InputAttributes = {
    id,
    'aria-invalid': faults.length > 0 || undefined,
    'aria-required': column.required || undefined,
    'aria-describedby': `${id}-help`,
  };
  const Label = column.kind === 'flag' && !fixed ? 'span' : 'label';
  return (
    <div
      className="field"
      data-kind={column.kind}
      data-faulty={faults.length > 0 || undefined}
      role={column.kind === 'flag' ? 'group' : undefined}
      aria-labelledby={column.kind === 'flag' ? `${id}-label` : undefined}
    >
      <Label className="field-label" id={`${id}-label`} {...(Label === 'label' ? { htmlFor: id } : {})}>
        {columnHeading(column, speech)}
        {column.required && !fixed && (
          <span className="required" title={say(deskUi.required)} aria-hidden="true">
            *
          </span>
        )}
        <Original of={column.label} />
      </Label>
      {fixed ? (
        <input id={id} type="text" value={value} readOnly aria-describedby={`${id}-help`} />
      ) : (
        <Entered column={column} value={value} give={give} attributes={attributes} />
      )}
      {column.kind === 'money' && !fixed && <MoneyEcho value={value} />}
      <div id={`${id}-help`} className="field-help">
        {faults.map((fault) => (
          <p key={fault} className="fault">
            {fault}
          </p>
        ))}
        {origin && <p className="hint origin">{say(origin)}</p>}
        {column.note && <p className="hint">{say(column.note)}</p>}
        {column.kind === 'reference' && !fixed && target && (
          <p className="hint">{say(deskUi.findReference(target))}</p>
        )}
        {column.kind === 'identity' && (
          <p className="hint">
            {masked !== undefined && `${say(deskUi.identityKept(masked))} `}
            {say(deskUi.identityNoDraft)}
          </p>
        )}
        {column.personal === true && column.kind !== 'identity' && !fixed && (
          <p className="hint">{say(recordUi.personalNoDraft)}</p>
        )}
        {column.source !== undefined && <p className="hint">{say(deskUi.sourceDocument(column.source))}</p>}
        {fixed && <p className="hint">{say(deskUi.keyFixed)}</p>}
      </div>
    </div>
  );
}
