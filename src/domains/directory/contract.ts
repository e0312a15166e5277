/** Who and where: regions, reporting units, organisations, people and the posts they hold. */
import {
  choice,
  code,
  date,
  flag,
  integer,
  identity,
  optional,
  record,
  reference,
  text,
} from '#kernel/contract/record.ts';
import { words } from '#kernel/contract/words.ts';
import { CreditCode, IdentityNumber, RegionCode } from './rules.ts';

const from = words('起始日期', 'From');
const until = words('终止日期', 'Until');

/** The jurisdiction whose platform this is: exactly one row. */
export const jurisdiction = record({
  id: 'directory.jurisdiction',
  belongs: 'everyone',
  label: words('本级辖区', 'Jurisdiction'),
  title: 'name',
  fields: {
    code: code(words('辖区代码', 'Jurisdiction code'), {
      note: words('GB/T 2260 六位代码', 'six digits of GB/T 2260'),
    }),
    name: text(words('名称', 'Name')),
    nameEn: text(words('英文名称', 'English name')),
    department: text(words('主管部门', 'Department')),
    departmentEn: text(words('主管部门英文名', 'Department in English')),
    answeredOn: optional(
      date(words('答复日期', 'Day of answer'), {
        note: words('未选日期时各数字截至此日', 'figures are read as of this day unless another is chosen'),
      }),
    ),
    sample: flag(words('是否示例', 'Is an example'), {
      note: words('是：全部页面标明示例', 'yes: every page says that the data are an example'),
    }),
  },
});

/** Administrative regions with their codes; a code that was replaced keeps its dates. */
export const region = record({
  id: 'directory.region',
  belongs: 'everyone',
  label: words('行政区划', 'Administrative regions'),
  title: 'name',
  fields: {
    code: { ...code(words('区划代码', 'Region code'), { source: 'GB/T 2260' }), shape: RegionCode },
    name: text(words('名称', 'Name')),
    nameEn: optional(text(words('英文名称', 'English name'))),
    level: choice(words('层级', 'Level'), {
      province: words('省级', 'Province'),
      prefecture: words('地级', 'Prefecture'),
      county: words('县级', 'County'),
    }),
    parent: optional(reference(words('上级区划', 'Parent region'), 'directory.region')),
    validFrom: optional(date(words('启用日期', 'Valid from'))),
    validTo: optional(date(words('停用日期', 'Valid until'))),
  },
  inOrder: [['validFrom', 'validTo']],
});

/** Units that report and compete as regions; not the same as administrative regions. */
export const reportingUnit = record({
  id: 'directory.reporting-unit',
  belongs: 'everyone',
  label: words('填报单位', 'Reporting units'),
  title: 'name',
  fields: {
    code: code(words('填报单位代码', 'Reporting unit code')),
    name: text(words('名称', 'Name')),
    nameEn: optional(text(words('英文名称', 'English name'))),
    kind: choice(words('类别', 'Kind'), {
      prefecture: words('市（州）', 'Prefecture'),
      'separate-city': words('单列县级市', 'Separately listed city'),
    }),
    region: reference(words('区划', 'Region'), 'directory.region'),
    within: optional(
      reference(words('所在填报单位', 'Lies within'), 'directory.reporting-unit', {
        note: words(
          '地域上位于另一填报单位之内而单独填报时填写，避免重复计算',
          'the unit it lies inside of while reporting on its own, so that nothing is counted twice',
        ),
      }),
    ),
    validFrom: optional(date(words('启用日期', 'Valid from'))),
    validTo: optional(date(words('停用日期', 'Valid until'))),
    mapColumn: optional(
      integer(words('示意图列', 'Column of the map'), {
        min: 1,
        max: 12,
        note: words('示意图上自西向东第几格', 'its square from west to east on the schematic map'),
      }),
    ),
    mapRow: optional(
      integer(words('示意图行', 'Row of the map'), {
        min: 1,
        max: 12,
        note: words('示意图上自北向南第几格', 'its square from north to south on the schematic map'),
      }),
    ),
  },
});

