/** From a cell of a table to the value its field's shape expects, or to what is wrong with it and how to mend it. */
import { toFollow, type Field } from '#kernel/contract/record.ts';
import { words, type Words } from '#kernel/contract/words.ts';
import type { Cell } from '#kernel/sheets/cell.ts';

/** What a cell came to: a value for the shape to judge, or a fault already known. */
export type Meaning = { value: unknown; warning?: CellWarning } | { fault: Words };

/** What a reader should know of a cell that is no fault. */
export type CellWarning = 'blanks-trimmed' | 'number-as-text';

/** What a spreadsheet made of a number of more than 15 digits: `1.23E+17`. */
const scientific = /^\d(?:\.\d+)?E\+\d{2,3}$/i;
const separated = /^[¥￥]?\s*(-?\d{1,3}(?:[,，]\d{3})+|-?\d+)(\.\d+)?\s*元?$/;
const writtenDay = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+00:00(?::00)?)?$/;
const packedDay = /^((?:19|20|21)\d{2})(\d{2})(\d{2})$/;

const padded = (year: string, month: string, day: string): string =>
  `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;

const digitsLost = words(
  '数字超过 15 位，Excel 已丢失末尾的数字；请把该列设为“文本”格式后重新填写',
  'Excel has lost the last digits of a number of more than 15; set the column to Text and enter it again',
);

/** Reads one cell of a field. An empty one is null. */
export function readCell(field: Field, cell: Cell): Meaning {
  if (cell === null) return { value: null };
  if (typeof cell === 'string') return readText(field, cell);
  switch (cell.is) {
    case 'formula':
      return {
        fault: words(
          '单元格是公式（以 =、+ 或 @ 开头）；请粘贴为数值',
          'The cell is a formula (it begins with =, + or @); paste its value',
        ),
      };
    case 'error':
      return {
        fault: words(
          `单元格是错误值 ${cell.text}；请填写正确的值或清空`,
          `The cell holds the error ${cell.text}; enter the right value or empty it`,
        ),
      };
    case 'long':
      return {
        fault: words(
          '单元格超过 32,767 个字符；请缩短',
          'The cell holds more than 32,767 characters; shorten it',
        ),
      };
    case 'flag':
      return readFlag(field, cell.value);
    case 'date':
      return readDay(field, cell);
    case 'number':
      return readNumber(field, cell);
  }
}

/** The value a text stands for; what does not fit is left as it is for the shape to refuse. */
function readText(field: Field, text: string): Meaning {
  const trimmed = text.trim();
  if (trimmed === '') return { value: null };
  if (field.mayFollow && isToFollow(trimmed)) return { value: toFollow };
  const warning = trimmed === text ? {} : { warning: 'blanks-trimmed' as const };
  switch (field.kind) {
    case 'integer':
    case 'decimal':
    case 'money':
      return readWrittenNumber(field, trimmed.normalize('NFKC'));
    case 'date':
      return { value: spellDay(trimmed.normalize('NFKC')) };
    case 'flag':
      return { value: flags[trimmed.toLowerCase()] ?? trimmed };
    case 'choice':
      return { value: findChoice(field, trimmed) };
    default:
      return scientific.test(trimmed) ? { fault: digitsLost } : { value: trimmed, ...warning };
  }
}

/** Whether a text says that a value comes later. */
export const isToFollow = (text: string): boolean => text === toFollow || text.toLowerCase() === 'to follow';

const flags: Readonly<Record<string, boolean>> = {
  是: true,
  否: false,
  yes: true,
  no: false,
  true: true,
  false: false,
};

function findChoice(field: Field, text: string): string {
  const wanted = text.toLowerCase();
  const found = Object.entries(field.choices ?? {}).find(([value, label]) =>
    [value, label.zh, label.en].some((name) => name.toLowerCase() === wanted),
  );
  return found?.[0] ?? text;
}

/** `2024-5-27`, `2024/5/27`, `2024.5.27`, `2024年5月27日`, `20240527`; anything else stays as it is. */
function spellDay(text: string): string {
  const [, year, month, day] = writtenDay.exec(text) ?? packedDay.exec(text) ?? [];
  return year && month && day ? padded(year, month, day) : text;
}

function readWrittenNumber(field: Field, text: string): Meaning {
  if (text.endsWith('%')) return { fault: percentWords(text, text.slice(0, -1).trim()) };
  const found = separated.exec(text);
  if (found && !/^-?\d+(\.\d+)?$/.test(text)) {
    const should = `${(found[1] ?? '').replaceAll(/[,，]/g, '')}${found[2] ?? ''}`;
    return {
      fault: words(
        `“${text}”带有千位分隔符或货币符号；请填写 ${should}`,
        `“${text}” has separators or a currency sign; enter ${should}`,
      ),
    };
  }
  if (scientific.test(text)) return { fault: digitsLost };
  return { value: field.kind === 'integer' && /^-?\d{1,15}$/.test(text) ? Number(text) : text };
}

const percentWords = (shown: string, should: string): Words =>
  words(
    `单元格是百分数 ${shown}；本列不写百分号，请填写 ${should}`,
    `The cell holds the percentage ${shown}; this column has no percent sign, enter ${should}`,
  );

/** `0.305` → `30.5`, exactly. */
function timesHundred(text: string): string {
  const [, sign = '', whole = '', part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  const digits = `${whole}${part.padEnd(2, '0')}`;
  const point = whole.length + 2;
  const head = digits.slice(0, point).replace(/^0+(?=\d)/, '');
  const tail = digits.slice(point).replace(/0+$/, '');
  return `${sign}${head}${tail === '' ? '' : `.${tail}`}`;
}

function readNumber(field: Field, cell: Extract<Cell, { is: 'number' }>): Meaning {
  if (cell.lost) return { fault: digitsLost };
  switch (field.kind) {
    case 'integer':
    case 'decimal':
    case 'money':
      if (cell.format === 'percent') {
        const should = timesHundred(cell.text);
        return { fault: percentWords(`${should}%`, should) };
      }
      return { value: field.kind === 'integer' ? Number(cell.text) : cell.text };
    case 'date': {
      const day = spellDay(cell.text);
      return day === cell.text
        ? {
            fault: words(
              `单元格是数字 ${cell.text}，不是日期；请把该列设为日期格式，或填写如 2024-05-27 的日期`,
              `The cell holds the number ${cell.text} and no date; give the column a date format, or enter a day such as 2024-05-27`,
            ),
          }
        : { value: day };
    }
    case 'choice':
      return { value: findChoice(field, cell.text) };
    case 'flag':
      return { value: cell.text };
    default:
      if (cell.format === 'percent')
        return {
          fault: wrongKind(
            `百分数 ${timesHundred(cell.text)}%`,
            `the percentage ${timesHundred(cell.text)}%`,
          ),
        };
      // A number typed into a column of texts may have lost the zeros it began with.
      return {
        value: cell.text,
        ...(cell.format === 'padded' || field.kind === 'reference'
          ? {}
          : { warning: 'number-as-text' as const }),
      };
  }
}

function readFlag(field: Field, value: boolean): Meaning {
  if (field.kind === 'flag') return { value };
  const shown = value ? 'TRUE' : 'FALSE';
  return { fault: wrongKind(`逻辑值 ${shown}`, `the truth value ${shown}`) };
}

function readDay(field: Field, { day, time, serial }: Extract<Cell, { is: 'date' }>): Meaning {
  if (day === null) {
    return {
      fault: words(
        `单元格的日期序列号 ${serial} 不对应任何存在的日期；请重新填写日期`,
        `The cell’s day number ${serial} stands for no day that existed; enter the day again`,
      ),
    };
  }
  if (field.kind !== 'date') {
    return {
      fault: words(
        `Excel 把内容变成了日期 ${day}；请把该列设为“文本”或“常规”格式后重新填写`,
        `Excel made a date of the content (${day}); set the column to Text or General and enter it again`,
      ),
    };
  }
  if (time !== null) {
    return {
      fault: words(
        `单元格含有时间 ${day} ${time}；本列只填日期，请填写 ${day}`,
        `The cell holds a time (${day} ${time}); this column takes a day alone, enter ${day}`,
      ),
    };
  }
  return { value: day };
}

const wrongKind = (zh: string, en: string): Words =>
  words(
    `单元格是${zh}；本列应为文本，请把单元格设为“文本”格式后重新填写`,
    `The cell holds ${en}; this column takes text, set the cell to Text and enter it again`,
  );
