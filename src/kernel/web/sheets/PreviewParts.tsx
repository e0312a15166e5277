import { useInfiniteQuery } from '@tanstack/react-query';
import type { ImportPreview, RowChange, SheetFault } from '#kernel/contract/sheets.ts';
import type { Words } from '#kernel/contract/words.ts';
import { addressOf, call } from '../call.ts';
import { deskUi } from '../desk-words.ts';
import { useSpeech } from '../language.ts';
import { sheetDoors } from './sheet-doors.ts';
import { sheetUi, spellWarning } from './sheet-words.ts';

/** The label of a field in a register the preview names. */
const labelOf = (preview: ImportPreview, register: string | null, field: string | null): Words | null =>
  preview.columns[register ?? '']?.find(({ name }) => name === field)?.label ?? null;

/** What each sheet comes to. */
export function SheetCounts({ preview }: { preview: ImportPreview }) {
  const { say } = useSpeech();
  return (
    <>
      {preview.sheets.map((sheet) => (
        <section key={`${sheet.sheet} ${sheet.register}`} className="sheet-counts">
          <h2>
            {say(sheet.label)}
            {sheet.sheet !== '' && (
              <span className="count">
                {' '}
                {say(sheetUi.sheet)} “{sheet.sheet}”
              </span>
            )}
          </h2>
          <dl className="import-counts">
            {(
              [
                [sheetUi.rows, sheet.rows],
                [deskUi.added, sheet.added],
                [deskUi.changed, sheet.changed],
                [deskUi.unchanged, sheet.unchanged],
              ] as const
            ).map(([label, count]) => (
              <div key={label.en}>
                <dt>{say(label)}</dt>
                <dd className="tabular">{count.toLocaleString('en-GB')}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </>
  );
}

export function Warnings({ preview }: { preview: ImportPreview }) {
  const { say } = useSpeech();
  if (preview.warnings.length === 0) return null;
  return (
    <section className="import-warnings" aria-labelledby="warnings">
      <h2 id="warnings">{say(sheetUi.warnings)}</h2>
      <ul>
        {preview.warnings.map((warning) => (
          <li key={`${warning.kind} ${warning.sheet} ${warning.field ?? ''}`}>
            {say(spellWarning(warning, labelOf(preview, warning.register, warning.field)))}
          </li>
        ))}
      </ul>
    </section>
  );
}

const pageSize = 100;

function usePages<T>(
  key: string,
  preview: string,
  read: (page: number) => Promise<{ entries: T[]; total: number }>,
) {
  const pages = useInfiniteQuery({
    queryKey: [key, preview],
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: 1,
    getNextPageParam: ({ total }, all) => (all.length * pageSize < total ? all.length + 1 : undefined),
  });
  return {
    entries: pages.data?.pages.flatMap(({ entries }) => entries) ?? [],
    more: pages.hasNextPage,
    busy: pages.isFetching,
    showMore: () => void pages.fetchNextPage(),
  };
}

/** Every fault with its place, and the table given back with them. */
export function Faults({ preview }: { preview: ImportPreview }) {
  const { say, language } = useSpeech();
  const { id, faultCount, faultsKept } = preview;
  const pages = usePages<SheetFault>('faults', id, async (page) => {
    const { faults, total } = await call(sheetDoors.listPreviewFaults, {
      params: { preview: id },
      query: { page, pageSize },
    });
    return { entries: faults, total };
  });
  const placeOf = ({ sheet, row, column, register, field, at }: SheetFault): Words => {
    if (row === null) return sheet === null ? { zh: at, en: at } : sheetUi.place(sheet, null, null);
    const place = sheetUi.place(preview.sheets.length > 1 ? sheet : null, row, column);
    const label = labelOf(preview, register, field);
    return label ? deskUi.within(place, label) : place;
  };
  return (
    <section className="import-faults" aria-labelledby="faults">
      <div className="section-head">
        <h2 id="faults">
          {say(sheetUi.faults)} <span className="count">{say(deskUi.faultCount(faultCount))}</span>
        </h2>
        <a
          className="button"
          href={addressOf(sheetDoors.downloadFaults, { params: { preview: id }, query: { language } })}
          download
        >
          {say(sheetUi.faultFile)}
        </a>
      </div>
      <p className="quiet">{say(sheetUi.faultFileLine)}</p>
      {faultsKept < faultCount && <p className="quiet">{say(sheetUi.faultsKept(faultsKept, faultCount))}</p>}
      <ol className="faults" tabIndex={0} aria-label={say(deskUi.faultCount(faultCount))}>
        {pages.entries.map((fault, index) => (
          // Two faults may be alike in all they say.
          <li key={index}>
            <span className="fault-place">{say(placeOf(fault))}</span>
            <span>{say(fault)}</span>
          </li>
        ))}
      </ol>
      {pages.more && (
        <button type="button" className="button" disabled={pages.busy} onClick={pages.showMore}>
          {say(sheetUi.more)}
        </button>
      )}
    </section>
  );
}

type Change = RowChange['fields'][number];

function Value({ change, value }: { change: Change; value: Change['before'] }) {
  const { say } = useSpeech();
  if (change.kind === 'identity') return <span className="quiet">{say(sheetUi.sealed)}</span>;
  if (value === null) return <span className="quiet">{say(sheetUi.empty)}</span>;
  if (typeof value === 'boolean') return say(value ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' });
  const choice = change.choices?.[value];
  return choice ? say(choice) : value;
}

/** Rows that are there already, old and new. */
export function Changes({ preview }: { preview: ImportPreview }) {
  const { say } = useSpeech();
  const { id, changeCount, changesKept } = preview;
  const pages = usePages<RowChange>('changes', id, async (page) => {
    const { changes, total } = await call(sheetDoors.listPreviewChanges, {
      params: { preview: id },
      query: { page, pageSize },
    });
    return { entries: changes, total };
  });
  if (changeCount === 0) return null;
  return (
    <section className="import-changes" aria-labelledby="changes">
      <h2 id="changes">
        {say(sheetUi.changes)} <span className="count">{changeCount.toLocaleString('en-GB')}</span>
      </h2>
      {changesKept < changeCount && (
        <p className="quiet">{say(sheetUi.changesKept(changesKept, changeCount))}</p>
      )}
      <ol>
        {pages.entries.map((change) => (
          <li key={`${change.register} ${change.code}`}>
            <p>
              <b>{change.code}</b>{' '}
              {change.row !== null && (
                <span className="quiet">
                  {say(sheetUi.place(preview.sheets.length > 1 ? change.sheet : null, change.row, null))}
                </span>
              )}
            </p>
            <dl>
              {change.fields.map((field) => (
                <div key={field.name}>
                  <dt>{say(field.label)}</dt>
                  <dd>
                    <del>
                      <Value change={field} value={field.before} />
                    </del>
                    <span className="arrow" aria-hidden="true">
                      →
                    </span>
                    <span className="unseen">{say(sheetUi.becomes)}</span>
                    <ins>
                      <Value change={field} value={field.after} />
                    </ins>
                  </dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ol>
      {pages.more && (
        <button type="button" className="button" disabled={pages.busy} onClick={pages.showMore}>
          {say(sheetUi.more)}
        </button>
      )}
    </section>
  );
}
