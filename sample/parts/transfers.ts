/** Contracts, money received, income shared. */
import { codesOf } from './directory.ts';
import type { Laid } from './achievements.ts';
import { dayNumber, dayText, onWorkday } from './days.ts';
import { fenOf, partOf, spreadExactly, sumOf, yuan } from './fen.ts';
import { letterDay, padded, type Province } from './province.ts';
import type { Chance } from './random.ts';
import type { Entry } from './sheet.ts';

type Mode = Entry<Province['transferContract']['description']>['mode'];

interface Draft {
  seller: string;
  items: Laid[];
  signed: number;
  mode: Mode;
  classified: boolean;
  endedOn?: string;
  /** Not among the contracts in force on the day of the letter. */
  outside: boolean;
  fen: bigint;
}

const letterNumber = dayNumber(letterDay);
const contractTotal = '163847215.60';
const researchersTotal = '99420318.47';

export function layTransfers(p: Province, chance: Chance, laid: readonly Laid[]): void {
  const drafts = draftContracts(chance, laid);
  const counted = drafts.filter(({ outside }) => !outside);
  const amounts = spreadExactly(
    fenOf(contractTotal),
    counted.map(() => Math.exp(chance.normal() * 1.3)),
    1_000_00n,
  );
  // Two prices were agreed to the fen.
  amounts[10] = (amounts[10] ?? 0n) + 333_33n;
  amounts[11] = (amounts[11] ?? 0n) - 333_33n;
  // The large ones are not the last: income takes months to arrive and to be shared.
  const largestFirst = amounts.toSorted((one, other) => Number(other - one));
  const early = chance.shuffle(
    counted.filter(({ signed, mode }) => signed < letterNumber - 150 && mode !== 'equity'),
  );
  const others = chance.shuffle(counted.filter((draft) => !early.includes(draft)));
  [...early.slice(0, 12), ...chance.shuffle([...early.slice(12), ...others])].forEach((draft, index) => {
    draft.fen = largestFirst[index] ?? 0n;
  });
  for (const draft of drafts.filter(({ outside }) => outside))
    draft.fen = BigInt(chance.whole(3, 90)) * 10_000_00n;
  drafts.sort((one, other) => one.signed - other.signed);
  const buyers = codesOf(p, 'company').slice(0, 220);
  const payable: { code: string; draft: Draft }[] = [];
  drafts.forEach((draft, index) => {
    const code = `HT${padded(index + 1, 4)}`;
    writeContract(p, chance, code, index + 1, draft, chance.pick(buyers));
    payable.push({ code, draft });
  });
  shareIncome(p, payIncome(p, chance, payable));
}

function draftContracts(chance: Chance, laid: readonly Laid[]): Draft[] {
  const eligible = chance.shuffle(
    laid.filter(
      ({ standing, ready, classified }) =>
        standing === 'empowered' && ready <= letterNumber - 170 && !classified,
    ),
  );
  const never = chance.shuffle(
    laid.filter(
      ({ standing, ready, classified }) => standing === 'never' && ready <= letterNumber - 40 && !classified,
    ),
  );
  const secret = laid.filter(({ classified, ready }) => classified && ready <= letterNumber - 40).slice(0, 1);
  const ended = chance.shuffle(laid.filter(({ standing }) => standing === 'ended'));
  const transferred = [
    ...eligible.splice(0, 570),
    ...never.splice(0, 42 - secret.length),
    ...ended.splice(0, 21),
    ...secret,
  ];
  if (transferred.length !== 633) throw new Error(`${transferred.length} achievements transferred`);
  const drafts = groupIntoContracts(chance, transferred);
  // Licences of what is licensed or assigned in part already: several contracts, one achievement.
  for (const again of chance.shuffle(transferred.filter(({ classified }) => !classified)).slice(0, 128)) {
    drafts.push(draftOf(chance, [again], chance.happens(80) ? 'licence' : 'cooperation'));
  }
  const onTheDay = drafts.find(({ items, signed }) => items.length === 1 && signed > letterNumber - 60);
  if (onTheDay) onTheDay.signed = letterNumber;
  // Rescinded by the day: nine achievements have no other contract, five have.
  const rescinded = [...eligible.splice(0, 9), ...transferred.slice(0, 5)];
  for (const one of rescinded) {
    const draft = draftOf(chance, [one]);
    draft.signed = Math.min(draft.signed, letterNumber - 30);
    draft.endedOn = dayText(onWorkday(Math.min(draft.signed + chance.whole(25, 300), letterNumber - 3)));
    draft.outside = true;
    drafts.push(draft);
  }
  const lastRescinded = drafts.at(-1);
  if (lastRescinded) lastRescinded.endedOn = letterDay;
  // Rescinded after the day: in force on it.
  const later = drafts.find(
    ({ items, signed, endedOn }) => items.length === 1 && !endedOn && signed < letterNumber - 200,
  );
  if (later) later.endedOn = '2025-10-15';
  // Signed after the day.
  for (const one of [...eligible.splice(0, 8), ...transferred.slice(20, 28)]) {
    const draft = draftOf(chance, [one]);
    draft.signed = onWorkday(chance.whole(letterNumber + 2, dayNumber('2025-10-24')));
    draft.outside = true;
    drafts.push(draft);
  }
  const next = drafts.at(-1);
  if (next) next.signed = letterNumber + 1;
  return drafts;
}

