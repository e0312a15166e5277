/** Citations: where a letter states a figure, with its parameters, day, qualifier and unit. */
import { choice, code, date, integer, record, text } from '#kernel/contract/record.ts';
import { words } from '#kernel/contract/words.ts';

/** One citation; comes from `citations.json` of a data folder. */
export const citation = record({
  id: 'figures.citation',
  belongs: 'everyone',
  label: words('引用', 'Citations'),
  title: 'code',
  fields: {
    code: code(words('引用编号', 'Citation')),
    order: integer(words('序号', 'Order'), { min: 1, max: 9999 }),
    figure: text(words('指标', 'Figure'), { max: 80 }),
    params: text(words('指标参数', 'Parameters'), { max: 2000, note: words('JSON', 'JSON') }),
    asOf: date(words('截至日期', 'As of')),
    qualifier: choice(words('修饰词', 'Qualifier'), {
      none: words('无', 'none'),
      over: words('超', 'over'),
      about: words('约', 'about'),
      odd: words('余', 'odd'),
    }),
    unit: text(words('单位', 'Unit'), { max: 40 }),
  },
});

export const citationRecords = [citation] as const;
