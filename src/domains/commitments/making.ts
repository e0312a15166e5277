/** Commitments made: by a letter, by the minutes of a meeting, by a plan, or entered by an officer. One path for all. */
import { atomically, type Context } from '#kernel/audit/atomically.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import { readClock } from '#kernel/db/open.ts';
import { addRow, refuseFaults, type House } from '#kernel/registers/actions.ts';
import { coOwner, commitment, type SourceKind } from './registers/contract.ts';
import { nextInArea } from './store.ts';

/** A promise to be made. */
export interface NewPromise {
  /** The next one of its area without it. */
  code?: string | undefined;
  /** Code of the area (FM1). */
  area: string;
  text: string;
  /** The Chinese words again without it. */
  textEn?: string | undefined;
  owner?: string | null | undefined;
  coOwners?: readonly string[] | undefined;
  promisedOn: string;
  dueOn?: string | null | undefined;
  /** The letter that makes the promise. */
  reply?: string | null | undefined;
  target?: string | null | undefined;
  /** A figure that must reach `targetValue`; parameters as JSON text. */
  targetFigure?: string | null | undefined;
  targetParams?: string | null | undefined;
  targetValue?: string | null | undefined;
  sample?: boolean | undefined;
}

/** What commitments come from. */
export interface CommitmentSource {
  kind: SourceKind;
  /** The record they come from, `register/code` (`consultations.consultation-agreement/HS01`). */
  record?: string | null | undefined;
  /** Its name as everyone may read it (2026年厅市会商会议纪要，议题二). */
  name?: string | null | undefined;
  /** Code of the plan, with kind `plan` and only then. */
  plan?: string | null | undefined;
  /** Code of the region that asked and is told when it is done. */
  region?: string | null | undefined;
}

/** Names of an item's fields where the register calls them otherwise. */
const itemFields: Readonly<Record<string, string>> = { title: 'text', titleEn: 'textEn' };

/** Writes one commitment with its co-owners; its faults have their places under `at`. */
async function write(
  inner: Context,
  house: House,
  source: CommitmentSource | null,
  given: NewPromise,
  at: string,
): Promise<string> {
  const order = (await nextInArea(inner.db, given.area)) ?? 1;
  const code = given.code ?? `${given.area}-XB${String(order).padStart(2, '0')}`;
  const faults: Fault[] = [];
  const gather = async (
    writing: () => Promise<unknown>,
    nameOf: (field: string) => string,
  ): Promise<void> => {
    try {
      await writing();
    } catch (error) {
      // What a refused row would have broken was judged before anything of it was kept.
      if (!(error instanceof Refusal) || error.faults.length === 0) throw error;
      faults.push(
        ...error.faults.map((fault) => {
          const field = fault.at.startsWith(`${at}/`) ? fault.at.slice(at.length + 1) : null;
          return field === null ? { ...fault, at } : { ...fault, at: `${at}/${nameOf(field)}` };
        }),
      );
    }
  };
  const { area, promisedOn, dueOn, owner, reply, target, targetFigure, targetParams, targetValue } = given;
  const sample = given.sample ?? false;
  await gather(
    async () =>
      addRow(
        inner,
        house,
        commitment,
        {
          code,
          area,
          order,
          title: given.text,
          titleEn: given.textEn ?? given.text,
          owner: owner ?? null,
          promisedOn,
          dueOn: dueOn ?? null,
          reply: reply ?? null,
          sourceKind: source?.kind ?? (reply ? 'reply' : null),
          sourceRecord: source?.record ?? null,
          sourceName: source?.name ?? null,
          plan: source?.plan ?? null,
          region: source?.region ?? null,
          target: target ?? null,
          targetFigure: targetFigure ?? null,
          targetParams: targetParams ?? null,
          targetValue: targetValue ?? null,
          sample,
        },
        at,
      ),
    (field) => itemFields[field] ?? field,
  );
  // Co-owners refer to the commitment; without it they have nothing to be judged by.
  if (faults.length === 0) {
    for (const [place, organisation] of (given.coOwners ?? []).entries()) {
      await gather(
        async () => addRow(inner, house, coOwner, { commitment: code, organisation, sample }, at),
        () => `coOwners/${place}`,
      );
    }
  }
  // Without English words the Chinese ones stand for them, and their fault is told once.
  const told = faults.filter((fault) => given.textEn !== undefined || fault.at !== `${at}/textEn`);
  if (told.length > 0) throw refuseFaults(told);
  return code;
}

/**
 * Makes a promise within a running action (the publication of a letter). Judged by the register's description and the
 * house's rules, so every fault of it is refused; gives the code it got, the next one of its area.
 */
export async function promise(inner: Context, house: House, given: NewPromise): Promise<{ code: string }> {
  return { code: await write(inner, house, null, given, '/row') };
}

/**
 * Makes commitments of one source within a running action of another slice (the confirmation of minutes, the signing
 * of an agreement): in its transaction and on its audit line, or none of them. Refuses with every fault of every item
 * at once, each at `at(place)` (`/body/items/0/text`, `/body/items/0/coOwners/1`). Returns their codes in order.
 */
export async function makeCommitments(
  inner: Context,
  house: House,
  source: CommitmentSource,
  given: readonly NewPromise[],
  at: (place: number) => string = (place) => `/body/items/${place}`,
): Promise<{ codes: string[] }> {
  const codes: string[] = [];
  const faults: Fault[] = [];
  for (const [place, item] of given.entries()) {
    try {
      codes.push(await write(inner, house, source, item, at(place)));
    } catch (error) {
      if (!(error instanceof Refusal) || error.faults.length === 0) throw error;
      faults.push(...error.faults);
    }
  }
  if (faults.length > 0) throw refuseFaults(faults);
  return { codes };
}

/** An officer enters a commitment that no other action makes: a plan's task, a measure, minutes kept on paper. */
export async function addCommitment(
  ctx: Context,
  house: House,
  {
    key,
    body: { source, ...given },
  }: {
    key: string;
    body: Omit<NewPromise, 'promisedOn' | 'code'> & {
      promisedOn?: string | undefined;
      source: CommitmentSource;
    };
  },
): Promise<{ action: string; code: string }> {
  const { action, answer } = await atomically(
    ctx,
    { action: 'commitments.add', subject: commitment.id, key, input: { source, ...given } },
    async (inner) => {
      const { today } = await readClock(inner.db);
      const promisedOn = given.promisedOn ?? today;
      const future: Fault[] =
        promisedOn > today
          ? [
              {
                at: '/body/promisedOn',
                zh: `${promisedOn} 还没有到；请填今天（${today}）或以前的日期`,
                en: `${promisedOn} has not come yet; give today (${today}) or an earlier day`,
              },
            ]
          : [];
      try {
        const { codes } = await makeCommitments(
          inner,
          house,
          source,
          [{ ...given, promisedOn }],
          () => '/body',
        );
        if (future.length > 0) throw refuseFaults(future);
        return { code: codes[0] ?? '' };
      } catch (error) {
        if (!(error instanceof Refusal) || error.faults.length === 0 || future.length === 0) throw error;
        throw refuseFaults([...future, ...error.faults.filter(({ at }) => at !== '/body/promisedOn')]);
      }
    },
  );
  return { action, code: answer.code };
}
