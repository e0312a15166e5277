/** Notices as anyone may read them, as they stand today; objections as those read them who answer. */
import type { z } from 'zod';
import { loadCalendar, parseTerm, printTerm, type Calendar } from '#domains/calendar/index.ts';
import type { Field } from '#kernel/contract/record.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { Db } from '#kernel/db/open.ts';
import { noticeObjection, publicNotice, type listNotices as listDoor } from './contract.ts';
import type { NoticeKind, NoticeShape, NoticeSummary } from './contract.ts';
import type { ObjectionShape } from './objections/contract.ts';
import { itemOrder } from './objecting.ts';
import { shortestOf } from './publishing.ts';
import { countNames, isOpen, isUpheld, judgeClear, stateOn, type NoticeState } from './rules.ts';
import {
  readItems,
  readNotices,
  readObjections,
  readYears,
  requireWhole,
  type ItemRow,
  type NoticeRow,
  type ObjectionRow,
} from './store.ts';
import { leftOn, spanOf } from './term.ts';

type Read = Awaited<ReturnType<typeof readNotices>>[number];

const labelled = (field: Field, id: string): { id: string; label: Words } => ({
  id,
  label: field.choices?.[id] ?? { zh: id, en: id },
});

const inBoth = (zh: string, en: string | null): Words => ({ zh, en: en ?? zh });

/** What a list says of a notice. */
function summarise(
  calendar: Calendar,
  row: Read,
  objections: readonly ObjectionRow[],
  today: string,
): NoticeSummary {
  const { lastOn, missingYears } = spanOf(calendar, row);
  const state = stateOn({ ...row, lastOn }, objections, today);
  const open = objections.filter((one) => isOpen(one, today)).length;
  return {
    code: row.code,
    kind: labelled(publicNotice.fields.kind, row.kind),
    title: inBoth(row.title, row.titleEn),
    division: row.division,
    document: row.document,
    sample: row.sample,
    state,
    publishedOn: row.publishedOn,
    firstOn: row.firstOn,
    length: row.length,
    counting: labelled(publicNotice.fields.counting, row.counting),
    lastOn,
    provisional: missingYears.length > 0,
    left: state === 'running' ? leftOn(calendar, today, lastOn) : null,
    withdrawnOn: row.withdrawnOn,
    items: row.items,
    objections: {
      received: objections.length,
      open,
      answered: objections.length - open,
      upheld: objections.filter((one) => isUpheld(one, today)).length,
    },
  };
}

/** States of a notice that is not done with yet. */
const current: readonly NoticeState[] = ['upcoming', 'running', 'objected'];

function countStates(notices: readonly NoticeSummary[]): Record<NoticeState, number> {
  const counts = { upcoming: 0, running: 0, objected: 0, ended: 0, withdrawn: 0 };
  for (const { state } of notices) counts[state] += 1;
  return counts;
}

/** Notices as they stand today: those not done with by their last day, the others the newest first. */
export async function listNotices(
  db: Db,
  asked: {
    kind?: NoticeKind | undefined;
    year?: string | undefined;
    state?: NoticeState | undefined;
    q?: string | undefined;
  },
  today: string,
): Promise<Omit<z.input<(typeof listDoor)['answer']>, 'today'>> {
  await requireWhole(db);
  const calendar = await loadCalendar(db);
  const rows = (await readNotices(db, { kind: asked.kind, words: asked.q?.split(/\s+/) })).filter(
    ({ firstOn }) => asked.year === undefined || firstOn.startsWith(asked.year),
  );
  const byNotice = Map.groupBy(
    await readObjections(
      db,
      rows.map(({ code }) => code),
    ),
    ({ notice }) => notice,
  );
  const found = rows.map((row) => summarise(calendar, row, byNotice.get(row.code) ?? [], today));
  const all = found.filter(({ state }) => asked.state === undefined || state === asked.state);
  return {
    kinds: Object.keys(publicNotice.fields.kind.choices ?? {}).map((id) =>
      labelled(publicNotice.fields.kind, id),
    ),
    years: await readYears(db, asked.kind),
    counts: countStates(found),
    current: all
      .filter(({ state }) => current.includes(state))
      .toSorted((one, other) => (one.lastOn < other.lastOn ? -1 : one.lastOn > other.lastOn ? 1 : 0)),
    archive: all.filter(({ state }) => !current.includes(state)),
  };
}

