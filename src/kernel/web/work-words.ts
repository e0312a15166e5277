/** Words of jobs and of documents kept with records. */
import type { JobState } from '#kernel/contract/jobs.ts';
import { words, type Words } from '#kernel/contract/words.ts';

const grouped = (n: number): string => n.toLocaleString('en-GB');

export const workUi = {
  // jobs
  jobs: words('我的任务', 'My jobs'),
  jobsLine: words(
    '导入、导出等需要时间的工作在后台进行：可以离开页面，服务器重启后接着做，做完的保留 90 天。',
    'Imports, exports and other long work go on in the background: you may leave the page, they go on after a restart, and stay here for 90 days.',
  ),
  noJobs: words(
    '还没有任务。从任一登记册的“导入”或“导出”开始，进度会出现在这里。',
    'There are no jobs yet. Start an import or export from any register, and its progress appears here.',
  ),
  tray: words('后台任务', 'Background jobs'),
  allJobs: words('全部任务', 'All jobs'),
  running: (n: number) => words(`${n} 个任务进行中`, n === 1 ? '1 job under way' : `${n} jobs under way`),
  finished: (n: number) => words(`${n} 个任务已结束`, n === 1 ? '1 job has ended' : `${n} jobs have ended`),
  states: {
    waiting: words('排队中', 'Waiting'),
    running: words('进行中', 'Running'),
    done: words('已完成', 'Done'),
    failed: words('未完成', 'Not done'),
    cancelled: words('已取消', 'Cancelled'),
  } satisfies Record<JobState, Words>,
  cancelling: words('正在取消', 'Cancelling'),
  progress: (done: number, total: number | null) =>
    total === null
      ? words(grouped(done), grouped(done))
      : words(`${grouped(done)} / ${grouped(total)}`, `${grouped(done)} of ${grouped(total)}`),
  progressOf: (title: Words) => words(`${title.zh} 的进度`, `Progress of ${title.en}`),
  cancel: words('取消', 'Cancel'),
  cancelOf: (title: Words) => words(`取消：${title.zh}`, `Cancel: ${title.en}`),
  dismiss: words('收起', 'Dismiss'),
  dismissOf: (title: Words) => words(`收起：${title.zh}`, `Dismiss: ${title.en}`),
  seeResult: words('查看结果', 'See the result'),
  takeFile: (name: string) => words(`下载 ${name}`, `Download ${name}`),
  faults: (n: number) => words(`共 ${grouped(n)} 处问题`, n === 1 ? '1 fault' : `${grouped(n)} faults`),
  moreFaults: (n: number) =>
    words(`另有 ${grouped(n)} 处，见任务留下的文件。`, `and ${grouped(n)} more; see the file the job left.`),
  submitted: words('提交', 'Submitted'),
  ended: words('结束', 'Ended'),
  // documents
  documents: words('材料', 'Documents'),
  noDocuments: words('还没有材料。', 'No documents yet.'),
  noDocumentsYet: words(
    '还没有材料。把合同、到账凭证、审查意见等放在这里，随记录一同保存和查阅。',
    'No documents yet. Put contracts, receipts and opinions here; they are kept and read with the record.',
  ),
  choose: words('选择文件', 'Choose files'),
  orDrop: words('或拖到这里', 'or drop them here'),
  limit: (megabytes: number) =>
    words(
      `PDF、图片、DOCX、XLSX、PPTX、OFD、TXT、CSV，每个不超过 ${megabytes} MB`,
      `PDF, pictures, DOCX, XLSX, PPTX, OFD, TXT, CSV, each at most ${megabytes} MB`,
    ),
  kind: words('材料类别', 'Kind'),
  kindHint: words('如 合同、到账凭证（可不填）', 'such as contract, receipt (optional)'),
  sending: (name: string) => words(`正在上传 ${name}`, `Uploading ${name}`),
  checking: words('正在检查', 'Being checked'),
  notAdded: (name: string) => words(`“${name}”没有添加`, `“${name}” was not added`),
  tooLarge: (name: string, size: string, megabytes: number) =>
    words(
      `“${name}”有 ${size}，超过 ${megabytes} MB。请压缩图片、降低扫描分辨率，或分成几个文件。`,
      `“${name}” has ${size}, more than ${megabytes} MB. Compress its pictures, scan at a lower resolution, or split it.`,
    ),
  lostLine: words(
    '网络中断，没有上传完。已上传的材料不受影响，请重新选择这个文件。',
    'The connection was lost before the end. What was added before is kept; choose this file again.',
  ),
  added: (by: string, at: string) => words(`${by} · ${at}`, `${by} · ${at}`),
  preview: words('查看', 'View'),
  previewOf: (name: string) => words(`查看 ${name}`, `View ${name}`),
  inNewTab: words('在新窗口中打开', 'Opens in a new tab'),
  download: words('下载', 'Download'),
  downloadOf: (name: string) => words(`下载 ${name}`, `Download ${name}`),
  withdraw: words('撤下', 'Withdraw'),
  withdrawOf: (name: string) => words(`撤下 ${name}`, `Withdraw ${name}`),
  withdrawTitle: (name: string) => words(`撤下“${name}”`, `Withdraw “${name}”`),
  withdrawLine: words(
    '撤下后不再列为这条记录的材料；文件与撤下的理由留在记录中，可以查到。',
    'It is no longer listed among the record’s documents. The file and the reason stay, and can be looked up.',
  ),
  withdrawn: (n: number) => words(`已撤下的 ${n} 份`, n === 1 ? '1 withdrawn' : `${n} withdrawn`),
  withdrawnBy: (by: string, at: string, reason: string) =>
    words(`${by} 于 ${at} 撤下：${reason}`, `Withdrawn by ${by}, ${at}: ${reason}`),
  types: {
    'application/pdf': words('PDF', 'PDF'),
    'image/png': words('图片', 'Picture'),
    'image/jpeg': words('图片', 'Picture'),
    'image/webp': words('图片', 'Picture'),
    'image/gif': words('图片', 'Picture'),
    'text/plain': words('文本', 'Text'),
    'text/csv': words('CSV', 'CSV'),
    'application/ofd': words('OFD', 'OFD'),
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document': words('Word', 'Word'),
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': words('Excel', 'Excel'),
    'application/vnd.openxmlformats-officedocument.presentationml.presentation': words(
      'PowerPoint',
      'PowerPoint',
    ),
  } as Record<string, Words>,
  close: words('关闭', 'Close'),
};
