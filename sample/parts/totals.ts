/** The figures of the letter by plain arithmetic over the rows, without any SQL: what the records must add up to. */
import { fenOf, sumOf, yuan } from './fen.ts';
import type { Province } from './province.ts';

type Text = string | null | undefined;

/** Happened by the day. */
const by = (on: Text, asOf: string): boolean => on !== null && on !== undefined && on <= asOf;
/** Not over on the day; an end on the day is over. */
const stands = (until: Text, asOf: string): boolean => until === null || until === undefined || until > asOf;
/** The last day itself is still in force. */
const lasts = (lastDay: Text, asOf: string): boolean =>
  lastDay === null || lastDay === undefined || lastDay >= asOf;
const inYear = (on: Text, year: unknown): boolean => on?.slice(0, 4) === String(year);

/** A value and the number of rows behind it. */
export interface Total {
  value: string;
  rows: number;
}

const counted = (codes: Iterable<string>): Total => {
  const size = new Set(codes).size;
  return { value: String(size), rows: size };
};
const added = (amounts: readonly string[]): Total => ({
  value: yuan(sumOf(amounts.map(fenOf))),
  rows: amounts.length,
});

/** The total of one figure on one day. */
export function totalOf(p: Province, figure: string, params: Record<string, unknown>, asOf: string): Total {
  const find = finders[figure];
  if (!find) throw new Error(`no arithmetic for ${figure}`);
  return find(p, params, asOf);
}

type Find = (p: Province, params: Record<string, unknown>, asOf: string) => Total;

const awardsOf = (p: Province, kind: string, asOf: string) => {
  const programmes = new Set(p.programme.rows.filter((row) => row.kind === kind).map((row) => row.code));
  return p.award.rows.filter(
    (row) => programmes.has(row.programme) && by(row.contractedOn, asOf) && stands(row.cancelledOn, asOf),
  );
};

const projects =
  (kind: string): Find =>
  (p, { year }, asOf) =>
    counted(
      awardsOf(p, kind, asOf)
        .filter((row) => inYear(row.contractedOn, year))
        .map((row) => row.code),
    );

const funding =
  (kind: string): Find =>
  (p, { year }, asOf) =>
    added(
      awardsOf(p, kind, asOf)
        .filter((row) => inYear(row.contractedOn, year))
        .map((row) => row.grantAmount),
    );

const entered = (p: Province, year: unknown, asOf: string): string[] => {
  const cycles = new Set(p.raceCycle.rows.filter((row) => row.year === year).map((row) => row.code));
  return p.raceEntry.rows
    .filter((row) => cycles.has(row.cycle) && by(row.enteredOn, asOf) && stands(row.leftOn, asOf))
    .map((row) => row.reportingUnit);
};

const acted = (
  p: Province,
  kind: string | null,
  acts: readonly string[],
  asOf: string,
  batch?: unknown,
): string[] => {
  const platforms = new Set(
    p.platform.rows
      .filter((row) => (kind === null || row.kind === kind) && stands(row.endedOn, asOf))
      .map((row) => row.code),
  );
  return p.platformAct.rows
    .filter(
      (row) =>
        platforms.has(row.platform) &&
        acts.includes(row.act) &&
        by(row.on, asOf) &&
        stands(row.revokedOn, asOf),
    )
    .filter((row) => batch === undefined || row.batch === batch)
    .map((row) => row.platform);
};

const members =
  (role: string): Find =>
  (p, { alliance }, asOf) =>
    counted(
      p.allianceMember.rows
        .filter(
          (row) =>
            row.alliance === alliance && row.role === role && by(row.from, asOf) && stands(row.until, asOf),
        )
        .map((row) => row.organisation),
    );

const issued = (p: Province, instrument: unknown, asOf: string): boolean =>
  p.instrument.rows.some(
    (row) => row.code === instrument && by(row.issuedOn, asOf) && stands(row.endedOn, asOf),
  );

const contractsInForce = (p: Province, asOf: string) =>
  p.transferContract.rows.filter((row) => by(row.signedOn, asOf) && stands(row.endedOn, asOf));