function groupIntoContracts(chance: Chance, transferred: readonly Laid[]): Draft[] {
  const byInstitution = Map.groupBy(
    transferred,
    ({ organisation, classified }) => `${organisation}${classified ? ' ' : ''}`,
  );
  const drafts: Draft[] = [];
  for (const list of byInstitution.values()) {
    const rest = list.toSorted((one, other) => one.ready - other.ready);
    while (rest.length > 0) {
      const size = chance.weigh([
        [1, 76],
        [2, 14],
        [3, 5],
        [4, 3],
        [6, 2],
      ]);
      drafts.push(draftOf(chance, rest.splice(0, size)));
    }
  }
  return drafts;
}

function draftOf(chance: Chance, items: Laid[], mode?: Mode): Draft {
  const ready = Math.max(...items.map((item) => item.ready));
  const wished = ready + chance.whole(10, 380);
  const signed =
    wished < letterNumber - 3
      ? wished
      : chance.whole(Math.min(ready + 5, letterNumber - 5), letterNumber - 4);
  const workday = onWorkday(signed);
  return {
    seller: items[0]?.organisation ?? '',
    items,
    signed: workday,
    mode:
      mode ??
      chance.weigh<Mode>([
        ['licence', 40],
        ['assignment', 36],
        ['cooperation', 20],
        ['equity', 2],
        ['other', 2],
      ]),
    classified: items.some((item) => item.classified),
    outside: false,
    fen: 0n,
  };
}

const modeNames = {
  assignment: '转让',
  licence: '实施许可',
  cooperation: '合作实施',
  equity: '作价投资',
  own: '自行实施',
  other: '转化',
};

function writeContract(
  p: Province,
  chance: Chance,
  code: string,
  number: number,
  draft: Draft,
  buyer: string,
): void {
  const [first] = draft.items;
  const signedOn = dayText(draft.signed);
  const subject = `示例成果${first?.code.slice(2) ?? ''}${draft.items.length > 1 ? `等${draft.items.length}项成果` : ''}`;
  p.transferContract.add({
    code,
    title: draft.classified
      ? `示例合同${padded(number, 4)}（涉密）`
      : `${subject}${modeNames[draft.mode]}合同`,
    mode: draft.mode,
    seller: draft.seller,
    buyer: draft.classified ? undefined : buyer,
    amount: yuan(draft.fen),
    signedOn,
    registrationNumber: chance.happens(82) ? `示例${signedOn.slice(0, 4)}-${padded(number, 5)}` : undefined,
    classified: draft.classified,
    endedOn: draft.endedOn,
  });
  for (const item of draft.items) p.contractItem.add({ contract: code, achievement: item.code });
}

interface Paid {
  code: string;
  contract: string;
  seller: string;
  fen: bigint;
  decided: number;
  paid: number | undefined;
  shares: {
    recipient: 'researcher' | 'team' | 'transfer-staff' | 'institution';
    person?: string;
    fen: bigint;
  }[];
}

