/** Laboratories, centres and other platforms, and the official acts that made them what they are. */
import {
  type RowOf,
  choice,
  code,
  date,
  flag,
  integer,
  optional,
  record,
  reference,
  text,
} from '#kernel/contract/record.ts';
import { words } from '#kernel/contract/words.ts';

/** Official acts, in the order a platform goes through them. */
const acts = {
  filed: words('备案', 'Filed'),
  recognised: words('认定', 'Recognised'),
  approved: words('批准', 'Approved'),
  'construction-started': words('启动建设', 'Construction started'),
  operating: words('投入运行', 'Operating'),
  'national-sequence': words('纳入全国重点实验室管理序列', 'Entered the national sequence'),
};

/** Platforms. A classified one is only stated to exist. */
export const platform = record({
  id: 'platforms.platform',
  belongs: [{ region: 'region' }, { organisation: 'host' }],
  keptBy: 'region',
  label: words('创新平台', 'Platforms'),
  title: 'name',
  fields: {
    code: code(words('平台编号', 'Platform number')),
    name: text(words('名称', 'Name')),
    kind: choice(words('类别', 'Kind'), {
      'national-key-laboratory': words('国家（全国）重点实验室', 'National key laboratory'),
      'defence-key-laboratory': words('国防重点实验室', 'Defence key laboratory'),
      'belt-road-laboratory': words('“一带一路”联合实验室', 'Belt and Road joint laboratory'),
      'provincial-laboratory': words('省实验室', 'Provincial laboratory'),
      'provincial-key-laboratory': words('省重点实验室', 'Provincial key laboratory'),
      'innovation-centre': words('省科技创新中心', 'Provincial innovation centre'),
      'clinical-centre': words('省临床医学研究中心', 'Provincial clinical research centre'),
      'international-laboratory': words('省国际合作实验室', 'Provincial international laboratory'),
      'joint-laboratory': words('校企联合实验室', 'University–enterprise joint laboratory'),
      'engineering-centre': words('省工程中心', 'Provincial engineering centre'),
      'engineering-laboratory': words('省工程实验室', 'Provincial engineering laboratory'),
      'proof-of-concept-centre': words('概念验证中心', 'Proof-of-concept centre'),
      'pilot-scale-centre': words('中试中心', 'Pilot-scale centre'),
    }),
    host: optional(reference(words('依托单位', 'Host'), 'directory.organisation')),
    region: optional(reference(words('所在区划', 'Region'), 'directory.region')),
    classified: flag(words('是否涉密', 'Classified')),
    endedOn: optional(date(words('撤销日期', 'Ended on'))),
  },
  life: [
    ...Object.entries(acts).map(([act, state]) => ({
      on: 'on',
      state,
      from: { register: 'platforms.platform-act', by: 'platform', where: { act } },
      onlyWhenReached: true,
    })),
    { on: 'endedOn', state: words('撤销', 'Ended'), onlyWhenReached: true },
  ],
});

/** Official acts on a platform. Filing, recognition, approval and evaluation are different things. */
export const platformAct = record({
  id: 'platforms.platform-act',
  belongs: [{ of: 'platform' }],
  keptBy: 'region',
  label: words('平台事项', 'Acts on platforms'),
  key: ['platform', 'act', 'on'],
  title: 'platform',
  fields: {
    platform: reference(words('平台', 'Platform'), 'platforms.platform'),
    act: choice(words('事项', 'Act'), acts),
    on: date(words('日期', 'Date')),
    batch: optional(integer(words('批次', 'Batch'), { min: 1, max: 99 })),
    revokedOn: optional(date(words('取消日期', 'Revoked on'))),
    instrument: optional(reference(words('依据文件', 'Instrument'), 'policies.instrument')),
  },
  life: [
    { on: 'on', state: words('办理', 'Done') },
    { on: 'revokedOn', state: words('取消', 'Revoked') },
  ],
  inOrder: [['on', 'revokedOn']],
});

export const platformRecords = [platform, platformAct] as const;

export type PlatformAct = RowOf<typeof platformAct>['act'];
