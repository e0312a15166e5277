/** A world small enough to be counted by hand, and figures of it in plain TypeScript, written from their definitions. */

export interface World {
  empowerments: Map<string, { achievement: string; effectiveOn: string | null; endedOn: string | null }>;
  contracts: Map<string, { amount: number; signedOn: string; endedOn: string | null }>;
  /** Key `contract~achievement`. */
  items: Map<string, { contract: string; achievement: string }>;
  distributions: Map<string, { paidOn: string | null; shares: { recipient: string; amount: number }[] }>;
  awards: Map<
    string,
    { race: boolean; grantAmount: number; contractedOn: string | null; cancelledOn: string | null }
  >;
  certificates: Map<string, { person: string; certifiedOn: string; revokedOn: string | null }>;
}

export const emptyWorld = (): World => ({
  empowerments: new Map(),
  contracts: new Map(),
  items: new Map(),
  distributions: new Map(),
  awards: new Map(),
  certificates: new Map(),
});

/** Fen as yuan, to the fen. */
export const yuan = (fen: number): string => `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;

const holds = (from: string | null, until: string | null, day: string): boolean =>
  from !== null && from <= day && (until === null || until > day);
const total = (amounts: number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);

/** Each figure's value and number of rows on a day; figures by year are asked for 2024. */
export function countByHand(world: World, day: string): Record<string, { value: string; rows: number }> {
  const counted = (keys: Iterable<unknown>): { value: string; rows: number } => {
    const each = new Set(keys);
    return { value: String(each.size), rows: each.size };
  };
  const summed = (amounts: number[]): { value: string; rows: number } => ({
    value: yuan(total(amounts)),
    rows: amounts.length,
  });
  const contracts = [...world.contracts].filter(([, { signedOn, endedOn }]) => holds(signedOn, endedOn, day));
  const inForce = new Set(contracts.map(([code]) => code));
  const awards = [...world.awards.values()].filter(
    ({ race, contractedOn, cancelledOn }) =>
      race && holds(contractedOn, cancelledOn, day) && contractedOn?.slice(0, 4) === '2024',
  );
  const firstOf = new Map<string, string>();
  for (const { person, certifiedOn, revokedOn } of world.certificates.values()) {
    if (!holds(certifiedOn, revokedOn, day)) continue;
    const first = firstOf.get(person);
    if (first === undefined || certifiedOn < first) firstOf.set(person, certifiedOn);
  }
  return {
    'achievements.empowered': counted(
      [...world.empowerments.values()]
        .filter(({ effectiveOn, endedOn }) => holds(effectiveOn, endedOn, day))
        .map(({ achievement }) => achievement),
    ),
    'achievements.transferred': counted(
      [...world.items.values()]
        .filter(({ contract }) => inForce.has(contract))
        .map(({ achievement }) => achievement),
    ),
    'transfer.contracts': summed(contracts.map(([, { amount }]) => amount)),
    'transfer.distributed': summed(
      [...world.distributions.values()]
        .filter(({ paidOn }) => holds(paidOn, null, day))
        .flatMap(({ shares }) => shares)
        .filter(({ recipient }) => recipient === 'researcher' || recipient === 'team')
        .map(({ amount }) => amount),
    ),
    'race.projects': counted(awards),
    'race.funding': summed(awards.map(({ grantAmount }) => grantAmount)),
    'brokers.new': counted(
      [...firstOf].filter(([, first]) => first.startsWith('2024')).map(([person]) => person),
    ),
  };
}
