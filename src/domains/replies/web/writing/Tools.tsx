import { redo, undo } from 'prosemirror-history';
import type { Command } from 'prosemirror-state';
import { useSpeech } from '#kernel/web/language.ts';
import type { Level } from './blocks.ts';
import { askForFigure, askForPromise, setLevel } from './plugins.ts';
import { useRoom } from './room.ts';
import { writingUi } from './words.ts';

const levels: readonly Level[] = [0, 1, 2, 3, 4];

/** What the keys do, for those who do not know them; acts where the cursor last was. */
export function Tools() {
  const { say } = useSpeech();
  const { active, level, desks } = useRoom();
  const act = (command: Command) => {
    const view = active ?? [...desks.values()][0]?.view;
    if (!view) return;
    view.focus();
    command(view.state, view.dispatch, view);
  };
  return (
    <div className="sheet-tools" role="toolbar" aria-label={say(writingUi.tools)}>
      <button
        type="button"
        className="tool"
        title={say(writingUi.figureKey)}
        onPointerDown={(event) => event.preventDefault()}
        onClick={() => act(askForFigure)}
      >
        <kbd aria-hidden="true">/</kbd> {say(writingUi.figure)}
      </button>
      <button
        type="button"
        className="tool"
        title={say(writingUi.promiseKey)}
        onPointerDown={(event) => event.preventDefault()}
        onClick={() => act(askForPromise)}
      >
        <kbd aria-hidden="true">@</kbd> {say(writingUi.promise)}
      </button>
      <select
        className="tool"
        aria-label={say(writingUi.level)}
        value={level}
        onChange={(event) => {
          const chosen = levels.find((one) => String(one) === event.target.value);
          if (chosen !== undefined) act(setLevel(chosen));
        }}
      >
        {writingUi.levels.map((words, index) => (
          <option key={words.zh} value={index}>
            {say(words)}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="tool"
        aria-label={say(writingUi.undo)}
        title={say(writingUi.undo)}
        onClick={() => act(undo)}
      >
        <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
          <path d="M7 4L3 8l4 4M3 8h8.5a4.5 4.5 0 0 1 0 9H8" />
        </svg>
      </button>
      <button
        type="button"
        className="tool"
        aria-label={say(writingUi.redo)}
        title={say(writingUi.redo)}
        onClick={() => act(redo)}
      >
        <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
          <path d="M13 4l4 4-4 4M17 8H8.5a4.5 4.5 0 0 0 0 9H12" />
        </svg>
      </button>
      <p className="tools-hint">{say(writingUi.hint)}</p>
    </div>
  );
}
