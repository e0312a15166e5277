/** What of the race waits: data to report, to verify, to compute; appeals to answer, results to publish, projects to decide on. */
import { noticeStanding } from '#domains/notices/index.ts';
import { may } from '#kernel/access/roles.ts';
import type { Context } from '#kernel/audit/atomically.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { WaitingItem, WaitingSource } from '#kernel/inbox/waiting.ts';
import { dueOf, isCurrent, linkOf, readRows } from './cycle.ts';
import { noticeSubject } from './publishing.ts';
import { stepWords, type Step } from './rules.ts';
import {
  readAppeals,
  readCycles,
  readEntries,
  readMethod,
  readNominations,
  readObservations,
  readResults,
  unitsOfRegion,
  type CycleRow,
  type StepRow,
} from './store.ts';

/** A cycle that goes on. */
interface Running {
  cycle: CycleRow & { dataYear: number };
  steps: readonly StepRow[];
  step: Step;
  last: StepRow;
}

const order = Object.keys(stepWords) as Step[];

function itemOf(
  { cycle, step, last }: Running,
  given: {
    id: string;
    title: Words;
    what: Words;
    action: Words;
    dueOn?: string | null;
    link?: string;
    mine?: boolean;
  },
): WaitingItem {
  const mine = given.mine ?? true;
  return {
    id: `${cycle.code}.${given.id}`,
    subject: { zh: '赛马', en: 'The race' },
    title: given.title,
    note: { zh: cycle.name, en: cycle.name },
    step: given.what,
    link: given.link ?? linkOf(cycle.code),
    holder: { label: { zh: '承办处室', en: 'The division' }, role: 'officer' },
    place: mine ? 'mine' : 'others',
    dueOn: given.dueOn ?? null,
    clock: null,
    life: order.map((one) => ({
      label: stepWords[one],
      state: order.indexOf(one) < order.indexOf(step) ? 'past' : one === step ? 'now' : 'ahead',
    })),
    action: mine ? given.action : { zh: '打开', en: 'Open' },
    sample: last.sample,
  };
}

/** What a region owes: its data, until they are submitted. */
async function findOwed({ db, actor }: Context, running: Running, today: string): Promise<WaitingItem[]> {
  const { cycle, step, steps } = running;
  if (step !== 'report' && step !== 'verify') return [];
  const own = actor.region ? await unitsOfRegion(db, actor.region) : [];
  const entries = (await readEntries(db, cycle.code, today)).filter(
    ({ reportingUnit, submittedOn }) => own.includes(reportingUnit) && submittedOn === null,
  );
  const asked = ((await readMethod(db, cycle.code))?.items ?? []).filter(
    ({ kind }) => kind !== 'aggregate',
  ).length;
  const rows = await readObservations(db, cycle.code);
  return entries.map(({ reportingUnit, name, nameEn }) => {
    const given = rows.filter(
      (row) => row.reportingUnit === reportingUnit && row.dataYear === cycle.dataYear,
    );
    const returned = given.filter(({ returnedOn }) => returnedOn !== null).length;
    return {
      ...itemOf(running, {
        id: `report.${reportingUnit}`,
        title: { zh: `${name}：${cycle.dataYear}年数据`, en: `${nameEn ?? name}: data of ${cycle.dataYear}` },
        what:
          returned > 0
            ? { zh: `${returned} 项被退回`, en: `${returned} returned` }
            : { zh: `已填 ${given.length} 项，共 ${asked} 项`, en: `${given.length} of ${asked} entered` },
        action: returned > 0 ? { zh: '重填', en: 'Enter anew' } : { zh: '填报', en: 'Report' },
        dueOn: dueOf(steps, 'report'),
        link: `${linkOf(cycle.code)}/units/${encodeURIComponent(reportingUnit)}`,
      }),
      holder: { label: { zh: name, en: nameEn ?? name }, role: 'bureau' as const },
    };
  });
}