/** What is received and when; part of it is still to come. */
function payIncome(
  p: Province,
  chance: Chance,
  contracts: readonly { code: string; draft: Draft }[],
): Paid[] {
  const completers = Map.groupBy(p.completer.rows, ({ achievement }) => achievement);
  const distributions: Paid[] = [];
  let receipts = 0;
  for (const { code, draft } of contracts) {
    if (draft.mode === 'equity' || draft.signed > letterNumber) continue;
    // Of a contract rescinded, some had a first instalment, which was not distributed.
    const parts = draft.outside
      ? chance.happens(40)
        ? [3000]
        : []
      : chance.weigh([
          [[10_000], 52],
          [[5000, 5000], 13],
          [[6000, 4000], 13],
          [[3000, 4000, 3000], 9],
          [[5000, 2500], 13],
        ] as const);
    let on = draft.signed + chance.whole(5, 60);
    let left = draft.fen;
    parts.forEach((part, at) => {
      const whole =
        at === parts.length - 1 && parts.reduce((total: number, one: number) => total + one, 0) === 10_000;
      const fen = whole ? left : partOf(draft.fen, part);
      const received = onWorkday(on);
      on += chance.whole(60, 240);
      if (received > dayNumber('2025-09-30')) return;
      left -= fen;
      receipts += 1;
      p.receipt.add({
        code: `DZ${padded(receipts, 4)}`,
        contract: code,
        receivedOn: dayText(received),
        amount: yuan(fen),
      });
      if (draft.outside || (fen < 50_000_000n && chance.happens(3))) return;
      distributions.push(decide(chance, code, draft, fen, received, completers));
    });
  }
  distributions.sort((one, other) => one.decided - other.decided);
  distributions.forEach((distribution, index) => {
    distribution.code = `FP${padded(index + 1, 4)}`;
  });
  return distributions;
}

function decide(
  chance: Chance,
  contract: string,
  draft: Draft,
  received: bigint,
  receivedOn: number,
  completers: ReadonlyMap<string, readonly Entry<Province['completer']['description']>[]>,
): Paid {
  // Costs and taxes come off first.
  const fen = partOf(
    received,
    chance.weigh([
      [10_000, 50],
      [9800, 20],
      [9600, 20],
      [9200, 10],
    ]),
  );
  const decided = onWorkday(receivedOn + chance.whole(10, 45));
  const paid = fen < 50_000_000n && chance.happens(5) ? undefined : onWorkday(decided + chance.whole(7, 40));
  const staff = chance.happens(35)
    ? partOf(
        fen,
        chance.weigh([
          [200, 4],
          [300, 3],
          [500, 3],
        ]),
      )
    : 0n;
  const researchers = partOf(
    fen,
    chance.weigh([
      [7000, 32],
      [7500, 22],
      [8000, 26],
      [8500, 12],
      [9000, 8],
    ]),
  );
  const people = draft.items.flatMap((item) => completers.get(item.code) ?? []).slice(0, 4);
  const shares: Paid['shares'] = [];
  if (people.length > 0 && draft.items.length === 1) {
    let rest = researchers;
    people.forEach(({ person, share }, at) => {
      const part = at === people.length - 1 ? rest : partOf(researchers, Math.round(Number(share) * 100));
      rest -= part;
      shares.push({ recipient: 'researcher', person, fen: part });
    });
  } else shares.push({ recipient: 'team', fen: researchers });
  if (staff > 0n) shares.push({ recipient: 'transfer-staff', fen: staff });
  shares.push({ recipient: 'institution', fen: fen - researchers - staff });
  return { code: '', contract, seller: draft.seller, fen, decided, paid, shares };
}

const forResearchers = (paid: Paid): bigint =>
  sumOf(
    paid.shares
      .filter(({ recipient }) => recipient === 'researcher' || recipient === 'team')
      .map(({ fen }) => fen),
  );

/** Writes the shares; the largest distributions were agreed so that researchers got what the letter says in all. */
function shareIncome(p: Province, distributions: readonly Paid[]): void {
  const counted = distributions.filter(({ paid }) => paid !== undefined && paid <= letterNumber);
  let missing = fenOf(researchersTotal) - sumOf(counted.map(forResearchers));
  for (const paid of counted.toSorted((one, other) => Number(other.fen - one.fen))) {
    if (missing === 0n) break;
    const kept = paid.shares.find(({ recipient }) => recipient === 'institution');
    const given = paid.shares.find(({ recipient }) => recipient === 'team' || recipient === 'researcher');
    if (!kept || !given) continue;
    // Nowhere more than three parts in a hundred, so that every split stays one an institution would choose.
    const most = partOf(paid.fen, 300);
    const moved = missing > most ? most : missing < -most ? -most : missing;
    if (kept.fen < moved) continue;
    kept.fen -= moved;
    given.fen += moved;
    missing -= moved;
  }
  if (missing !== 0n)
    throw new Error(
      `researchers' shares cannot make their total: ${yuan(missing < 0n ? -missing : missing)} off`,
    );
  for (const { code, contract, seller, fen, decided, paid, shares } of distributions) {
    p.distribution.add({
      code,
      contract,
      decidedOn: dayText(decided),
      paidOn: paid === undefined ? undefined : dayText(paid),
      amount: yuan(fen),
    });
    shares.forEach(({ recipient, person, fen: share }, at) => {
      p.distributionShare.add({
        distribution: code,
        order: at + 1,
        institution: seller,
        recipient,
        person,
        amount: yuan(share),
      });
    });
  }
}
