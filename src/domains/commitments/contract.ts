/** The letter's frame: areas of work, measures taken, and the next steps somebody must keep. */
import { code, date, flag, integer, optional, record, reference, text } from '#kernel/contract/record.ts';
import { words } from '#kernel/contract/words.ts';

/** Areas of work, as the letter numbers its suggestions. */
export const area = record({
  id: 'commitments.area',
  label: words('工作方面', 'Areas of work'),
  title: 'title',
  fields: {
    code: code(words('方面编号', 'Area number')),
    number: integer(words('序号', 'Order'), { min: 1, max: 99 }),
    title: text(words('名称', 'Title')),
    titleEn: text(words('英文名称', 'English title')),
  },
});

/** Measures taken in an area (主要措施). */
export const areaMeasure = record({
  id: 'commitments.area-measure',
  label: words('主要措施', 'Measures taken'),
  title: 'title',
  fields: {
    code: code(words('措施编号', 'Measure number')),
    area: reference(words('方面', 'Area'), 'commitments.area'),
    order: integer(words('序号', 'Order'), { min: 1, max: 999 }),
    title: text(words('内容', 'Text'), { max: 500 }),
    titleEn: text(words('英文内容', 'English text'), { max: 500 }),
    sample: flag(words('是否示例', 'Is an example')),
  },
});

/** Next steps (下步打算), kept by somebody. */
export const commitment = record({
  id: 'commitments.commitment',
  label: words('下步打算', 'Next steps'),
  title: 'title',
  fields: {
    code: code(words('承诺编号', 'Commitment number')),
    area: reference(words('方面', 'Area'), 'commitments.area'),
    order: integer(words('序号', 'Order'), { min: 1, max: 999 }),
    title: text(words('内容', 'Text'), { max: 500 }),
    titleEn: text(words('英文内容', 'English text'), { max: 500 }),
    owner: optional(reference(words('责任部门', 'Owner'), 'directory.organisation')),
    promisedOn: date(words('承诺日期', 'Promised on')),
    dueOn: optional(date(words('完成期限', 'Due on'))),
    keptOn: optional(date(words('兑现日期', 'Kept on'))),
    sample: flag(words('是否示例', 'Is an example')),
  },
  life: [
    { on: 'promisedOn', state: words('承诺', 'Promised') },
    { on: 'dueOn', state: words('到期', 'Due') },
    { on: 'keptOn', state: words('兑现', 'Kept') },
  ],
});

export const commitmentRecords = [area, areaMeasure, commitment] as const;
