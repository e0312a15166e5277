/** Files kept with records: upload, attach, read, withdraw. */
import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { attachmentLimits } from './limits.ts';
import { words } from './words.ts';

/** SHA-256 of a file's bytes, hexadecimal: its name in the store. */
export const FileHash = z.string().regex(/^[0-9a-f]{64}$/, {
  error: '应为文件的 SHA-256（64 位十六进制） | must be the SHA-256 of a file (64 hexadecimal digits)',
});

/** A name as people gave it: shown, never used as a path. */
export const GivenName = z.string().trim().min(1).max(1000);

export const StoredFile = z.object({
  hash: FileHash,
  size: z.int(),
  /** Media type found in the content. */
  type: z.string(),
  name: z.string(),
});
export type StoredFile = z.infer<typeof StoredFile>;

const Reason = z
  .string()
  .trim()
  .min(2, { error: '请填写理由（至少 2 个字） | give a reason of at least 2 characters' })
  .max(500, { error: '理由至多 500 个字符 | a reason has at most 500 characters' });

export const AttachmentShape = StoredFile.extend({
  id: z.string(),
  /** What the file is to the record: 合同, 到账凭证. */
  kind: z.string().nullable(),
  addedBy: z.string(),
  addedAt: z.string(),
  /** Shown in the page: a raster picture or a PDF. */
  previewed: z.boolean(),
  withdrawnAt: z.string().nullable(),
  withdrawnBy: z.string().nullable(),
  withdrawnReason: z.string().nullable(),
});
export type AttachmentShape = z.infer<typeof AttachmentShape>;

const OfRecord = z.object({ register: z.string().max(100), code: z.string().max(500) });
const One = z.object({ attachment: z.uuid() });
const none = z.object({});

export const uploadFile = endpoint({
  method: 'POST',
  path: '/api/uploads',
  summary: words(
    '上传一个文件（内容为请求体；一天内附到记录或用于导入，否则删除）',
    'Upload a file as the request’s body; removed after a day unless it is attached or imported',
  ),
  permission: 'register.write',
  params: none,
  query: z.object({ name: GivenName }),
  bodyType: 'application/octet-stream',
  answer: StoredFile,
});

export const listAttachments = endpoint({
  method: 'GET',
  path: '/api/registers/:register/records/:code/attachments',
  summary: words('一条记录的材料', 'Documents kept with a record'),
  permission: 'register.read',
  params: OfRecord,
  query: none,
  answer: z.object({
    attachments: z.array(AttachmentShape),
    /** Whether the reader may add and withdraw. */
    writable: z.boolean(),
  }),
});

export const addAttachment = endpoint({
  method: 'POST',
  path: '/api/registers/:register/records/:code/attachments',
  summary: words('把已上传的文件附到记录', 'Attach an uploaded file to a record'),
  permission: 'register.write',
  params: OfRecord,
  query: none,
  body: z.object({
    hash: FileHash,
    name: GivenName,
    kind: z
      .string()
      .trim()
      .min(1)
      .max(attachmentLimits.kindCharacters, {
        error: `材料类别至多 ${attachmentLimits.kindCharacters} 个字符 | the kind of a document has at most ${attachmentLimits.kindCharacters} characters`,
      })
      .nullable()
      .default(null),
  }),
  answer: AttachmentShape,
});

export const downloadAttachment = endpoint({
  method: 'GET',
  path: '/api/attachments/:attachment',
  summary: words('下载一份材料', 'Download a document'),
  permission: 'register.read',
  params: One,
  query: none,
  answer: z.unknown(),
  answerType: 'application/octet-stream',
});

export const previewAttachment = endpoint({
  method: 'GET',
  path: '/api/attachments/:attachment/preview',
  summary: words('在页面中查看一份材料（图片、PDF）', 'Show a document in the page (pictures, PDF)'),
  permission: 'register.read',
  params: One,
  query: none,
  answer: z.unknown(),
  answerType: 'application/octet-stream',
});

export const withdrawAttachment = endpoint({
  method: 'DELETE',
  path: '/api/attachments/:attachment',
  summary: words('撤下一份材料（留痕，不删除文件）', 'Withdraw a document; it stays in the record’s past'),
  permission: 'register.write',
  params: One,
  query: z.object({ reason: Reason }),
  answer: AttachmentShape,
});

export const downloadJobFile = endpoint({
  method: 'GET',
  path: '/api/jobs/:job/file',
  summary: words('下载任务留下的文件', 'Download the file a job left'),
  permission: 'register.read',
  params: z.object({ job: z.uuid() }),
  query: none,
  answer: z.unknown(),
  answerType: 'application/octet-stream',
});