/** Departments, bureaus, universities, institutes, companies. */
export const organisation = record({
  id: 'directory.organisation',
  belongs: 'everyone',
  label: words('单位', 'Organisations'),
  title: 'name',
  fields: {
    code: code(words('单位编号', 'Organisation number')),
    name: text(words('名称', 'Name')),
    kind: choice(words('类别', 'Kind'), {
      department: words('党政部门', 'Department'),
      bureau: words('市州科技局', 'City bureau'),
      university: words('高等学校', 'University'),
      institute: words('科研院所', 'Research institute'),
      company: words('企业', 'Company'),
      hospital: words('医疗机构', 'Hospital'),
      service: words('服务机构', 'Service provider'),
      other: words('其他', 'Other'),
    }),
    creditCode: optional({
      ...text(words('统一社会信用代码', 'Unified social credit code'), { source: 'GB 32100-2015' }),
      shape: CreditCode.form,
    }),
    creditCodeOverride: optional(
      text(words('代码校验例外理由', 'Reason for accepting a code that fails its check'), {
        max: 500,
        sensitivity: 'staff',
        note: words(
          '代码真实而校验位不符时，写明核对依据',
          'only for a real code whose check digit does not fit: how it was verified',
        ),
      }),
    ),
    region: optional(reference(words('所在区划', 'Region'), 'directory.region')),
    establishedOn: optional(date(words('成立日期', 'Established on'))),
    endedOn: optional(date(words('撤销日期', 'Ended on'))),
  },
  life: [
    { on: 'establishedOn', state: words('成立', 'Established') },
    { on: 'endedOn', state: words('撤销', 'Ended'), onlyWhenReached: true },
  ],
  inOrder: [['establishedOn', 'endedOn']],
  mergeable: {
    alike: [['name'], ['creditCode']],
    sameWords: [
      ['有限责任公司', '有限公司'],
      ['股份有限公司', '股份公司'],
    ],
  },
  check: (row) => CreditCode.check(row.creditCode, row.creditCodeOverride),
});

/** People. The public sees how many a unit has, never who. */
export const person = record({
  id: 'directory.person',
  belongs: [{ organisation: 'organisation' }],
  keptBy: 'organisation',
  label: words('人员', 'People'),
  title: 'name',
  publicView: { as: 'counts', by: 'organisation' },
  fields: {
    code: code(words('人员编号', 'Person number'), { sensitivity: 'personal' }),
    name: text(words('姓名', 'Name'), { sensitivity: 'personal' }),
    identityNumber: optional(
      identity(words('身份证号', 'Identity number'), IdentityNumber, { source: 'GB 11643' }),
    ),
    organisation: reference(words('所在单位', 'Organisation'), 'directory.organisation'),
  },
  mergeable: { alike: [['name', 'organisation'], ['identityNumber']] },
});

/** Posts held in an organisation, with their dates. */
export const post = record({
  id: 'directory.post',
  belongs: [{ organisation: 'organisation' }],
  keptBy: 'organisation',
  label: words('任职', 'Posts'),
  key: ['person', 'organisation', 'title', 'from'],
  title: 'title',
  publicView: { as: 'counts', by: 'organisation' },
  fields: {
    person: reference(words('人员', 'Person'), 'directory.person', { sensitivity: 'personal' }),
    organisation: reference(words('单位', 'Organisation'), 'directory.organisation'),
    title: text(words('职务', 'Post'), { sensitivity: 'personal' }),
    from: date(from),
    until: optional(date(until)),
  },
  life: [
    { on: 'from', state: words('到任', 'Took up') },
    { on: 'until', state: words('离任', 'Left') },
  ],
  inOrder: [['from', 'until']],
});

export const directoryRecords = [jurisdiction, region, reportingUnit, organisation, person, post] as const;
