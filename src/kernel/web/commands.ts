/** What the palette offers besides records and figures: pages and actions, told by the app before the first paint. */
import type { Permission } from '#kernel/contract/endpoint.ts';
import type { Words } from '#kernel/contract/words.ts';

export interface Command {
  id: string;
  kind: 'page' | 'action';
  label: Words;
  /** First letters of the Chinese label's syllables: gzt for 工作台. */
  initials: string;
  /** Who is offered it: anyone, those permitted, those signed in or not. */
  for?: Permission | 'signed-in' | 'stranger';
  /** Where it leads, or what it does at once. */
  does: { to: string } | 'sign-out' | 'theme' | 'language';
}

/** A register as the palette knows it: its initials, and whether rows are entered by hand. */
export interface RegisterCommand {
  initials: string;
  entered: boolean;
}

interface Offer {
  commands: readonly Command[];
  registers: Readonly<Record<string, RegisterCommand>>;
}

const offer: { now: Offer } = { now: { commands: [], registers: {} } };

export function offerCommands(offered: Offer): void {
  offer.now = offered;
}

export const offeredCommands = (): Offer => offer.now;

/** How well typed text fits a command: 0 from its beginning, 1 within it, null not at all. */
export function fitOf(typed: string, { label, initials }: Pick<Command, 'label' | 'initials'>): 0 | 1 | null {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return null;
  const names = [label.zh, label.en.toLowerCase(), initials];
  if (names.some((name) => name.startsWith(wanted))) return 0;
  return names.some((name) => name.includes(wanted)) ? 1 : null;
}