/** What those who run the race have to do. */
async function findRun({ db, actor }: Context, running: Running, today: string): Promise<WaitingItem[]> {
  const { cycle, step } = running;
  const mine = actor.role === 'officer';
  const item = (given: Parameters<typeof itemOf>[1]): WaitingItem => itemOf(running, { mine, ...given });
  const entries = await readEntries(db, cycle.code, today);
  const title = (zh: string, en: string): Words => ({
    zh: `${cycle.name}：${zh}`,
    en: `${cycle.name}: ${en}`,
  });
  if (step === 'report') {
    if (entries.length === 0 || entries.some(({ submittedOn }) => submittedOn === null)) return [];
    return [
      item({
        id: 'close',
        title: title('各单位都已报送', 'every unit has submitted'),
        what: { zh: '待转入核验', en: 'To go on to verification' },
        action: { zh: '转入核验', en: 'Go on' },
      }),
    ];
  }
  if (step === 'verify') {
    const rows = await readObservations(db, cycle.code);
    const open = rows.filter(
      ({ verifiedOn, returnedOn }) => verifiedOn === null && returnedOn === null,
    ).length;
    if (open > 0)
      return [
        item({
          id: 'verify',
          title: title(`${open} 项数据`, `${open} values`),
          what: { zh: '待核验', en: 'To be verified' },
          action: { zh: '核验', en: 'Verify' },
        }),
      ];
    if (
      entries.some(({ submittedOn }) => submittedOn === null) ||
      rows.some(({ returnedOn }) => returnedOn !== null)
    )
      return [];
    return [
      item({
        id: 'compute',
        title: title('数据都已核验', 'every value is verified'),
        what: { zh: '可以测算', en: 'Ready to compute' },
        action: { zh: '测算', en: 'Compute' },
      }),
    ];
  }
  const items: WaitingItem[] = [];
  const [result] = await readResults(db, cycle.code);
  if (step === 'feedback') {
    const open = (await readAppeals(db, cycle.code)).filter(({ answeredOn }) => answeredOn === null);
    for (const { code, reportingUnit } of open) {
      const name = entries.find((one) => one.reportingUnit === reportingUnit)?.name ?? reportingUnit;
      items.push(
        item({
          id: code,
          title: title(`${name}申诉`, `appeal of ${name}`),
          what: { zh: '待答复', en: 'To be answered' },
          action: { zh: '答复', en: 'Answer' },
        }),
      );
    }
    const { rows } = await readRows(db, cycle, today);
    if (open.length === 0 && result && !(await isCurrent(db, result, rows)))
      items.push(
        item({
          id: `again.${result.version}`,
          title: title('数据已更正', 'data were corrected'),
          what: { zh: '待重新测算', en: 'To be computed anew' },
          action: { zh: '测算', en: 'Compute' },
        }),
      );
  }
  if (step === 'announce' && result && result.publishedOn === null) {
    const standing = await noticeStanding(db, noticeSubject(result.code), today);
    if (standing?.clear === true)
      items.push(
        item({
          id: `publish.${result.version}`,
          title: title('公示期满', 'the notice has ended'),
          what: { zh: '可以发布', en: 'To be published' },
          action: { zh: '发布', en: 'Publish' },
        }),
      );
  }
  if (step === 'select' || step === 'award') {
    const open = (await readNominations(db, cycle.code)).filter(({ decidedOn }) => decidedOn === null).length;
    if (open > 0)
      items.push(
        item({
          id: 'nominations',
          title: title(`${open} 个推荐项目`, `${open} nominated projects`),
          what: { zh: '待决定', en: 'To be decided on' },
          action: { zh: '决定', en: 'Decide' },
        }),
      );
  }
  return items;
}

/** What waits of every cycle that goes on. */
export const waitingRaces: WaitingSource = {
  id: 'race',
  find: async (ctx, today) => {
    const runs = may(ctx.actor, 'race.run');
    if (!runs && !may(ctx.actor, 'race.report')) return [];
    const items: WaitingItem[] = [];
    for (const { cycle, steps } of await readCycles(ctx.db)) {
      const last = steps.at(-1);
      const { dataYear } = cycle;
      if (!last || dataYear === null) continue;
      const running = { cycle: { ...cycle, dataYear }, steps, step: last.step, last };
      items.push(...(runs ? await findRun(ctx, running, today) : await findOwed(ctx, running, today)));
    }
    return items;
  },
};
