import { useId, useState, type DragEvent } from 'react';
import { sheetLimits } from '#kernel/contract/limits.ts';
import { deskUi } from '../desk-words.ts';
import { useSpeech } from '../language.ts';
import { spellSize } from '../upload.ts';
import { sheetUi } from './sheet-words.ts';

const megabyte = 1024 * 1024;

/** Where a file is chosen or dropped. */
export function ChooseTable({
  file,
  busy,
  give,
}: {
  file: { name: string; size: number } | null;
  busy: boolean;
  give: (file: File) => void;
}) {
  const { say } = useSpeech();
  const id = useId();
  const [over, setOver] = useState(false);
  const drag = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const dropped = event.dataTransfer.files[0];
    if (dropped && !busy) give(dropped);
  };
  return (
    <div
      className="drop"
      data-over={over || undefined}
      onDragOver={drag}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {file && (
        <p className="chosen-file">
          <b>{file.name}</b> <span className="count">{spellSize(file.size)}</span>
        </p>
      )}
      <p className="drop-ways">
        <input
          id={id}
          className="unseen"
          type="file"
          accept=".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          disabled={busy}
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            // The same file, mended, can be chosen again.
            event.target.value = '';
            if (chosen) give(chosen);
          }}
        />
        <label htmlFor={id} className="button primary">
          {say(file ? sheetUi.other : deskUi.chooseFile)}
        </label>
        <span className="quiet">{say(deskUi.dropHere)}</span>
      </p>
      <p className="hint">{say(sheetUi.limits(sheetLimits.fileBytes / megabyte, sheetLimits.rows))}</p>
    </div>
  );
}
