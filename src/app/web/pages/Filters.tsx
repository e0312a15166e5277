import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { ColumnShape } from '#kernel/contract/evidence.ts';
import { useSpeech } from '#kernel/web/language.ts';
import { usePopover } from '#kernel/web/popover.ts';
import { ask } from '#kernel/web/queries.ts';
import { ui } from '#kernel/web/words.ts';

interface Option {
  value: string | boolean;
  name: string;
}

const isFilterable = (column: ColumnShape): boolean =>
  column.kind === 'choice' ||
  column.kind === 'flag' ||
  (column.kind === 'reference' && column.to !== undefined);

/** The values a column can be held to: its choices, yes and no, or the records it points into. */
function useOptions(column: ColumnShape | undefined): Option[] {
  const { say } = useSpeech();
  const to = column?.kind === 'reference' ? column.to : undefined;
  const targets = useQuery({
    ...ask('listRecords', { params: { register: to ?? '' }, query: { pageSize: 200 } }),
    enabled: to !== undefined,
  });
  if (!column) return [];
  if (column.kind === 'flag') {
    return [
      { value: true, name: say(ui.yes) },
      { value: false, name: say(ui.no) },
    ];
  }
  if (column.choices)
    return Object.entries(column.choices).map(([value, name]) => ({ value, name: say(name) }));
  if (targets.isPlaceholderData) return [];
  return (targets.data?.rows ?? []).flatMap((row) => {
    if (row.code === null) return [];
    const named = (targets.data?.columns ?? [])
      .map(({ name }) => row.cells[name])
      .find((cell) => typeof cell === 'string' && cell !== row.code);
    return [{ value: row.code, name: typeof named === 'string' ? named : row.code }];
  });
}

function Chip({ column, value, remove }: { column: ColumnShape; value: unknown; remove: () => void }) {
  const { say } = useSpeech();
  const name = useOptions(column).find((option) => option.value === value)?.name ?? String(value);
  return (
    <button
      type="button"
      className="filter-chip"
      aria-label={say(ui.removeFilter(`${say(column.label)} ${name}`))}
      onClick={remove}
    >
      <span>{say(ui.labelled(column.label, name))}</span>
      <span aria-hidden="true">×</span>
    </button>
  );
}

function Values({ column, give }: { column: ColumnShape; give: (value: string | boolean) => void }) {
  return (
    <div className="filter-values">
      {useOptions(column).map((option) => (
        <button
          key={String(option.value)}
          type="button"
          className="choice"
          onClick={() => give(option.value)}
        >
          {option.name}
        </button>
      ))}
    </div>
  );
}

/** Field equals value, one value a field; each filter is a chip that can be taken off. */
export function Filters({
  columns,
  filters,
  give,
}: {
  columns: ColumnShape[];
  filters: Record<string, unknown>;
  give: (filters: Record<string, unknown>) => void;
}) {
  const { say } = useSpeech();
  const { open, toggle, close, box, trigger } = usePopover();
  const [picked, pick] = useState<string>();
  const panel = useId();
  const usable = columns.filter(isFilterable);
  const column = usable.find(({ name }) => name === picked) ?? usable[0];
  const held = usable.filter(({ name }) => filters[name] !== undefined);
  if (!column) return null;
  return (
    <div className="filters">
      <div className="moment" ref={box}>
        <button
          type="button"
          className="button"
          ref={trigger}
          aria-expanded={open}
          aria-controls={open ? panel : undefined}
          onClick={toggle}
        >
          {say(ui.addFilter)}
        </button>
        {open && (
          <div className="moment-panel filter-panel" id={panel} role="group" aria-label={say(ui.filter)}>
            <label className="filter-column">
              <span>{say(ui.column)}</span>
              <select value={column.name} onChange={(event) => pick(event.target.value)}>
                {usable.map(({ name, label }) => (
                  <option key={name} value={name}>
                    {say(label)}
                  </option>
                ))}
              </select>
            </label>
            <Values
              key={column.name}
              column={column}
              give={(value) => {
                close();
                give({ ...filters, [column.name]: value });
              }}
            />
          </div>
        )}
      </div>
      {held.map((one) => (
        <Chip
          key={one.name}
          column={one}
          value={filters[one.name]}
          remove={() =>
            give(Object.fromEntries(Object.entries(filters).filter(([name]) => name !== one.name)))
          }
        />
      ))}
      {held.length > 1 && (
        <button type="button" className="plain-button" onClick={() => give({})}>
          {say(ui.clearAll)}
        </button>
      )}
    </div>
  );
}
