/** Which suggestions an actor has to do with; asked in this one place. */
import type { Actor } from '#kernel/access/roles.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Who } from './rules.ts';

/** All, those an organisation handles, or those of one deputy. */
export type Scope =
  | { kind: 'all' }
  | { kind: 'organisation'; code: string }
  | { kind: 'deputy'; account: string };

/** What an actor sees; an account without what its role needs sees nothing. */
export function scopeOf({ role, organisation, account }: Actor): Scope {
  if (role === 'partner') return { kind: 'organisation', code: organisation ?? '' };
  if (role === 'deputy') return { kind: 'deputy', account: account ?? '' };
  return { kind: 'all' };
}

/** Whether a suggestion lies within a scope. */
export function liesWithin(
  scope: Scope,
  { deputyAccount, organisations }: { deputyAccount: string | null; organisations: readonly string[] },
): boolean {
  switch (scope.kind) {
    case 'all':
      return true;
    case 'organisation':
      return scope.code !== '' && organisations.includes(scope.code);
    case 'deputy':
      return scope.account !== '' && deputyAccount === scope.account;
  }
}

/** An actor as the rules see him. */
export const whoIs = (actor: Actor): Who => ({
  role: actor.role,
  account: actor.account ?? null,
  organisation: actor.organisation ?? null,
});

/** The refusal of a suggestion that is not there, or not for this actor: the same words for both. */
export const refuseUnknownSuggestion = (code: string): Refusal =>
  new Refusal('unknown-record', {
    zh: `没有“${code}”这件建议，或它不在您的办理范围内。请从“办理”中打开。`,
    en: `There is no suggestion “${code}”, or it is not yours to see. Open it from the desk.`,
  });

/** The same of a reply. */
export const refuseUnknownReply = (code: string): Refusal =>
  new Refusal('unknown-record', {
    zh: `没有“${code}”这份答复，或它不在您的办理范围内。请从“办理”中打开。`,
    en: `There is no reply “${code}”, or it is not yours to see. Open it from the desk.`,
  });
