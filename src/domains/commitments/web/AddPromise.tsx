import { useQueryClient } from '@tanstack/react-query';
import type { Words } from '#kernel/contract/words.ts';
import { call } from '#kernel/web/call.ts';
import { CommandForm, type CommandField, type CommandValues } from '#kernel/web/CommandForm.tsx';
import { forgetAnswers } from '#kernel/web/queries.ts';
import { sourceKeys } from './choosing.ts';
import { promiseDoors } from './doors.ts';
import { promiseUi } from './promise-words.ts';

/** Fields for co-owners: the next one is there once the one before is filled in. */
const coOwners = ['coOwner', 'coOwner2', 'coOwner3', 'coOwner4', 'coOwner5'] as const;
const organisation = { kind: 'reference', to: 'directory.organisation' } as const;

const asked = ({ sourceKind }: CommandValues): boolean =>
  sourceKind === 'consultation-meeting' || sourceKind === 'agreement';

const fieldsOf = (
  kinds: readonly { value: string; label: Words }[],
  today: string,
): readonly CommandField[] => [
  { name: 'text', label: promiseUi.fieldPromise, kind: 'lines', required: true },
  { name: 'textEn', label: promiseUi.fieldTextEn, kind: 'lines' },
  {
    name: 'area',
    label: promiseUi.sideArea,
    kind: 'reference',
    to: 'commitments.area',
    required: true,
  },
  { name: 'sourceKind', label: promiseUi.source, kind: 'choice', choices: kinds, required: true },
  {
    name: 'plan',
    label: promiseUi.sidePlan,
    kind: 'reference',
    to: 'commitments.work-plan',
    required: true,
    when: ({ sourceKind }) => sourceKind === 'plan',
  },
  {
    name: 'sourceName',
    label: promiseUi.fieldSourceName,
    kind: 'line',
    help: promiseUi.sourceNameHelp,
    when: ({ sourceKind }) => sourceKind !== 'plan',
  },
  {
    name: 'region',
    label: promiseUi.fieldRegion,
    kind: 'reference',
    to: 'directory.region',
    help: promiseUi.regionHelp,
    when: asked,
  },
  { name: 'owner', label: promiseUi.fieldOwner, ...organisation },
  ...coOwners.map((name, place): CommandField => ({
    name,
    label: promiseUi.fieldCoOwner(place + 1),
    ...organisation,
    ...(place === 0 ? {} : { when: (values) => (values[coOwners[place - 1] ?? ''] ?? '') !== '' }),
  })),
  { name: 'promisedOn', label: promiseUi.fieldPromisedOn, kind: 'day', required: true, initial: today },
  { name: 'dueOn', label: promiseUi.fieldDueOn, kind: 'day', help: promiseUi.dueHelp },
  { name: 'target', label: promiseUi.fieldTarget, kind: 'lines' },
  { name: 'targetFigure', label: promiseUi.fieldFigure, kind: 'line', help: promiseUi.figureHelp },
  {
    name: 'targetValue',
    label: promiseUi.fieldValue,
    kind: 'number',
    required: true,
    when: ({ targetFigure = '' }) => targetFigure !== '',
  },
  {
    name: 'targetParams',
    label: promiseUi.fieldParams,
    kind: 'line',
    help: promiseUi.paramsHelp,
    when: ({ targetFigure = '' }) => targetFigure !== '',
  },
];

/** Enters a commitment that no letter and no minutes make: a plan's task, a measure, what was agreed on paper. */
export function AddPromise({
  today,
  kinds,
  away,
}: {
  today: string;
  kinds: readonly { value: string; label: Words }[];
  away: () => void;
}) {
  const queries = useQueryClient();
  return (
    <CommandForm
      level={3}
      title={promiseUi.add}
      line={promiseUi.addLine}
      fields={fieldsOf(kinds, today)}
      draftName="promise.add"
      submit={promiseUi.doAdd}
      away={away}
      done={async () => {
        await forgetAnswers(queries);
        away();
      }}
      send={async (values, key) =>
        call(promiseDoors.addCommitment, {
          key,
          body: {
            text: values.text ?? '',
            textEn: values.textEn,
            area: values.area ?? '',
            owner: values.owner,
            coOwners: coOwners.flatMap((name) => values[name] ?? []),
            promisedOn: values.promisedOn,
            dueOn: values.dueOn,
            target: values.target,
            targetFigure: values.targetFigure,
            targetValue: values.targetValue,
            targetParams: values.targetParams,
            source: {
              kind: sourceKeys.find((kind) => kind === values.sourceKind) ?? 'measure',
              name: values.sourceName,
              plan: values.plan,
              region: values.region,
            },
          },
        })
      }
    />
  );
}
