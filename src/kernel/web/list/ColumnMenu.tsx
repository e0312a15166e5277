import type { ColumnShape } from '#kernel/contract/evidence.ts';
import type { ListSetting } from '#kernel/contract/lists.ts';
import { useSpeech } from '../language.ts';
import { usePopover } from '../popover.ts';
import { listUi } from './list-words.ts';
import { arrange } from './setting.ts';

/** Which columns are shown, in which order, and how close the lines stand. */
export function ColumnMenu({
  columns,
  setting,
  give,
}: {
  columns: ColumnShape[];
  setting: ListSetting;
  give: (setting: ListSetting) => void;
}) {
  const { say } = useSpeech();
  const { open, toggle, box, trigger } = usePopover();
  const shown = arrange(columns, setting.columns).slice(1);
  const hidden = columns.slice(1).filter((column) => !shown.includes(column));
  const choose = (next: ColumnShape[]) => give({ ...setting, columns: next.map(({ name }) => name) });
  const move = (at: number, by: number) => {
    const next = [...shown];
    const [moved] = next.splice(at, 1);
    if (moved) next.splice(at + by, 0, moved);
    choose(next);
  };
  return (
    <div className="moment list-columns" ref={box}>
      <button type="button" className="plain-button" ref={trigger} aria-expanded={open} onClick={toggle}>
        {say(listUi.columns)}
      </button>
      {open && (
        <div className="moment-panel list-panel" role="group" aria-label={say(listUi.columns)}>
          <p className="hint">{say(listUi.columnsHelp)}</p>
          <ul className="list-order">
            {shown.map((column, at) => (
              <li key={column.name}>
                <label>
                  <input
                    type="checkbox"
                    checked
                    disabled={shown.length === 1}
                    onChange={() => choose(shown.filter((other) => other !== column))}
                  />
                  {say(column.label)}
                </label>
                <button
                  type="button"
                  className="step"
                  disabled={at === 0}
                  aria-label={say(listUi.earlier(say(column.label)))}
                  onClick={() => move(at, -1)}
                >
                  <span aria-hidden="true">↑</span>
                </button>
                <button
                  type="button"
                  className="step"
                  disabled={at === shown.length - 1}
                  aria-label={say(listUi.later(say(column.label)))}
                  onClick={() => move(at, 1)}
                >
                  <span aria-hidden="true">↓</span>
                </button>
              </li>
            ))}
            {hidden.map((column) => (
              <li key={column.name}>
                <label>
                  <input type="checkbox" checked={false} onChange={() => choose([...shown, column])} />
                  {say(column.label)}
                </label>
              </li>
            ))}
          </ul>
          <div className="list-panel-foot">
            <label>
              <input
                type="checkbox"
                checked={setting.dense}
                onChange={() => give({ ...setting, dense: !setting.dense })}
              />
              {say(listUi.dense)}
            </label>
            <button
              type="button"
              className="plain-button"
              disabled={setting.columns.length === 0}
              onClick={() => give({ ...setting, columns: [] })}
            >
              {say(listUi.asRegister)}
            </button>
          </div>
        </div>
      )}
    </div>
  );
}
