import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  ColumnShape,
  compareFigure,
  FigureDefinition,
  FigureReading,
  RowShape,
} from '#kernel/contract/evidence.ts';
import type { Words } from '#kernel/contract/words.ts';
import { chooseColumns } from './columns.ts';
import { spellDay, spellExactly, spellInstant, useAddress, useSpeech } from './language.ts';
import { ComparePicker } from './MomentPicker.tsx';
import { Answer } from './Problem.tsx';
import { ask, figureQuestion, type FigureAsked } from './queries.ts';
import { RecordTable } from './RecordTable.tsx';
import { ui } from './words.ts';

interface Unit {
  money: boolean;
  printed: Words;
}

function Side({ label, reading, unit }: { label: Words; reading: FigureReading; unit: Unit }) {
  const { say, language } = useSpeech();
  return (
    <div className="side">
      <span className="side-label">
        {say(label)} {spellDay(reading.asOf, language)}
        {reading.knownAt !== null && (
          <>
            <br />
            {say(ui.knownAt)} {spellInstant(reading.knownAt)}
          </>
        )}
      </span>
      <span className="side-value">
        {reading.value === null ? say(ui.noValue) : spellExactly(reading.value, unit, language)}
      </span>
    </div>
  );
}

function Listed({
  title,
  count,
  rows,
  columns,
  register,
  open = false,
}: {
  title: Words;
  count: number;
  rows: RowShape[];
  columns: ColumnShape[];
  register: string | undefined;
  open?: boolean;
}) {
  const { say } = useSpeech();
  if (count === 0) return null;
  return (
    <details className="changed-kind" open={open}>
      <summary>
        {say(title)} <span className="count">{say(ui.totalRows(count))}</span>
      </summary>
      {rows.length > 0 && rows.length < count && <p className="quiet">{say(ui.firstShown(rows.length))}</p>}
      {rows.length === 0 ? (
        <p className="quiet">{say(ui.countsNote)}</p>
      ) : (
        <RecordTable
          caption={say(title)}
          columns={chooseColumns(columns, rows, 5)}
          rows={rows}
          register={register}
        />
      )}
    </details>
  );
}

/** Two moments of a figure side by side, and the rows that were added, removed or changed between them. */
export function Compared({
  changes: { from, to, columns, added, removed, changed },
  labels = { from: ui.from, to: ui.to },
  unit,
  register,
  opened = false,
}: {
  changes: z.output<(typeof compareFigure)['answer']>;
  labels?: { from: Words; to: Words };
  unit: Unit;
  register: string | undefined;
  /** Shows a few rows at once, where they are what is asked for. */
  opened?: boolean;
}) {
  const { say } = useSpeech();
  const few = (count: number): boolean => opened && count <= 10;
  const measured = unit.money ? 'money' : 'decimal';
  return (
    <div className="comparison">
      <div className="sides">
        <Side label={labels.from} reading={from} unit={unit} />
        <span className="sides-arrow" aria-hidden="true">
          →
        </span>
        <Side label={labels.to} reading={to} unit={unit} />
      </div>
      {added.count + removed.count + changed.count === 0 ? (
        <p className="empty">{say(ui.nothingChanged)}</p>
      ) : (
        <>
          <Listed title={ui.added} columns={columns} register={register} open={few(added.count)} {...added} />
          <Listed
            title={ui.removed}
            columns={columns}
            register={register}
            open={few(removed.count)}
            {...removed}
          />
          <Listed
            title={ui.changed}
            columns={[
              ...columns.filter((column) => column.measure !== true),
              { name: ' before', label: ui.before, kind: measured, measure: true },
              { name: ' after', label: ui.after, kind: measured, measure: true },
            ]}
            register={register}
            open={few(changed.count)}
            count={changed.count}
            rows={changed.rows.map(({ row, before, after }) => ({
              ...row,
              cells: { ...row.cells, ' before': before, ' after': after },
            }))}
          />
        </>
      )}
    </div>
  );
}

function Comparison({ asked, definition }: { asked: FigureAsked; definition: FigureDefinition }) {
  const { fromAsOf, fromKnownAt } = useAddress();
  const question = figureQuestion(asked);
  const changes = useQuery(
    ask('compareFigure', { params: question.params, query: { ...question.query, fromAsOf, fromKnownAt } }),
  );
  return (
    <Answer of={changes} lines={4}>
      {(answer) => <Compared changes={answer} unit={definition.unit} register={definition.register?.id} />}
    </Answer>
  );
}

/** What was added to a figure, removed from it or changed under it between two moments. */
export function EvidenceChanges({
  asked,
  asOf,
  definition,
}: {
  asked: FigureAsked;
  asOf: string;
  definition: FigureDefinition;
}) {
  const { say } = useSpeech();
  const { fromAsOf, fromKnownAt } = useAddress();
  const comparing = fromAsOf !== undefined || fromKnownAt !== undefined;
  return (
    <section className="evidence-changes" aria-labelledby="evidence-changes">
      <div className="section-head">
        <h3 id="evidence-changes">{say(ui.changes)}</h3>
      </div>
      {!comparing && <p className="quiet">{say(ui.changesHelp)}</p>}
      <div className="moments">
        <ComparePicker asOf={asOf} />
      </div>
      {comparing && <Comparison asked={asked} definition={definition} />}
    </section>
  );
}
