/** What officers do to a cycle: each act with its fields and what it sends. */
import type { Words } from '#kernel/contract/words.ts';
import { words } from '#kernel/contract/words.ts';
import type { Act } from '#kernel/web/Acts.tsx';
import { call } from '#kernel/web/call.ts';
import type { CommandField } from '#kernel/web/CommandForm.tsx';
import { raceDoors as doors } from './doors.ts';
import { actUi as ui } from './race-words.ts';

const lines = (text: string | undefined): string[] =>
  (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** What is no number goes as one the server refuses beside its field. */
const whole = (text: string | undefined): number => (/^\d{1,9}$/.test(text ?? '') ? Number(text) : -1);

const line = (name: string, label: Words, initial = ''): CommandField => ({
  name,
  label,
  kind: 'line',
  required: true,
  initial,
});
const optional = (field: CommandField): CommandField => ({ ...field, required: false });
const day = (name: string, label: Words, initial = ''): CommandField => ({
  name,
  label,
  kind: 'day',
  required: true,
  initial,
});
const choice = (
  name: string,
  label: Words,
  choices: readonly { value: string; label: Words }[],
  initial = '',
): CommandField => ({ name, label, kind: 'choice', required: true, choices, initial });
const reasonField: CommandField = { name: 'reason', label: ui.reason, kind: 'lines', required: true };
const document: CommandField = optional(line('document', ui.document));

/** A unit or an indicator to choose from. */
export interface Option {
  code: string;
  name: Words;
}

const options = (list: readonly Option[]): { value: string; label: Words }[] =>
  list.map(({ code, name }) => ({ value: code, label: name }));

/** Opens a cycle from an earlier one. */
export const openAct = (cycles: readonly Option[]): Act => ({
  id: 'openCycle',
  label: ui.openCycle,
  line: ui.openCycleLine,
  fields: [
    line('code', ui.code),
    line('name', ui.name),
    { ...line('year', words('年度', 'Year')), kind: 'number' },
    { ...line('dataYear', words('数据年度', 'Data year')), kind: 'number' },
    choice('from', ui.from, options(cycles), cycles[0]?.code ?? ''),
    document,
  ],
  send: async ({ code = '', name = '', year, dataYear, from, document: paper }, key) =>
    call(doors.openCycle, {
      key,
      body: { code, name, year: whole(year), dataYear: whole(dataYear), from, document: paper ?? null },
    }),
});

interface OfCycle {
  cycle: string;
  today: string;
  units: readonly Option[];
  items: readonly Option[];
}

/** Acts by name that take a cycle alone: what the step allows is chosen by the page. */
export function cycleActs({ cycle, today, units, items }: OfCycle): Readonly<Record<string, Act>> {
  const params = { cycle };
  const unitField = choice('unit', ui.unit, options(units));
  const plain = (id: string, label: Words, send: Act['send'], about?: Words): Act => ({
    id,
    label,
    ...(about ? { line: about } : {}),
    fields: [],
    send,
  });
  return {
    freeze: plain(
      'freeze',
      ui.freeze,
      async (_, key) => call(doors.freezeMethod, { params, key }),
      ui.freezeLine,
    ),
    openReporting: {
      id: 'openReporting',
      label: ui.openReporting,
      fields: [day('dueOn', ui.dueOn), document],
      send: async ({ dueOn = '', document: paper }, key) =>
        call(doors.openReporting, { params, key, body: { dueOn, document: paper ?? null } }),
    },
    closeReporting: plain('closeReporting', ui.closeReporting, async (_, key) =>
      call(doors.closeReporting, { params, key }),
    ),
    verify: {
      id: 'verify',
      label: ui.verify,
      line: ui.verifyLine,
      fields: [unitField, { name: 'items', label: ui.items, kind: 'lines' }],
      send: async ({ unit = '', items: chosen }, key) =>
        call(doors.verifyObservations, {
          params: { cycle, unit },
          key,
          body: lines(chosen).length === 0 ? {} : { items: lines(chosen) },
        }),
    },
    return: {
      id: 'return',
      label: ui.return,
      fields: [unitField, { name: 'items', label: ui.items, kind: 'lines', required: true }, reasonField],
      send: async ({ unit = '', items: chosen, reason = '' }, key) =>
        call(doors.returnObservations, {
          params: { cycle, unit },
          key,
          body: { items: lines(chosen), reason },
        }),
    },
    compute: plain('compute', ui.compute, async (_, key) => call(doors.computeResult, { params, key })),
    openFeedback: plain('openFeedback', ui.openFeedback, async (_, key) =>
      call(doors.openFeedback, { params, key }),
    ),
    correct: {
      id: 'correct',
      label: ui.correct,
      line: ui.correctLine,
      fields: [
        unitField,
        choice('item', ui.item, options(items)),
        { name: 'value', label: ui.newValue, kind: 'number', required: true },
        line('evidence', words('依据', 'Evidence')),
        reasonField,
      ],
      send: async ({ unit = '', item = '', value = '', evidence = '', reason = '' }, key) =>
        call(doors.correctResult, {
          params,
          key,
          body: { corrections: [{ unit, item, value, evidence }], reason },
        }),
    },
    decide: {
      id: 'decide',
      label: ui.decide,
      fields: [line('document', ui.document)],
      send: async ({ document: paper = '' }, key) =>
        call(doors.decideMeeting, { params, key, body: { document: paper } }),
    },
    announce: {
      id: 'announce',
      label: ui.announce,
      fields: [
        line('document', ui.document),
        optional(line('clause', ui.clause)),
        line('division', ui.division),
        { ...line('length', ui.length, '5'), kind: 'number' },
        choice(
          'counting',
          ui.counting,
          [
            { value: 'working-days', label: ui.workingDays },
            { value: 'days', label: ui.days },
          ],
          'working-days',
        ),
        line('shownAt', ui.shownAt),
        line('contact', ui.contact),
        optional(day('publishedOn', words('公示日期（补录）', 'Published on (if earlier)'))),
        {
          ...optional(line('postedEvidence', words('张贴依据', 'Evidence of posting'))),
          when: ({ publishedOn }) => publishedOn !== undefined && publishedOn !== '' && publishedOn !== today,
        },
      ],
      send: async (
        {
          document: paper = '',
          clause,
          division = '',
          length,
          counting,
          shownAt = '',
          contact = '',
          publishedOn,
          postedEvidence,
        },
        key,
      ) =>
        call(doors.announceResult, {
          params,
          key,
          body: {
            document: paper,
            clause,
            division,
            length: whole(length),
            counting: counting === 'days' ? 'days' : 'working-days',
            shownAt,
            contact,
            publishedOn,
            postedEvidence,
          },
        }),
    },
    publish: plain(
      'publish',
      ui.publish,
      async (_, key) => call(doors.publishResult, { params, key }),
      ui.publishLine,
    ),
    openSelection: {
      id: 'openSelection',
      label: ui.openSelection,
      fields: [day('dueOn', ui.dueOn), document],
      send: async ({ dueOn = '', document: paper }, key) =>
        call(doors.openSelection, { params, key, body: { dueOn, document: paper ?? null } }),
    },
    review: {
      id: 'review',
      label: ui.review,
      fields: [
        unitField,
        choice(
          'grade',
          ui.grade,
          (['good', 'fair', 'poor'] as const).map((value) => ({ value, label: ui.grades[value] })),
        ),
        { name: 'finding', label: ui.finding, kind: 'lines', required: true },
      ],
      send: async ({ unit = '', grade, finding = '' }, key) =>
        call(doors.reviewUnit, {
          params: { cycle, unit },
          key,
          body: { grade: grade === 'good' || grade === 'fair' ? grade : 'poor', finding },
        }),
    },
  };
}

/** What a region does for itself. */
export function unitActs({ cycle, unit, items }: { cycle: string; unit: string; items: readonly Option[] }) {
  const params = { cycle, unit };
  return {
    submit: {
      id: 'submit',
      label: ui.submit,
      line: ui.submitLine,
      fields: [],
      send: async (_, key) => call(doors.submitUnit, { params, key }),
    },
    appeal: {
      id: 'appeal',
      label: ui.appeal,
      fields: [
        { ...choice('item', ui.item, options(items)), required: false },
        { name: 'claim', label: ui.claim, kind: 'lines', required: true },
        { name: 'claimedValue', label: ui.claimedValue, kind: 'number' },
        { name: 'evidence', label: words('依据', 'Evidence'), kind: 'lines', required: true },
      ],
      send: async ({ item, claim = '', claimedValue, evidence = '' }, key) =>
        call(doors.raiseAppeal, {
          params,
          key,
          body: { item, claim, claimedValue: claimedValue ?? null, evidence },
        }),
    },
    nominate: {
      id: 'nominate',
      label: ui.nominate,
      line: ui.nominateLine,
      fields: [
        line('title', ui.projectTitle),
        {
          name: 'organisation',
          label: ui.organisation,
          kind: 'reference',
          to: 'directory.organisation',
          required: true,
        },
        { name: 'amount', label: ui.yuan, kind: 'number', required: true },
      ],
      send: async ({ title = '', organisation = '', amount = '' }, key) =>
        call(doors.nominateProject, { params, key, body: { title, organisation, amount } }),
    },
  } satisfies Record<string, Act>;
}

/** Answers one appeal. */
export const answerAct = (cycle: string, appeal: string): Act => ({
  id: `answer-${appeal}`,
  label: ui.answer,
  fields: [
    choice(
      'outcome',
      ui.outcome,
      (['upheld', 'partly', 'rejected'] as const).map((value) => ({ value, label: ui.outcomes[value] })),
    ),
    {
      name: 'value',
      label: ui.newValue,
      kind: 'number',
      when: ({ outcome }) => outcome === 'upheld' || outcome === 'partly',
    },
    { name: 'answer', label: ui.answerText, kind: 'lines', required: true },
  ],
  send: async ({ outcome, value, answer = '' }, key) =>
    call(doors.answerAppeal, {
      params: { cycle, appeal },
      key,
      body: {
        outcome: outcome === 'upheld' || outcome === 'partly' ? outcome : 'rejected',
        answer,
        ...(value === undefined || value === '' ? {} : { value }),
      },
    }),
});

/** Decides on one nominated project. */
export const decideAct = (cycle: string, nomination: string): Act => ({
  id: `decide-${nomination}`,
  label: ui.decideNomination,
  fields: [
    choice('decision', ui.decision, [
      { value: 'awarded', label: words('立项', 'Award it') },
      { value: 'rejected', label: words('不予立项', 'Do not award it') },
    ]),
    {
      ...line('project', ui.project),
      when: ({ decision }) => decision === 'awarded',
    },
    { ...reasonField, when: ({ decision }) => decision === 'rejected' },
  ],
  send: async ({ decision, project = '', reason = '' }, key) =>
    call(doors.decideNomination, {
      params: { cycle, nomination },
      key,
      body: decision === 'rejected' ? { decision, reason } : { decision: 'awarded', project },
    }),
});
