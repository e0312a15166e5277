/** What can be done to an agreement on its page: each act with its fields and what it sends. */
import { call, CallFailed, type AnswerOfDoor } from '#kernel/web/call.ts';
import type { CommandField } from '#kernel/web/CommandForm.tsx';
import { words, type Words } from '#kernel/contract/words.ts';
import type { Act } from '#kernel/web/Acts.tsx';
import { consultationDoors as doors } from './doors.ts';
import { consultationUi as ui } from './words.ts';

type Work = AnswerOfDoor<typeof doors.readConsultationWork>;
type Meeting = Work['agreement']['meetingList'][number];

const lines = (text: string | undefined): string[] =>
  (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** What is no number goes as one the server refuses beside its field. */
const whole = (text: string | undefined): number => (/^\d{1,4}$/.test(text ?? '') ? Number(text) : -1);

/** Sends, and tells each fault within a list at the field it was typed in. */
async function sendPlaced<T>(
  sending: Promise<T>,
  fieldOf: (list: string, index: number, part: string) => string = (list) => list,
): Promise<T> {
  try {
    return await sending;
  } catch (failure) {
    if (!(failure instanceof CallFailed) || !failure.problem?.faults) throw failure;
    const faults = failure.problem.faults.map((fault) => {
      const [, list, index, part = ''] = /^\/body\/(\w+)\/(\d+)(?:\/(\w+))?/.exec(fault.at) ?? [];
      return list === undefined ? fault : { ...fault, at: `/body/${fieldOf(list, Number(index), part)}` };
    });
    throw new CallFailed({ ...failure.problem, faults }, failure.status);
  }
}

const day = (name: string, label: Words, today: string): CommandField => ({
  name,
  label,
  kind: 'day',
  required: true,
  initial: today,
});

const regionField = (own: Work['own']): CommandField => ({
  name: 'reportingUnit',
  label: ui.fieldRegion,
  kind: 'choice',
  required: true,
  choices: own.map(({ code, name }) => ({ value: code, label: name })),
  initial: own.length === 1 ? (own[0]?.code ?? '') : '',
});

const areaField: CommandField = {
  name: 'area',
  label: ui.fieldArea,
  kind: 'reference',
  to: 'commitments.area',
  required: true,
};

/** Opens an agreement; on the page of all. */
export const proposeAct = (today: string): Act => ({
  id: 'propose',
  label: ui.proposeAgreement,
  line: ui.proposeAgreementLine,
  fields: [
    { name: 'title', label: ui.fieldTitle, kind: 'line', required: true },
    { name: 'parties', label: ui.fieldParties, kind: 'lines', required: true, help: ui.partiesHelp },
    day('proposedOn', ui.fieldProposedOn, today),
  ],
  send: async ({ title = '', parties, proposedOn }, key) =>
    sendPlaced(call(doors.proposeAgreement, { key, body: { title, parties: lines(parties), proposedOn } })),
});

/** What those who report do: topics while it is not over, reports once it is signed. */
export function reportingActs({ agreement, own }: Work): Act[] {
  const params = { code: agreement.code };
  if (own.length === 0) return [];
  const topic: Act = {
    id: 'topic',
    label: ui.proposeTopic,
    line: ui.topicLine,
    fields: [
      regionField(own),
      { name: 'title', label: ui.fieldTopic, kind: 'line', required: true },
      areaField,
      { name: 'proposedBy', label: ui.fieldProposedBy, kind: 'line', required: true },
      { name: 'detail', label: ui.fieldDetail, kind: 'lines' },
    ],
    send: async ({ reportingUnit = '', title = '', area = '', proposedBy = '', detail }, key) =>
      call(doors.proposeTopic, { params, key, body: { reportingUnit, title, area, proposedBy, detail } }),
  };
  const report: Act = {
    id: 'report',
    label: ui.report,
    line: ui.reportLine,
    fields: [
      regionField(own),
      { name: 'year', label: ui.fieldYear, kind: 'number', required: true },
      {
        name: 'half',
        label: ui.fieldHalf,
        kind: 'choice',
        required: true,
        choices: [
          { value: 'first', label: ui.halfFirst },
          { value: 'second', label: ui.halfSecond },
        ],
      },
      { name: 'text', label: ui.fieldText, kind: 'lines', required: true },
      { name: 'pledged', label: ui.fieldPledged, kind: 'number', required: true },
      { name: 'delivered', label: ui.fieldDelivered, kind: 'number', required: true },
    ],
    send: async ({ reportingUnit = '', year, half, text = '', pledged = '', delivered = '' }, key) =>
      call(doors.submitReport, {
        params,
        key,
        body: {
          reportingUnit,
          year: whole(year),
          half: half === 'second' ? 'second' : 'first',
          text,
          pledged,
          delivered,
        },
      }),
  };
  const over = agreement.state === 'expired' || agreement.state === 'ended';
  return [...(agreement.signedOn === null ? [] : [report]), ...(over ? [] : [topic])];
}

/** Decides one topic. */
export function decideAct({ agreement, topics }: Work, topic: string): Act {
  return {
    id: `decide-${topic}`,
    label: ui.decideTopic,
    fields: [
      {
        name: 'decision',
        label: ui.fieldDecision,
        kind: 'choice',
        required: true,
        choices: (['accepted', 'refused', 'merged'] as const).map((value) => ({
          value,
          label: ui.decisionsOf[value],
        })),
      },
      {
        name: 'mergedInto',
        label: ui.fieldMergedInto,
        kind: 'choice',
        required: true,
        choices: topics
          .filter(({ code }) => code !== topic)
          .map(({ code, title }) => ({ value: code, label: words(title, title) })),
        when: ({ decision }) => decision === 'merged',
      },
      {
        name: 'reason',
        label: ui.fieldReason,
        kind: 'lines',
        required: true,
        when: ({ decision }) => decision === 'refused',
      },
    ],
    send: async ({ decision, mergedInto, reason }, key) =>
      call(doors.decideTopic, {
        params: { code: agreement.code },
        key,
        body: {
          topic,
          decision: decision === 'merged' || decision === 'refused' ? decision : 'accepted',
          mergedInto,
          reason,
        },
      }),
  };
}

/** Turns what a meeting decided and nobody keeps yet into commitments; null when nothing is left. */
export function commitAct(agreement: string, meeting: Meeting): Act | null {
  const open = meeting.decisions.filter(({ commitment }) => commitment === null);
  if (open.length === 0) return null;
  const picked = (order: number) => (values: Partial<Record<string, string>>) =>
    (values[`pick${order}`] ?? 'yes') === 'yes';
  return {
    id: 'commit',
    label: ui.commit,
    line: ui.commitLine,
    fields: [
      areaField,
      ...open.flatMap(({ order, text }): CommandField[] => [
        {
          name: `pick${order}`,
          label: { zh: ui.pick(order, text.zh).zh, en: ui.pick(order, text.en).en },
          kind: 'choice',
          required: true,
          initial: 'yes',
          choices: [
            { value: 'yes', label: ui.pickYes },
            { value: 'no', label: ui.pickNo },
          ],
        },
        {
          name: `owner${order}`,
          label: ui.ownerOf(order),
          kind: 'reference',
          to: 'directory.organisation',
          when: picked(order),
        },
        { name: `due${order}`, label: ui.dueOf(order), kind: 'day', when: picked(order) },
      ]),
    ],
    send: async (values, key) => {
      const chosen = open.filter(({ order }) => picked(order)(values)).map(({ order }) => order);
      const names: Record<string, string> = { owner: 'owner', dueOn: 'due' };
      return sendPlaced(
        call(doors.commitDecisions, {
          params: { code: agreement },
          key,
          body: {
            meeting: meeting.code,
            area: values['area'] ?? '',
            items: chosen.map((order) => ({
              order,
              owner: values[`owner${order}`],
              dueOn: values[`due${order}`],
            })),
          },
        }),
        (_, index, part) => (part === 'area' ? 'area' : `${names[part] ?? 'pick'}${chosen[index] ?? ''}`),
      );
    },
  };
}

const signAct = ({ agreement, today }: Work): Act => ({
  id: 'sign',
  label: ui.sign,
  line: ui.signLine,
  fields: [
    day('signedOn', ui.fieldSignedOn, today),
    { name: 'termYears', label: ui.fieldTermYears, kind: 'number', required: true },
    {
      name: 'signatories',
      label: ui.fieldSignatories,
      kind: 'lines',
      required: true,
      help: ui.signatoriesHelp,
    },
    { name: 'documentNumber', label: ui.fieldNumber, kind: 'line' },
    { name: 'terms', label: ui.fieldTerms, kind: 'lines' },
  ],
  send: async ({ signedOn, termYears, signatories, documentNumber, terms }, key) =>
    sendPlaced(
      call(doors.signAgreement, {
        params: { code: agreement.code },
        key,
        body: {
          signedOn,
          termYears: whole(termYears),
          documentNumber,
          terms,
          signatories: lines(signatories).map((line) => {
            const [party = '', office = ''] = line.split(/[：:]/);
            return { party, office };
          }),
        },
      }),
    ),
});

const holdAct = ({ agreement, today }: Work): Act => ({
  id: 'hold',
  label: ui.hold,
  line: ui.holdLine,
  fields: [
    day('heldOn', ui.fieldHeldOn, today),
    { name: 'decisions', label: ui.fieldDecisions, kind: 'lines', required: true },
    { name: 'place', label: ui.fieldPlace, kind: 'line' },
    { name: 'minutesNumber', label: ui.fieldMinutesNumber, kind: 'line' },
    { name: 'minutes', label: ui.fieldMinutes, kind: 'lines' },
  ],
  send: async ({ heldOn, decisions, place, minutesNumber, minutes }, key) =>
    sendPlaced(
      call(doors.holdMeeting, {
        params: { code: agreement.code },
        key,
        body: {
          heldOn,
          place,
          minutesNumber,
          minutes,
          decisions: lines(decisions).map((text) => ({ text })),
        },
      }),
    ),
});

type Grade = keyof typeof ui.grades;
const grades = Object.keys(ui.grades) as Grade[];

const evaluateAct = ({ agreement, today }: Work): Act => ({
  id: 'evaluate',
  label: ui.evaluate,
  line: ui.evaluateLine,
  fields: [
    {
      name: 'grade',
      label: ui.fieldGrade,
      kind: 'choice',
      required: true,
      choices: grades.map((value) => ({ value, label: ui.grades[value] })),
    },
    { name: 'score', label: ui.fieldScore, kind: 'number' },
    { name: 'finding', label: ui.fieldFinding, kind: 'lines', required: true },
    day('evaluatedOn', ui.fieldEvaluatedOn, today),
  ],
  send: async ({ grade, score, finding = '', evaluatedOn }, key) =>
    call(doors.evaluateAgreement, {
      params: { code: agreement.code },
      key,
      body: { grade: grades.find((one) => one === grade) ?? 'pass', score, finding, evaluatedOn },
    }),
});

const renewAct = ({ agreement }: Work): Act => ({
  id: 'renew',
  label: ui.renew,
  line: ui.renewLine,
  fields: [{ name: 'title', label: ui.fieldNewTitle, kind: 'line' }],
  send: async ({ title }, key) =>
    call(doors.renewAgreement, { params: { code: agreement.code }, key, body: { title } }),
});

const endAct = ({ agreement, today }: Work): Act => ({
  id: 'end',
  label: ui.end,
  line: ui.endLine,
  fields: [
    day('endedOn', ui.fieldEndedOn, today),
    { name: 'reason', label: ui.fieldReason, kind: 'lines', required: true, help: ui.reasonHelp },
  ],
  send: async ({ endedOn, reason = '' }, key) =>
    call(doors.endAgreement, { params: { code: agreement.code }, key, body: { endedOn, reason } }),
});

/** What those who keep agreements do, in the order of an agreement's life. */
export function keepingActs(work: Work): Act[] {
  const { agreement } = work;
  if (agreement.signedOn === null) return [signAct(work)];
  if (agreement.state === 'ended') return [];
  return [
    holdAct(work),
    ...(agreement.evaluation ? [] : [evaluateAct(work)]),
    ...(agreement.evaluation && !agreement.renewedBy ? [renewAct(work)] : []),
    ...(agreement.inForce ? [endAct(work)] : []),
  ];
}
