/** The ledger of promises (台账) as a workbook to be printed: one row for each, as the page shows it. */
import type { Writable } from 'node:stream';
import type { Language, Words } from '#kernel/contract/words.ts';
import { openWorkbookWriter, type SheetColumn } from '#kernel/sheets/write-workbook.ts';
import type { CommitmentShape } from './contract.ts';
import type { PromiseList } from './read.ts';
import type { State } from './rules.ts';

const columns: readonly { heading: Words; kind: SheetColumn['kind']; width: number }[] = [
  { heading: { zh: '序号', en: 'No.' }, kind: 'integer', width: 6 },
  { heading: { zh: '事项', en: 'Commitment' }, kind: 'text', width: 34 },
  { heading: { zh: '来源', en: 'Source' }, kind: 'text', width: 20 },
  { heading: { zh: '责任单位', en: 'Owner' }, kind: 'text', width: 16 },
  { heading: { zh: '配合单位', en: 'With' }, kind: 'text', width: 16 },
  { heading: { zh: '目标', en: 'Target' }, kind: 'text', width: 24 },
  { heading: { zh: '进展', en: 'Progress' }, kind: 'text', width: 32 },
  { heading: { zh: '完成时限', en: 'Due' }, kind: 'day', width: 12 },
  { heading: { zh: '状态', en: 'State' }, kind: 'text', width: 13 },
  { heading: { zh: '备注', en: 'Remarks' }, kind: 'text', width: 26 },
];

const states: Readonly<Record<State, Words>> = {
  promised: { zh: '已承诺', en: 'Promised' },
  'in-progress': { zh: '进行中', en: 'In progress' },
  overdue: { zh: '逾期', en: 'Overdue' },
  kept: { zh: '已兑现', en: 'Kept' },
  dropped: { zh: '不再办理', en: 'Dropped' },
};

export const ledgerName = (asOf: string): Words => ({
  zh: `承诺台账（${asOf}）`,
  en: `Ledger of promises, ${asOf}`,
});

function stateText({ state, daysLate, keptBy, keptAfterDate }: CommitmentShape): Words {
  const label = states[state];
  if (state === 'overdue' && daysLate !== null)
    return { zh: `${label.zh} ${daysLate} 天`, en: `${label.en} by ${daysLate} days` };
  if (state !== 'kept') return label;
  const late = keptAfterDate ? { zh: '（晚于期限）', en: ' after its date' } : { zh: '', en: '' };
  const by = keptBy === 'figure' ? { zh: '（指标已达）', en: ' by its figure' } : { zh: '', en: '' };
  return { zh: label.zh + by.zh + late.zh, en: label.en + by.en + late.en };
}

function targetText({ target }: CommitmentShape): Words {
  const figure = target?.figure;
  const words = target?.text ?? '';
  if (!figure) return { zh: words, en: words };
  const now = figure.reading.phrase;
  const join = words === '' ? '' : '\n';
  return {
    zh: `${words}${join}${figure.label.zh}：${now.zh}／${figure.phrase.zh}`,
    en: `${words}${join}${figure.label.en}: ${now.en} of ${figure.phrase.en}`,
  };
}

function progressText({ progress: [last] }: CommitmentShape): Words {
  if (!last) return { zh: '', en: '' };
  const share =
    last.percent === null ? { zh: '', en: '' } : { zh: `（${last.percent}%）`, en: ` (${last.percent}%)` };
  return { zh: `${last.on} ${last.text.zh}${share.zh}`, en: `${last.on} ${last.text.en}${share.en}` };
}

/** What else must be said of it: examples, changed dates, evidence, reasons, the answer given or still owed. */
function remarks(promise: CommitmentShape): Words {
  const parts: Words[] = [];
  const { moves, answers } = promise;
  const answer = answers.at(-1);
  const say = (zh: string, en: string): void => void parts.push({ zh, en });
  if (promise.sample) say('示例', 'Example');
  else if (promise.planSample) say('期限、目标为示例', 'Date and target are examples');
  for (const move of moves)
    say(
      `${move.from ?? '未定'}→${move.to}：${move.reason}`,
      `${move.from ?? 'no date'} → ${move.to}: ${move.reason}`,
    );
  if (promise.keptEvidence !== null)
    say(`兑现依据：${promise.keptEvidence}`, `Evidence: ${promise.keptEvidence}`);
  if (promise.keptReason !== null)
    say(`未达目标的理由：${promise.keptReason}`, `Below the target because: ${promise.keptReason}`);
  if (promise.dropReason !== null)
    say(`不再办理：${promise.dropReason}`, `Dropped because: ${promise.dropReason}`);
  if (answer) say(`${answer.on} 已回告`, `Answered on ${answer.on}`);
  else if (promise.answerOwed) say('待回告', 'Answer owed');
  return { zh: parts.map(({ zh }) => zh).join('；'), en: parts.map(({ en }) => en).join('; ') };
}

/** Writes the ledger of what a listing shows. */
export async function writeLedger(
  stream: Writable,
  { areas, asOf }: Pick<PromiseList, 'areas'> & { asOf: string },
  language: Language,
): Promise<void> {
  const workbook = await openWorkbookWriter(stream);
  const promises = areas.flatMap(({ commitments }) => commitments);
  const sheet = workbook.addPrinted(
    { zh: '承诺台账', en: 'Promises' }[language],
    columns.map(({ heading, ...column }) => ({ ...column, heading: heading[language] })),
    {
      title: { zh: '承诺台账', en: 'Ledger of promises' }[language],
      line: {
        zh: `截至 ${asOf}，共 ${promises.length} 项；状态按当日记录和指标计算`,
        en: `As of ${asOf}, ${promises.length} in all; states are reckoned from records and figures of that day`,
      }[language],
      footer: { zh: '第 &P 页，共 &N 页', en: 'Page &P of &N' }[language],
    },
  );
  promises.forEach((promise, place) => {
    const source = promise.source;
    const name = source?.name?.[language];
    sheet.write({
      values: [
        String(place + 1),
        promise.text[language],
        source === null ? '' : [source.label[language], ...(name === undefined ? [] : [name])].join('\n'),
        promise.owner?.name ?? '',
        promise.coOwners.map((one) => one.name).join({ zh: '、', en: ', ' }[language]),
        targetText(promise)[language],
        progressText(promise)[language],
        promise.dueOn,
        stateText(promise)[language],
        remarks(promise)[language],
      ],
    });
  });
  sheet.close();
  await workbook.finish();
}
