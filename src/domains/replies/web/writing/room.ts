/** What the parts of the sheet share: the reply, its check, and the editors open on it. */
import { createContext, useContext } from 'react';
import type { EditorView } from 'prosemirror-view';
import type { Reply } from '../../contract.ts';
import type { CitationMark, Prints } from './blocks.ts';
import { keyOfCitation } from './blocks.ts';
import type { Finding, ReplyCheck } from './findings.ts';
import type { Saver } from './saver.ts';

/** A section that is being written here. */
export interface Desk {
  view: EditorView;
  saver: Saver;
}

export interface Room {
  reply: Reply;
  prints: Prints;
  check: ReplyCheck | undefined;
  /** Name of the one who writes, for what is kept on this device. */
  writer: string;
  /** True for the lead's officer while the reply is drafted. */
  leads: boolean;
  desks: Map<string, Desk>;
  /** The editor the tools act on. */
  active: EditorView | null;
  /** Level of the paragraph the cursor is in. */
  level: number;
  activate: (view: EditorView) => void;
  /** Reads the reply and its check anew. */
  refresh: () => void;
  openEvidence: (mark: Pick<CitationMark, 'figure' | 'params' | 'qualifier'>) => void;
  /** Puts a citation in the place of a finding. */
  cite: (finding: Finding, mark: CitationMark) => void;
  /** Looks a candidate up, and cites it in the place of the finding. */
  citeCandidate: (finding: Finding, candidate: Finding['candidates'][number]) => Promise<void>;
}

export const RoomContext = createContext<Room | null>(null);

export function useRoom(): Room {
  const room = useContext(RoomContext);
  if (!room) throw new Error('a part of the sheet stands outside the room');
  return room;
}

/** What the reply's citations print on its day. */
export const printsOfReply = (reply: Reply): Prints =>
  new Map(reply.readings.map(({ reading }) => [keyOfCitation(reading), reading.phrase.zh]));
