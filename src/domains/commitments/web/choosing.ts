/** Which promises are shown, kept in the address: `filters` as JSON text. */
import { useNavigate } from '@tanstack/react-router';
import { parseObject, type Address } from '#kernel/web/address.ts';

/** In the order the page says them. */
export const outcomeKeys = ['kept', 'not-kept', 'running'] as const;
export const stateKeys = ['kept', 'in-progress', 'overdue', 'dropped', 'promised'] as const;

export const sourceKeys = ['reply', 'consultation-meeting', 'agreement', 'plan', 'measure'] as const;

export interface Chosen {
  area: string | undefined;
  owner: string | undefined;
  source: (typeof sourceKeys)[number] | 'none' | undefined;
  plan: string | undefined;
  outcome: (typeof outcomeKeys)[number] | undefined;
  state: (typeof stateKeys)[number] | undefined;
}

const oneOf = <const L extends readonly string[]>(list: L, value: unknown): L[number] | undefined =>
  list.find((one) => one === value);
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= 80 ? value : undefined;

/** What an address chooses; what is malformed in it is left out. */
export function readChosen(filters: string | undefined): Chosen {
  const given = parseObject(filters);
  return {
    area: textOf(given['area']),
    owner: textOf(given['owner']),
    source: oneOf([...sourceKeys, 'none'] as const, given['source']),
    plan: textOf(given['plan']),
    outcome: oneOf(outcomeKeys, given['outcome']),
    state: oneOf(stateKeys, given['state']),
  };
}

/** The same address with another choice. */
export const choose =
  (changed: Partial<Record<keyof Chosen, string | undefined>>) =>
  (previous: Address): Address => {
    const chosen = Object.entries({ ...parseObject(previous.filters), ...changed }).filter(
      ([, value]) => value !== undefined,
    );
    return {
      ...previous,
      filters: chosen.length === 0 ? undefined : JSON.stringify(Object.fromEntries(chosen)),
    };
  };

export function useChoose(): (changed: Partial<Record<keyof Chosen, string | undefined>>) => void {
  const navigate = useNavigate();
  return (changed) => void navigate({ to: '.', search: choose(changed), resetScroll: false });
}
