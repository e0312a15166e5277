/** What regions write themselves: topics for their agreement, and a report each half year. */
import { atomically, type Context } from '#kernel/audit/atomically.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import { readClock } from '#kernel/db/open.ts';
import { notify } from '#kernel/inbox/notify.ts';
import { addWithin, refuseFaults, type House } from '#kernel/registers/actions.ts';
import { faultAt, requireSigned, unknownAgreement, type Command, type Done } from './actions.ts';
import * as records from './contract.ts';
import { inForceOn, periodDays, spellPeriod, type Half } from './rules.ts';
import * as store from './store.ts';
import { ownUnits } from './work.ts';

const agreements = records.consultationAgreement.id;

/** The agreement and the region written for; a region that is not the writer's, or not party to it, is a fault. */
async function findRegion(
  inner: Context,
  code: string,
  reportingUnit: string,
): Promise<{ row: store.AgreementRow; today: string; faults: Fault[]; name: string }> {
  const [row] = await store.readAgreements(inner.db, code);
  if (!row) throw unknownAgreement(code);
  const faults: Fault[] = [];
  const unit = (await store.readUnitNames(inner.db)).find((one) => one.code === reportingUnit);
  const parties = await store.readParties(inner.db, [code]);
  if (!unit) {
    faults.push(
      faultAt(
        'reportingUnit',
        `没有填报单位“${reportingUnit}”`,
        `there is no reporting unit “${reportingUnit}”`,
      ),
    );
  } else if (!(await ownUnits(inner.db, inner.actor)).has(reportingUnit)) {
    throw new Refusal('not-permitted', {
      zh: `您的账号只能为本地区填报，“${unit.name}”不在其中。`,
      en: `Your account writes for its own region alone; “${unit.nameEn ?? unit.name}” is not in it.`,
    });
  } else if (!parties.some((party) => party.code === reportingUnit)) {
    faults.push(
      faultAt(
        'reportingUnit',
        `“${unit.name}”不是这份议定书的会商地区`,
        `“${unit.nameEn ?? unit.name}” is not party to this agreement`,
      ),
    );
  }
  return { row, today: (await readClock(inner.db)).today, faults, name: unit?.name ?? reportingUnit };
}

/** Proposes a topic for an agreement, before it is signed or for its next meeting. */
export async function proposeTopic(
  ctx: Context,
  house: House,
  {
    code,
    key,
    body,
  }: Command<{
    reportingUnit: string;
    area: string;
    title: string;
    detail?: string | null | undefined;
    proposedBy: string;
  }>,
): Done {
  const { action, answer } = await atomically(
    ctx,
    {
      action: 'consultations.propose-topic',
      subject: `${agreements}/${code}`,
      key,
      input: { code, body },
    },
    async (inner) => {
      const { row, today, faults, name } = await findRegion(inner, code, body.reportingUnit);
      if (row.endedOn !== null || (row.endsOn !== null && row.endsOn < today)) {
        faults.push({
          at: '/body',
          zh: `议定书已于 ${row.endedOn ?? row.endsOn} 失效，不再征集议题；续签后在新一轮提出`,
          en: `the agreement is over since ${row.endedOn ?? row.endsOn}; propose the topic for the one that follows`,
        });
      }
      if (faults.length > 0) throw refuseFaults(faults);
      const topic = await store.nextCode(
        inner.db,
        'consultationTopic',
        `${code}-${body.reportingUnit}-YT`,
        2,
      );
      await addWithin(inner, house, records.consultationTopic.id, {
        code: topic,
        agreement: code,
        reportingUnit: body.reportingUnit,
        area: body.area,
        title: body.title,
        detail: body.detail ?? null,
        proposedBy: body.proposedBy,
        proposedOn: today,
        decision: null,
        decidedOn: null,
        reason: null,
        mergedInto: null,
        sample: false,
      });
      await notify(
        inner,
        { roles: ['officer', 'division'] },
        {
          kind: 'consultations.topic',
          subject: { zh: '厅市会商：新议题', en: 'Consultations: a new topic' },
          title: { zh: `${name}：${body.title}`, en: `${name}: ${body.title}` },
          link: `/consultations/${code}#topics`,
        },
      );
      return topic;
    },
  );
  return { action, code: answer };
}

/** Reports a half year that is over; money is the total up to its end. One report for each region and half year. */
export async function submitReport(
  ctx: Context,
  house: House,
  {
    code,
    key,
    body,
  }: Command<{
    reportingUnit: string;
    year: number;
    half: Half;
    text: string;
    pledged: string;
    delivered: string;
  }>,
): Done {
  const { action } = await atomically(
    ctx,
    { action: 'consultations.report', subject: `${agreements}/${code}`, key, input: { code, body } },
    async (inner) => {
      const { row, today, faults } = await findRegion(inner, code, body.reportingUnit);
      requireSigned(row);
      const { from, to } = periodDays(body);
      const period = spellPeriod(body);
      if (to >= today) {
        faults.push(
          faultAt(
            'year',
            `${period.zh}还没有结束；${to} 之后报送`,
            `the ${period.en} is not over; report it after ${to}`,
          ),
        );
      } else if (row.signedOn > to || !(inForceOn(row, to) || inForceOn(row, from))) {
        faults.push(
          faultAt(
            'year',
            `${period.zh}议定书不在有效期内`,
            `the agreement was not in force in the ${period.en}`,
          ),
        );
      }
      if (await store.hasReport(inner.db, { agreement: code, ...body })) {
        faults.push(
          faultAt(
            'half',
            `${period.zh}已经报过；要修改，请承办处室在该记录页用“更正”并说明理由`,
            `the ${period.en} has been reported; ask the division to correct the record with a reason`,
          ),
        );
      }
      if (faults.length > 0) throw refuseFaults(faults);
      await addWithin(inner, house, records.consultationReport.id, {
        agreement: code,
        reportingUnit: body.reportingUnit,
        year: body.year,
        half: body.half,
        text: body.text,
        pledged: body.pledged,
        delivered: body.delivered,
        submittedOn: today,
        sample: false,
      });
    },
  );
  return { action, code };
}