const attested =
  (figure: string): Find =>
  (p, { year }, asOf) => {
    const latest = p.statement.rows
      .filter(
        (row) =>
          row.figure === figure &&
          row.year === year &&
          by(row.statedOn, asOf) &&
          stands(row.withdrawnOn, asOf),
      )
      .toSorted((one, other) => (one.statedOn < other.statedOn ? -1 : 1))
      .at(-1);
    if (!latest) throw new Error(`no statement of ${figure}`);
    return { value: latest.value, rows: 1 };
  };

const caseBatches = (p: Province, year: unknown, asOf: string): string[] =>
  p.caseBatch.rows
    .filter(
      (row) => inYear(row.publishedOn, year) && by(row.publishedOn, asOf) && stands(row.withdrawnOn, asOf),
    )
    .map((row) => row.code);

const finders: Record<string, Find> = {
  'consultation.regions': (p, _, asOf) => {
    const inForce = new Set(
      p.consultationAgreement.rows
        .filter((row) => by(row.signedOn, asOf) && lasts(row.endsOn, asOf) && stands(row.endedOn, asOf))
        .map((row) => row.code),
    );
    return counted(
      p.consultationParty.rows.filter((row) => inForce.has(row.agreement)).map((row) => row.reportingUnit),
    );
  },
  'race.prefectures': (p, { year }, asOf) => {
    const kind = new Map(p.reportingUnit.rows.map((row) => [row.code, row.kind]));
    return counted(entered(p, year, asOf).filter((unit) => kind.get(unit) === 'prefecture'));
  },
  'race.regions': (p, { year }, asOf) => counted(entered(p, year, asOf)),
  'race.projects': projects('race'),
  'race.funding': funding('race'),
  'regional-system.projects': projects('regional-system'),
  'regional-system.funding': funding('regional-system'),
  'joint-fund.partners': (p, _, asOf) =>
    counted(
      p.jointFundAgreement.rows
        .filter((row) => by(row.effectiveOn, asOf) && lasts(row.endsOn, asOf) && stands(row.endedOn, asOf))
        .map((row) => row.partner),
    ),
  'key-problem.leverage': (p, _, asOf) => {
    const awards = new Set(awardsOf(p, 'key-problem', asOf).map((row) => row.code));
    return added(
      p.contribution.rows
        .filter((row) => awards.has(row.award) && row.stage === 'pledged')
        .filter((row) => by(row.committedOn, asOf) && stands(row.withdrawnOn, asOf))
        .map((row) => row.amount),
    );
  },
  'national-labs.support': (p, _, asOf) => {
    const supported = new Set([
      ...p.platform.rows.filter((row) => row.kind === 'national-key-laboratory').map((row) => row.code),
      ...acted(p, null, ['national-sequence'], asOf),
    ]);
    return added(
      p.payment.rows
        .filter((row) => supported.has(row.subject) && ['capability', 'talent'].includes(row.purpose))
        .filter((row) => by(row.paidOn, asOf) && stands(row.returnedOn, asOf))
        .map((row) => row.amount),
    );
  },
  'national-labs.defence': (p, _, asOf) =>
    counted(acted(p, 'defence-key-laboratory', ['national-sequence'], asOf)),
  'belt-road-lab': (p, _, asOf) => counted(acted(p, 'belt-road-laboratory', ['approved'], asOf)),
  'provincial-labs.annual': (p, { year }, asOf) =>
    added(
      p.budgetLine.rows
        .filter((row) => row.purpose === 'provincial-laboratories' && row.year === year)
        .filter((row) => by(row.approvedOn, asOf) && stands(row.withdrawnOn, asOf))
        .map((row) => row.amount),
    ),
  'provincial-labs.count': (p, _, asOf) =>
    counted(acted(p, 'provincial-laboratory', ['construction-started', 'operating'], asOf)),
  'brokers.new': (p, { year }, asOf) => {
    const first = new Map<string, string>();
    for (const row of p.brokerCertificate.rows) {
      if (!by(row.certifiedOn, asOf) || !stands(row.revokedOn, asOf)) continue;
      const known = first.get(row.person);
      if (known === undefined || row.certifiedOn < known) first.set(row.person, row.certifiedOn);
    }
    return counted([...first].filter(([, on]) => inYear(on, year)).map(([person]) => person));
  },
  'proof-of-concept.filed': (p, { batch }, asOf) =>
    counted(acted(p, 'proof-of-concept-centre', ['filed'], asOf, batch)),
  'pilot-scale.filed': (p, { batch }, asOf) =>
    counted(acted(p, 'pilot-scale-centre', ['filed'], asOf, batch)),
  'alliance.council': members('council'),
  'alliance.members': members('ordinary'),
  'reform.departments': (p, { instrument }, asOf) =>
    counted(
      issued(p, instrument, asOf)
        ? p.instrumentIssuer.rows
            .filter((row) => row.instrument === instrument)
            .map((row) => row.organisation)
        : [],
    ),
  'reform.aspects': (p, { instrument }, asOf) =>
    counted(
      issued(p, instrument, asOf)
        ? p.aspect.rows.filter((row) => row.instrument === instrument).map((row) => row.code)
        : [],
    ),
  'reform.measures': (p, { instrument }, asOf) => {
    const aspects = new Set(
      p.aspect.rows.filter((row) => row.instrument === instrument).map((row) => row.code),
    );
    return counted(
      issued(p, instrument, asOf)
        ? p.measure.rows.filter((row) => aspects.has(row.aspect)).map((row) => row.code)
        : [],
    );
  },
  'pilots.batches': (p, _, asOf) =>
    counted(p.pilotBatch.rows.filter((row) => by(row.startedOn, asOf)).map((row) => row.code)),
  'pilots.institutions': (p, _, asOf) =>
    counted(
      p.pilotInstitution.rows
        .filter((row) => by(row.joinedOn, asOf) && stands(row.leftOn, asOf))
        .map((row) => row.organisation),
    ),
  'achievements.empowered': (p, _, asOf) =>
    counted(
      p.empowerment.rows
        .filter((row) => by(row.effectiveOn, asOf) && stands(row.endedOn, asOf))
        .map((row) => row.achievement),
    ),
  'achievements.transferred': (p, _, asOf) => {
    const inForce = new Set(contractsInForce(p, asOf).map((row) => row.code));
    return counted(
      p.contractItem.rows.filter((row) => inForce.has(row.contract)).map((row) => row.achievement),
    );
  },
  'transfer.contracts': (p, _, asOf) => added(contractsInForce(p, asOf).map((row) => row.amount)),
  'transfer.distributed': (p, _, asOf) => {
    const paid = new Set(p.distribution.rows.filter((row) => by(row.paidOn, asOf)).map((row) => row.code));
    return added(
      p.distributionShare.rows
        .filter((row) => paid.has(row.distribution) && ['researcher', 'team'].includes(row.recipient))
        .map((row) => row.amount),
    );
  },
  'talent.rules': (p, { instrument }, asOf) =>
    counted(
      p.instrument.rows
        .filter(
          (row) =>
            row.parent === instrument &&
            row.kind === 'rules' &&
            by(row.issuedOn, asOf) &&
            stands(row.endedOn, asOf),
        )
        .map((row) => row.code),
    ),
  'check.midterm-threshold': (p, _, asOf) => {
    const version = p.parameter.rows
      .filter((row) => row.name === 'programmes.midterm-check-exempt-years')
      .find((row) => by(row.validFrom, asOf) && stands(row.validTo, asOf));
    if (!version) throw new Error('no threshold in force');
    return { value: version.value, rows: 1 };
  },
  'enforcement.destroyed-weight': attested('enforcement.destroyed-weight'),
  'enforcement.destroyed-value': attested('enforcement.destroyed-value'),
  'enforcement.case-batches': (p, { year }, asOf) => counted(caseBatches(p, year, asOf)),
  'enforcement.cases': (p, { year }, asOf) => {
    const batches = new Set(caseBatches(p, year, asOf));
    return counted(
      p.typicalCase.rows
        .filter((row) => batches.has(row.batch) && stands(row.withdrawnOn, asOf))
        .map((row) => row.code),
    );
  },
};
