import { Link, useNavigate } from '@tanstack/react-router';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ColumnShape } from '#kernel/contract/evidence.ts';
import type { Problem } from '#kernel/contract/refusal.ts';
import { call, CallFailed } from '#kernel/web/call.ts';
import { CommandForm, type CommandField, type CommandValues } from '#kernel/web/CommandForm.tsx';
import { Entitled } from '#kernel/web/Entitled.tsx';
import { useAddress, useSpeech } from '#kernel/web/language.ts';
import { Skeleton } from '#kernel/web/Problem.tsx';
import { ask, forgetAnswers } from '#kernel/web/queries.ts';
import { useTitle } from '#kernel/web/title.ts';
import type { NoticeShape } from '../contract.ts';
import { noticeDoors } from './doors.ts';
import { readItemLines, writeItemLines } from './item-lines.ts';
import { useColumns } from './labels.ts';
import { noticeUi } from './words.ts';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/desk.css';
import './notices.css';

/** Fields in the order a person thinks; `items` stands among them. */
const asked = [
  'kind',
  'title',
  'titleEn',
  'text',
  'textEn',
  'document',
  'clause',
  'division',
  'subjectRegister',
  'subjectCode',
  'itemHeading',
  'valueHeading',
  'items',
  'length',
  'counting',
  'firstOn',
  'publishedOn',
  'postedEvidence',
  'shownAt',
  'contact',
  'blocks',
  'blocksEn',
  'objectionStops',
] as const;

/** Where a day or a field may be left to the server although the record has it. */
const leftOut: readonly string[] = ['firstOn', 'publishedOn'];
const long: readonly string[] = ['text', 'textEn'];
const initial: Readonly<Record<string, string>> = { counting: 'working-days', objectionStops: 'all' };

const kindOf = ({ kind, name }: ColumnShape): CommandField['kind'] =>
  long.includes(name) ? 'lines' : kind === 'date' ? 'day' : kind === 'integer' ? 'number' : 'line';

/** What a correction begins with: what is corrected, without names of persons and without its days. */
const givenBy = (notice: NoticeShape): CommandValues => ({
  kind: notice.kind.id,
  title: notice.title.zh,
  text: notice.text.zh,
  document: notice.document,
  clause: notice.clause ?? undefined,
  division: notice.division,
  itemHeading: notice.itemHeading ?? undefined,
  valueHeading: notice.valueHeading ?? undefined,
  items: writeItemLines(
    notice.list.map(({ title, unit, value, note }) => ({
      title,
      ...(unit === null ? {} : { unit }),
      ...(value === null ? {} : { value }),
      ...(note === null ? {} : { note }),
    })),
  ),
  length: String(notice.length),
  counting: notice.counting.id,
  shownAt: notice.shownAt,
  contact: notice.contact,
  blocks: notice.blocks.zh,
  objectionStops: notice.objectionStops.id,
  subjectRegister: notice.subject?.register,
  subjectCode: notice.subject?.code,
  titleEn: notice.title.en === notice.title.zh ? undefined : notice.title.en,
  textEn: notice.text.en === notice.text.zh ? undefined : notice.text.en,
  blocksEn: notice.blocks.en === notice.blocks.zh ? undefined : notice.blocks.en,
});

type Choices = NonNullable<CommandField['choices']>;

function fieldsOf(columns: readonly ColumnShape[], registers: Choices, given: CommandValues): CommandField[] {
  return asked.flatMap((name): CommandField[] => {
    const start = given[name] ?? initial[name];
    const began = start === undefined ? {} : { initial: start };
    if (name === 'items') {
      return [
        {
          name,
          label: noticeUi.fieldItems,
          kind: 'lines',
          rows: 8,
          help: noticeUi.itemsHelp,
          group: noticeUi.groupItems,
          personal: true,
          ...began,
        },
      ];
    }
    const column = columns.find((one) => one.name === name);
    if (!column) return [];
    const choices =
      name === 'subjectRegister'
        ? registers
        : column.choices && Object.entries(column.choices).map(([value, label]) => ({ value, label }));
    const required = column.required === true && !leftOut.includes(name);
    const group = name === 'itemHeading' || name === 'valueHeading' ? noticeUi.groupItems : column.group;
    return [
      {
        name,
        label: required ? column.label : noticeUi.optional(column.label),
        kind: choices ? 'choice' : kindOf(column),
        required,
        ...(long.includes(name) ? { rows: 5 } : {}),
        ...(column.note ? { help: column.note } : {}),
        ...(group ? { group } : {}),
        ...(choices ? { choices } : {}),
        ...began,
      },
    ];
  });
}

