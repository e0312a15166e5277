import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { call, type AnyDoor, type Asked } from '#kernel/web/call.ts';
import { useSpeech } from '#kernel/web/language.ts';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask, useJurisdiction } from '#kernel/web/queries.ts';
import type { readSuggestion, Reply, Step } from '../../contract.ts';
import { replyDoors } from '../doors.ts';
import { Reckoning } from './ClockNote.tsx';
import type { Typed } from './command.ts';
import { CommandForm, type FieldShape } from './CommandForm.tsx';
import { Partners, readPartners } from './Partners.tsx';
import { SignForm } from './Signing.tsx';
import { desk, forms } from './words.ts';

export type Case = z.output<(typeof readSuggestion)['answer']>;

export interface ActionAsked {
  step: Step;
  of: Case;
  /** The reply of the last round, when there is one. */
  reply: Reply | null;
  draftName: string;
  done: () => unknown;
}

type BodyOf<D extends AnyDoor> = NonNullable<Asked<D>['body']>;

/** Choices typed as text, for a door that takes only those it names; it refuses any other. */
const as = <T,>(values: Typed, name: string): T => values[name] as T;

const commented = (values: Typed): { comment?: string } =>
  (values['comment'] ?? '').trim() === '' ? {} : { comment: values['comment'] ?? '' };

const options = <K extends string>(
  labels: Record<K, FieldShape['label']>,
  help?: Record<K, FieldShape['label']>,
) =>
  (Object.keys(labels) as K[]).map((value) => ({
    value,
    label: labels[value],
    ...(help ? { help: help[value] } : {}),
  }));

const reviewStages = ['division', 'office', 'secrecy'] as const;

function reviewFields(stage: (typeof reviewStages)[number], values: Typed): FieldShape[] {
  const returning = values['verdict'] === 'return';
  const fields: FieldShape[] = [
    {
      name: 'verdict',
      label: forms.verdict,
      kind: 'radios',
      required: true,
      options: [
        { value: 'pass', label: forms.pass, help: forms.passHelp[stage] },
        { value: 'return', label: forms.sendBack, help: forms.sendBackHelp },
      ],
    },
  ];
  if (stage === 'secrecy' && !returning) {
    fields.push({
      name: 'publicity',
      label: desk.publicity,
      kind: 'radios',
      required: true,
      options: options(desk.publicities, forms.publicityHelp),
    });
    if (values['publicity'] === 'closed')
      fields.push({
        name: 'publicityReason',
        label: forms.publicityReason,
        kind: 'area',
        rows: 3,
        max: 2000,
        required: true,
      });
  }
  fields.push({
    name: 'comment',
    label: forms.reviewComment,
    hint: forms.reviewCommentHint,
    kind: 'area',
    rows: 3,
    max: 2000,
    required: returning,
  });
  return fields;
}

function NumberForm({ reply, ...asked }: ActionAsked & { reply: Reply }) {
  const { say } = useSpeech();
  const series = useQuery({ ...ask(replyDoors.listSeries, {}), staleTime: 0 });
  return (
    <Answer of={series} lines={3}>
      {(all) =>
        all.length === 0 ? (
          <p className="note">{say(forms.noSeries)}</p>
        ) : (
          <CommandForm
            draftName={asked.draftName}
            initial={{ series: all.find(({ next }) => next !== null)?.code ?? '' }}
            fields={() => [
              {
                name: 'series',
                label: forms.series,
                hint: forms.seriesHint,
                kind: 'radios',
                required: true,
                options: all.map(({ code, pattern, example }) => ({
                  value: code,
                  label: { zh: pattern, en: pattern },
                  help: example === null ? forms.seriesFull : forms.seriesNext(example),
                })),
              },
            ]}
            submit={() => asked.step.label}
            send={(values, key) =>
              call(replyDoors.numberReply, {
                params: { reply: reply.code },
                body: { series: values['series'] ?? '' },
                key,
              })
            }
            done={asked.done}
          />
        )
      }
    </Answer>
  );
}

