import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { useSpeech } from '#kernel/web/language.ts';
import { ProblemNote, Skeleton } from '#kernel/web/Problem.tsx';
import { ask } from '#kernel/web/queries.ts';
import { call } from '#kernel/web/call.ts';
import type { checkReply } from '../../contract.ts';
import { replyDoors } from '../doors.ts';
import { CommandForm } from './CommandForm.tsx';
import { forms } from './words.ts';

type Checked = z.output<(typeof checkReply)['answer']>;
type Entry = Checked['entries'][number];

/** What may be signed only with a reason. */
const needsReason = ({ verdict }: Entry): boolean => verdict !== 'holds' && verdict !== 'other';

const fieldOf = (index: number): string => `override${index}`;

function Counts({ counts }: { counts: Checked['counts'] }) {
  const { say } = useSpeech();
  const kinds = ['holds', 'contradicts', 'inconsistent', 'ambiguous', 'uncited'] as const;
  return (
    <ul className="verdict-counts">
      {kinds
        .filter((kind) => (counts[kind] ?? 0) > 0)
        .map((kind) => (
          <li key={kind} data-verdict={kind}>
            <b>{counts[kind]}</b> {say(forms.counts[kind])}
          </li>
        ))}
    </ul>
  );
}

/** The decision of the signer: sign, with a reason for each number without support, or send back. */
export function SignForm({
  reply,
  draftName,
  done,
}: {
  reply: string;
  draftName: string;
  done: () => unknown;
}) {
  const { say } = useSpeech();
  const checked = useQuery({ ...ask(replyDoors.checkReply, { params: { reply } }), staleTime: 0 });
  if (checked.error !== null && !checked.data)
    return <ProblemNote failure={checked.error} retry={checked.refetch} />;
  if (!checked.data)
    return (
      <>
        <p className="quiet" role="status">
          {say(forms.checking)}
        </p>
        <Skeleton lines={4} />
      </>
    );
  const { entries, counts } = checked.data;
  const open = entries.filter(needsReason);
  // Two places may share a key only when they are one and the same to the signer.
  const byKey = [...new Map(open.map((entry) => [entry.key, entry])).values()];
  return (
    <CommandForm
      draftName={draftName}
      initial={{ verdict: 'sign' }}
      intro={
        <div className="check-result" data-clear={open.length === 0 || undefined}>
          <p>{say(open.length === 0 ? forms.allHold(counts.holds ?? 0) : forms.toOverride(open.length))}</p>
          <Counts counts={counts} />
        </div>
      }
      fields={(values) => [
        {
          name: 'verdict',
          label: forms.signVerdict,
          kind: 'radios',
          required: true,
          options: [
            { value: 'sign', label: forms.sign, help: forms.signHelp },
            { value: 'return', label: forms.sendBack, help: forms.sendBackHelp },
          ],
        },
        ...(values['verdict'] === 'sign'
          ? byKey.map((entry, index) => ({
              name: fieldOf(index),
              label: forms.overrideReason(entry.text),
              hint: entry.phrase
                ? {
                    zh: `${entry.reason.zh} ${forms.trueValue(entry.phrase.zh).zh}`,
                    en: `${entry.reason.en} ${forms.trueValue(entry.phrase.en).en}`,
                  }
                : entry.reason,
              kind: 'area' as const,
              rows: 2,
              required: true,
              atLeast: 5,
              max: 2000,
            }))
          : []),
        {
          name: 'comment',
          label: values['verdict'] === 'return' ? forms.reviewComment : forms.comment,
          kind: 'area',
          rows: 3,
          max: 2000,
          required: values['verdict'] === 'return',
        },
      ]}
      submit={(values) => (values['verdict'] === 'return' ? forms.sendBack : forms.sign)}
      fieldAt={(at) => {
        const index = /^\/body\/overrides\/(\d+)(?:\/|$)/.exec(at)?.[1];
        if (index !== undefined) return fieldOf(Number(index));
        const named = byKey.findIndex(({ key }) => at.endsWith(key));
        return named >= 0 ? fieldOf(named) : /^\/body\/(\w+)/.exec(at)?.[1];
      }}
      send={(values, key) =>
        call(replyDoors.signReply, {
          params: { reply },
          body: {
            verdict: values['verdict'] === 'return' ? 'return' : 'sign',
            ...(values['comment'] ? { comment: values['comment'] } : {}),
            overrides:
              values['verdict'] === 'return'
                ? []
                : byKey.map((entry, index) => ({ key: entry.key, reason: values[fieldOf(index)] ?? '' })),
          },
          key,
        })
      }
      done={done}
    />
  );
}