/** A fault of one item stands beside the field of all items, and says which. */
function besideItems(problem: Problem): Problem {
  const { faults, ...others } = problem;
  if (!faults) return problem;
  return {
    ...others,
    faults: faults.map((fault) => {
      const line = /^\/body\/items\/(\d+)/.exec(fault.at)?.[1];
      return line === undefined
        ? fault
        : { at: '/body/items', ...noticeUi.inLine(Number(line) + 1, { zh: fault.zh, en: fault.en }) };
    }),
  };
}

async function publish(values: CommandValues, key: string, supersedes: string | undefined) {
  const { items, length, subjectRegister, subjectCode, ...others } = values;
  try {
    return await call(noticeDoors.publishNotice, {
      key,
      // What is missing or no choice goes as it is, for the server to refuse beside its field.
      body: {
        ...others,
        length: length !== undefined && /^\d{1,4}$/.test(length) ? Number(length) : -1,
        items: readItemLines(items ?? ''),
        ...(subjectRegister !== undefined || subjectCode !== undefined
          ? { subject: { register: subjectRegister ?? '', code: subjectCode ?? '' } }
          : {}),
        ...(supersedes === undefined ? {} : { supersedes }),
      } as never,
    });
  } catch (failure) {
    if (failure instanceof CallFailed && failure.problem)
      throw new CallFailed(besideItems(failure.problem), failure.status);
    throw failure;
  }
}

function PublishForm({
  columns,
  corrected,
}: {
  columns: readonly ColumnShape[];
  corrected: NoticeShape | null;
}) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { data } = useQuery(ask('listRegisters', {}));
  const registers = (data ?? []).map(({ id, label }) => ({ value: id, label }));
  return (
    <CommandForm
      title={noticeUi.form}
      line={corrected ? noticeUi.correctLine(corrected.code) : noticeUi.publishLine}
      level={3}
      fields={fieldsOf(columns, registers, corrected ? givenBy(corrected) : {})}
      draftName={corrected ? `notice.correct.${corrected.code}` : 'notice.publish'}
      submit={noticeUi.doPublish}
      away={() => void navigate({ to: '/notices', search: {} })}
      done={() => undefined}
      send={async (values, key) => {
        const { code } = await publish(values, key, corrected?.code);
        await forgetAnswers(queries);
        await navigate({ to: '/notices/$notice', params: { notice: code }, search: {} });
      }}
    />
  );
}

function Form() {
  const { like } = useAddress();
  const columns = useColumns();
  const corrected = useQuery({
    ...ask(noticeDoors.readNotice, { params: { code: like ?? '' } }),
    enabled: like !== undefined,
  });
  if (!columns || (like !== undefined && corrected.isLoading)) return <Skeleton lines={10} />;
  return (
    <PublishForm columns={columns} corrected={like === undefined ? null : (corrected.data?.notice ?? null)} />
  );
}

/** A notice published by hand, or a correction of one. */
export function PublishNotice() {
  const { say } = useSpeech();
  const { like } = useAddress();
  const title = say(like === undefined ? noticeUi.publish : noticeUi.correct);
  useTitle(title);
  return (
    <div className="page narrow notice-publish">
      <Entitled to="notice.publish" title={title}>
        <p className="crumbs">
          <Link to="/notices" search={{}} className="back">
            {say(noticeUi.back)}
          </Link>
        </p>
        <div className="page-head">
          <h1>{title}</h1>
        </div>
        <Form />
      </Entitled>
    </div>
  );
}