/** Needs of the reply only what a deputy sees of it as well. */
function FeedbackForm({
  reply,
  ...asked
}: Omit<ActionAsked, 'reply'> & { reply: Pick<Reply, 'code' | 'letter'> }) {
  const { say } = useSpeech();
  return (
    <CommandForm
      draftName={asked.draftName}
      intro={
        reply.letter !== null && (
          <p>
            <Link to="/letters/$letter" params={{ letter: reply.letter }} search={{}} className="button">
              {say(forms.readFirst)}
            </Link>
          </p>
        )
      }
      fields={() => [
        {
          name: 'satisfaction',
          label: forms.satisfaction,
          kind: 'radios',
          required: true,
          options: options(desk.satisfactions, forms.satisfactionHelp),
        },
        { name: 'comment', label: forms.feedbackComment, kind: 'area', rows: 4, max: 4000 },
      ]}
      submit={() => asked.step.label}
      send={(values, key) =>
        call(replyDoors.giveFeedback, {
          params: { reply: reply.code },
          body: {
            satisfaction: as<BodyOf<typeof replyDoors.giveFeedback>['satisfaction']>(values, 'satisfaction'),
            ...commented(values),
          },
          key,
        })
      }
      done={asked.done}
    />
  );
}

/** Steps on the suggestion itself. */
function SuggestionAction({ step, of, draftName, done }: ActionAsked): ReactNode {
  const { data } = useJurisdiction();
  const params = { suggestion: of.code };
  const common = { draftName, done, submit: () => step.label };
  const today = data?.today ?? '';
  const returning = of.clocks.find(({ name }) => name === 'return');
  switch (step.action) {
    case 'accept':
      return (
        <CommandForm
          {...common}
          initial={{ division: of.division ?? '' }}
          fields={() => [
            {
              name: 'division',
              label: forms.division,
              hint: forms.divisionHint,
              kind: 'text',
              required: true,
              max: 80,
            },
            {
              name: 'partners',
              label: forms.partners,
              hint: forms.partnersHint,
              kind: 'own',
              input: (entry) => <Partners {...entry} />,
            },
          ]}
          send={(values, key) =>
            call(replyDoors.acceptSuggestion, {
              params,
              body: { division: values['division'] ?? '', partners: readPartners(values['partners']) },
              key,
            })
          }
        />
      );
    case 'return':
      return (
        <CommandForm
          {...common}
          danger
          intro={returning && <div className="clock-card">{<Reckoning clock={returning} />}</div>}
          fields={() => [
            {
              name: 'reason',
              label: forms.returnReason,
              hint: forms.returnHint,
              kind: 'area',
              required: true,
              atLeast: 5,
              max: 2000,
            },
          ]}
          send={(values, key) =>
            call(replyDoors.returnSuggestion, { params, body: { reason: values['reason'] ?? '' }, key })
          }
        />
      );
    case 'talk':
      return (
        <CommandForm
          {...common}
          key={today}
          initial={{ on: today }}
          fields={() => [
            { name: 'on', label: forms.on, kind: 'date', required: true },
            { name: 'way', label: forms.way, kind: 'radios', required: true, options: options(desk.ways) },
            {
              name: 'summary',
              label: forms.talkSummary,
              hint: forms.talkHint,
              kind: 'area',
              rows: 5,
              required: true,
              atLeast: 5,
              max: 4000,
            },
          ]}
          send={(values, key) =>
            call(replyDoors.recordTalk, {
              params,
              body: {
                on: values['on'] ?? '',
                way: as<BodyOf<typeof replyDoors.recordTalk>['way']>(values, 'way'),
                summary: values['summary'] ?? '',
              },
              key,
            })
          }
        />
      );
    case 'opinion':
      return (
        <CommandForm
          {...common}
          fields={() => [
            {
              name: 'opinion',
              label: forms.opinion,
              hint: forms.opinionHint,
              kind: 'area',
              rows: 8,
              required: true,
              atLeast: 5,
              max: 8000,
            },
          ]}
          send={(values, key) =>
            call(replyDoors.giveOpinion, { params, body: { opinion: values['opinion'] ?? '' }, key })
          }
        />
      );
    case 'open':
      return (
        <CommandForm
          {...common}
          initial={{ template: 'measures-results-steps' }}
          fields={() => [
            {
              name: 'template',
              label: forms.template,
              kind: 'radios',
              required: true,
              options: options(forms.templates),
            },
            { name: 'asOf', label: forms.asOf, hint: forms.asOfHint, kind: 'date' },
          ]}
          send={(values, key) =>
            call(replyDoors.openReply, {
              params,
              body: {
                template: as<NonNullable<BodyOf<typeof replyDoors.openReply>['template']>>(
                  values,
                  'template',
                ),
                ...(values['asOf'] ? { asOf: values['asOf'] } : {}),
              },
              key,
            })
          }
        />
      );
    default:
      return null;
  }
}

