/** What is done to requests for statements: asked, answered by a statement, declined. */
import { may, requirePermission, type Actor } from '#kernel/access/roles.ts';
import { atomically, type Context } from '#kernel/audit/atomically.ts';
import { staffRoles } from '#kernel/contract/endpoint.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import { readClock } from '#kernel/db/open.ts';
import type { Figure } from '#kernel/figures/figure.ts';
import { readParams, type Figures } from '#kernel/figures/registry.ts';
import { notify } from '#kernel/inbox/notify.ts';
import { addWithin, correctWithin, refuseFaults, type House } from '#kernel/registers/actions.ts';
import { request, statement } from './contract.ts';
import { valueFault } from './rules.ts';
import { holdRequest, nextNumber, type RequestRow } from './store.ts';

/** What the actions work over: registers with their rules, and the figures that can be attested. */
export interface Statements {
  house: House;
  figures: Figures;
}

/** A statement to be asked for. */
export interface NewRequest {
  figure: string;
  year: number;
  /** Key of the organisation asked. */
  askedOf: string;
  question: string;
  /** The letter that needs it. */
  reply?: string | null | undefined;
  dueOn?: string | null | undefined;
}

/** Roles that act for the department asked, and those that ask. */
const answering = staffRoles.filter((role) => may({ name: '', role }, 'statement.answer'));
const asking = staffRoles.filter((role) => may({ name: '', role }, 'statement.ask'));

type StatementUnit = 'tonne' | 'CNY' | 'person' | 'case';

/** Units a statement can be of. */
const isStatementUnit = (unit: string): unit is StatementUnit =>
  unit in (statement.fields.unit.choices ?? {});

/** The figure, if other departments attest it; refuses one that is computed, with the way out. */
function findAttested(figures: Figures, id: string): Figure & { unit: StatementUnit } {
  const figure = figures.find(id);
  const { unit } = figure;
  if (figure.basis === 'attested' && isStatementUnit(unit)) return { ...figure, unit };
  const attested = figures.all.filter(({ basis }) => basis === 'attested');
  throw refuseFaults([
    {
      at: '/body/figure',
      zh: `指标“${figure.label.zh}”由本平台的记录算出，不由部门证明；可征询的指标：${attested.map(({ label }) => label.zh).join('、')}`,
      en: `“${figure.label.en}” is computed from records here, not attested; figures to ask for: ${attested.map(({ label }) => label.en).join('; ')}`,
    },
  ]);
}

/**
 * Asks for a statement within a running action (the drafting of a letter). Asked today, by the account that acts.
 * Refuses a figure that is not attested, a day already past, and whatever the register refuses.
 */
export async function ask(
  inner: Context,
  { house, figures }: Statements,
  given: NewRequest,
): Promise<{ code: string }> {
  const figure = findAttested(figures, given.figure);
  readParams(figure, { year: given.year });
  const { today } = await readClock(inner.db);
  if (given.dueOn && given.dueOn < today) {
    throw refuseFaults([
      {
        at: '/body/dueOn',
        zh: `答复期限 ${given.dueOn} 已经过去；请填今天（${today}）或以后的日期`,
        en: `${given.dueOn} is past; give today (${today}) or a later day`,
      },
    ]);
  }
  await notify(
    inner,
    { roles: answering, organisation: given.askedOf },
    {
      kind: 'statements.asked',
      subject: { zh: '征询证明：请出具', en: 'Request for a statement: yours to answer' },
      title: { zh: `${figure.label.zh}（${given.year}年）`, en: `${figure.label.en} (${given.year})` },
      link: '/statements',
    },
  );
  return addWithin(inner, house, request.id, {
    code: await nextNumber(inner.db, today),
    figure: figure.id,
    year: given.year,
    askedOf: given.askedOf,
    askedBy: inner.actor.name,
    question: given.question,
    reply: given.reply ?? null,
    askedOn: today,
    dueOn: given.dueOn ?? null,
  });
}

/** The same as an action of its own, with its audit line. */
export async function askStatement(
  ctx: Context,
  statements: Statements,
  command: { key: string; body: NewRequest },
): Promise<{ action: string; code: string }> {
  const { action, answer } = await atomically(
    ctx,
    { action: 'statements.ask', subject: request.id, key: command.key, input: command.body },
    async (inner) => {
      requirePermission(inner.actor, 'statement.ask');
      return ask(inner, statements, command.body);
    },
  );
  return { action, code: answer.code };
}

/** Whether an account acts for the organisation asked. */
const isAsked = (actor: Actor, { askedOf }: Pick<RequestRow, 'askedOf'>): boolean =>
  may(actor, 'statement.answer') && actor.organisation === askedOf;