/** One notice with its items and answers; undefined when there is none. Names of persons only while it runs. */
export async function readNotice(db: Db, code: string, today: string): Promise<NoticeShape | undefined> {
  await requireWhole(db);
  const [row] = await readNotices(db, { code });
  if (!row) return undefined;
  const calendar = await loadCalendar(db);
  const objections = await readObjections(db, [code]);
  const items = await readItems(db, code);
  const summary = summarise(calendar, row, objections, today);
  const { steps } = spanOf(calendar, row);
  const days = { ...row, lastOn: summary.lastOn };
  const namesShown = summary.state === 'running';
  return {
    ...summary,
    text: inBoth(row.text, row.textEn),
    clause: row.clause,
    subject:
      row.subjectRegister === null || row.subjectCode === null
        ? null
        : { register: row.subjectRegister, code: row.subjectCode },
    itemHeading: row.itemHeading,
    valueHeading: row.valueHeading,
    announcedUntil: row.announcedUntil,
    extended:
      row.extendedOn === null || row.extendedUntil === null
        ? null
        : { on: row.extendedOn, until: row.extendedUntil, reason: row.extendReason ?? '' },
    enteredOn: row.enteredOn,
    postedEvidence: row.postedEvidence,
    shownAt: row.shownAt,
    contact: row.contact,
    blocks: inBoth(row.blocks, row.blocksEn),
    objectionStops: labelled(publicNotice.fields.objectionStops, row.objectionStops),
    withdrawReason: row.withdrawReason,
    supersedes: row.supersedes,
    supersededBy: row.supersededBy,
    reckoning: steps.map(({ zh, en }) => ({ zh, en })),
    minimum: await minimumOf(db, row),
    conclusion: row.concludedOn === null ? null : { on: row.concludedOn, text: row.conclusion ?? '' },
    clear: judgeClear(days, objections, today).clear && !summary.provisional,
    names: { count: items.reduce((sum, { person }) => sum + countNames(person), 0), shown: namesShown },
    list: items.map((item) => ({
      order: item.order,
      title: item.title,
      unit: item.unit,
      person: namesShown ? item.person : null,
      persons: countNames(item.person),
      value: item.value,
      note: item.note,
      stopped: isStopped(item, row, objections, today),
    })),
    answers: objections.map((objection, index) => ({
      number: index + 1,
      item: itemOrder(objection.item),
      receivedOn: objection.receivedOn,
      state:
        objection.answeredOn !== null ? 'answered' : objection.acceptedOn !== null ? 'accepted' : 'received',
      answeredOn: objection.answeredOn,
      result: objection.result,
      resultLabel:
        objection.result === null ? null : labelled(noticeObjection.fields.result, objection.result).label,
      gist: objection.answeredOn === null ? null : objection.gist,
      answer: objection.answer,
    })),
  };
}

const isStopped = (
  { code }: ItemRow,
  { objectionStops }: Pick<NoticeRow, 'objectionStops'>,
  objections: readonly ObjectionRow[],
  today: string,
): boolean =>
  objectionStops !== 'nothing' &&
  objections.some((one) => one.item === code && (isOpen(one, today) || isUpheld(one, today)));

async function minimumOf(db: Db, row: NoticeRow): Promise<NoticeShape['minimum']> {
  const rule = await shortestOf(db, row.kind, row.publishedOn);
  return (
    rule && {
      words: printTerm(parseTerm(rule.value)),
      document: rule.document,
      unverified: rule.basis === 'unverified',
    }
  );
}

/** Objections to a notice with who objects, for those who answer them. */
export async function listObjections(db: Db, code: string): Promise<ObjectionShape[]> {
  await requireWhole(db);
  const items = await readItems(db, code);
  const { fields } = noticeObjection;
  return (await readObjections(db, [code])).map((row, index) => {
    const item = items.find((one) => one.code === row.item);
    return {
      code: row.code,
      number: index + 1,
      item: item ? { order: item.order, title: item.title } : null,
      objectorKind: labelled(fields.objectorKind, row.objectorKind),
      objector: row.objector,
      contact: row.contact,
      text: row.text,
      way: labelled(fields.way, row.way),
      receivedOn: row.receivedOn,
      acceptedOn: row.acceptedOn,
      answeredOn: row.answeredOn,
      result: row.result,
      gist: row.gist,
      answer: row.answer,
      sample: row.sample,
    };
  });
}