/** Steps on the reply of the last round. */
function ReplyAction({ reply, ...asked }: ActionAsked & { reply: Reply }): ReactNode {
  const { say } = useSpeech();
  const { data } = useJurisdiction();
  const { step, draftName, done } = asked;
  const params = { reply: reply.code };
  const common = { draftName, done, submit: () => step.label };
  const today = data?.today ?? '';
  switch (step.action) {
    case 'submit':
      return (
        <CommandForm
          {...common}
          initial={{ category: reply.category ?? '' }}
          fields={() => [
            {
              name: 'category',
              label: desk.category,
              kind: 'radios',
              required: true,
              options: options(desk.categories, desk.categoryHelp),
            },
            { name: 'comment', label: forms.comment, kind: 'area', rows: 2, max: 2000 },
          ]}
          send={(values, key) =>
            call(replyDoors.submitReply, {
              params,
              body: {
                category: as<BodyOf<typeof replyDoors.submitReply>['category']>(values, 'category'),
                ...commented(values),
              },
              key,
            })
          }
        />
      );
    case 'review': {
      const stage = reviewStages.find((one) => one === reply.state) ?? 'division';
      return (
        <CommandForm
          {...common}
          initial={{ verdict: 'pass' }}
          fields={(values) => reviewFields(stage, values)}
          submit={(values) => (values['verdict'] === 'return' ? forms.sendBack : forms.pass)}
          send={(values, key) =>
            call(replyDoors.reviewReply, {
              params,
              body: {
                verdict: values['verdict'] === 'return' ? 'return' : 'pass',
                ...commented(values),
                ...(stage === 'secrecy' && values['verdict'] !== 'return'
                  ? {
                      publicity: as<NonNullable<BodyOf<typeof replyDoors.reviewReply>['publicity']>>(
                        values,
                        'publicity',
                      ),
                      ...(values['publicityReason'] ? { publicityReason: values['publicityReason'] } : {}),
                    }
                  : {}),
              },
              key,
            })
          }
        />
      );
    }
    case 'sign':
      return <SignForm reply={reply.code} draftName={draftName} done={done} />;
    case 'number':
      return <NumberForm {...asked} reply={reply} />;
    case 'deliver':
      return (
        <CommandForm
          {...common}
          key={today}
          initial={{ on: today, way: '当面送达' }}
          fields={() => [
            { name: 'on', label: forms.on, kind: 'date', required: true },
            {
              name: 'way',
              label: forms.deliverWay,
              kind: 'radios',
              required: true,
              options: options(forms.deliverWays),
            },
          ]}
          send={(values, key) =>
            call(replyDoors.deliverReply, {
              params,
              body: { on: values['on'] ?? '', way: values['way'] ?? '' },
              key,
            })
          }
        />
      );
    case 'again':
      return (
        <CommandForm
          {...common}
          fields={() => [
            {
              name: 'reason',
              label: forms.againReason,
              hint: forms.againHint,
              kind: 'area',
              required: true,
              atLeast: 5,
              max: 2000,
            },
          ]}
          send={(values, key) =>
            call(replyDoors.handleAgain, { params, body: { reason: values['reason'] ?? '' }, key })
          }
        />
      );
    case 'publish':
      return (
        <CommandForm
          {...common}
          intro={<p>{say(forms.publishLine)}</p>}
          fields={() => []}
          send={(_, key) => call(replyDoors.publishReply, { params, body: {}, key })}
        />
      );
    case 'archive':
      return (
        <CommandForm
          {...common}
          intro={<p>{say(forms.archiveLine)}</p>}
          fields={() => []}
          send={(_, key) => call(replyDoors.archiveReply, { params, body: {}, key })}
        />
      );
    default:
      return null;
  }
}

const onReply = new Set(['submit', 'review', 'sign', 'number', 'deliver', 'again', 'publish', 'archive']);

/** The form of one step. */
export function ActionForm(asked: ActionAsked): ReactNode {
  if (asked.step.action === 'feedback') {
    const last = asked.of.replies.toSorted((one, other) => one.round - other.round).at(-1);
    return last === undefined ? null : <FeedbackForm {...asked} reply={last} />;
  }
  if (!onReply.has(asked.step.action)) return <SuggestionAction {...asked} />;
  return asked.reply === null ? null : <ReplyAction {...asked} reply={asked.reply} />;
}