/** Whether an account may answer a request: its own organisation's, or an officer who enters what came on paper. */
export const mayAnswer = (actor: Actor, row: Pick<RequestRow, 'askedOf'>): boolean =>
  isAsked(actor, row) || may(actor, 'register.write');

/**
 * Holds a request that waits. To those it was not asked of it does not exist; staff who may read but not answer are
 * told so; a closed one is refused.
 */
async function holdOpen(inner: Context, code: string): Promise<{ row: RequestRow; today: string }> {
  const row = await holdRequest(inner.db, code);
  if (!row || !(isAsked(inner.actor, row) || may(inner.actor, 'register.read'))) {
    throw new Refusal('unknown-record', {
      zh: `没有征询“${code}”，或它不是问贵单位的。请从“征询”页打开。`,
      en: `There is no request “${code}” asked of you. Open it from the page of requests.`,
    });
  }
  if (!mayAnswer(inner.actor, row)) requirePermission(inner.actor, 'register.write');
  if (row.answeredOn !== null || row.declinedOn !== null) {
    throw new Refusal('broken-rule', {
      zh: `征询“${code}”已于 ${row.answeredOn ?? row.declinedOn} ${row.answeredOn === null ? '答复不能证明' : '答复'}。要更正已出具的证明，请撤回旧件（填撤回日期）后另行征询。`,
      en: `Request “${code}” was ${row.answeredOn === null ? 'declined' : 'answered'} on ${row.answeredOn ?? row.declinedOn}. To correct a statement, withdraw it and ask anew.`,
    });
  }
  return { row, today: (await readClock(inner.db)).today };
}

/** Tells those who ask for statements how a request came out. */
async function tellAskers(
  inner: Context,
  figures: Figures,
  { figure: id, year }: Pick<RequestRow, 'figure' | 'year'>,
  how: 'answered' | 'declined',
): Promise<void> {
  const { label } = figures.find(id);
  await notify(
    inner,
    { roles: asking },
    {
      kind: `statements.${how}`,
      subject:
        how === 'answered'
          ? { zh: '征询证明：已答复', en: 'Request for a statement: answered' }
          : { zh: '征询证明：不能证明', en: 'Request for a statement: declined' },
      title: { zh: `${label.zh}（${year}年）`, en: `${label.en} (${year})` },
      link: '/statements',
    },
  );
}

/** Answers a request: enters the statement and links it, both or neither. */
export async function answerRequest(
  ctx: Context,
  { house, figures }: Statements,
  command: {
    code: string;
    key: string;
    body: { value: string; document: string; signer: string; statedOn?: string | undefined };
  },
): Promise<{ action: string; code: string; statement: string }> {
  const { code, key, body } = command;
  const { action, answer } = await atomically(
    ctx,
    { action: 'statements.answer', subject: `${request.id}/${code}`, key, input: { code, body } },
    async (inner) => {
      const { row, today } = await holdOpen(inner, code);
      const figure = findAttested(figures, row.figure);
      const statedOn = body.statedOn ?? today;
      const faults: Fault[] = [];
      const fault = valueFault(body.value, figure.unit);
      if (fault) faults.push({ at: '/body/value', ...fault });
      if (statedOn > today) {
        faults.push({
          at: '/body/statedOn',
          zh: `证明日期 ${statedOn} 还没有到`,
          en: `the day of the statement, ${statedOn}, has not come yet`,
        });
      }
      if (faults.length > 0) throw refuseFaults(faults);
      const stated = await addWithin(inner, house, statement.id, {
        code: `ZM${code.replace(/^QZ/, '')}`,
        figure: row.figure,
        year: row.year,
        value: body.value,
        unit: figure.unit,
        statedBy: row.askedOf,
        document: body.document,
        signer: body.signer,
        statedOn,
      });
      await correctWithin(inner, house, request.id, code, { statement: stated.code, answeredOn: today });
      await tellAskers(inner, figures, row, 'answered');
      return { code, statement: stated.code };
    },
  );
  return { action, ...answer };
}

/** Declines a request: the department cannot attest it, and says why. */
export async function declineRequest(
  ctx: Context,
  { house, figures }: Statements,
  command: { code: string; key: string; body: { reason: string } },
): Promise<{ action: string; code: string }> {
  const {
    code,
    key,
    body: { reason },
  } = command;
  const { action } = await atomically(
    ctx,
    { action: 'statements.decline', subject: `${request.id}/${code}`, reason, key, input: { code, reason } },
    async (inner) => {
      const { row, today } = await holdOpen(inner, code);
      await correctWithin(inner, house, request.id, code, { declinedOn: today, declineReason: reason });
      await tellAskers(inner, figures, row, 'declined');
      return { code };
    },
  );
  return { action, code };
}
