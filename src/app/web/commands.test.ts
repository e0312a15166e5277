import { pinyin } from 'pinyin-pro';
import { expect, test } from 'vitest';
import { fitOf } from '#kernel/web/commands.ts';
import { records } from '../slices.ts';
import { commands, registerCommands, verbs } from './commands.ts';

const initialsOf = (text: string): string =>
  pinyin(text, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'removed' }).join('');

test('every page and action has the initials the library gives its name', () => {
  for (const { id, label, initials } of commands)
    expect({ id, initials }).toEqual({ id, initials: initialsOf(label.zh) });
  for (const { label, initials } of Object.values(verbs)) expect(initials).toBe(initialsOf(label.zh));
  expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
});

test('every register is there with its initials, and whether it is entered by hand', () => {
  const described = Object.fromEntries(
    records.map(({ id, label, writtenBy }) => [
      id,
      { initials: initialsOf(label.zh), entered: writtenBy !== 'actions' },
    ]),
  );
  expect(registerCommands).toEqual(described);
});

test('what is typed fits a name from its beginning, within it, by its initials, or not', () => {
  const work = { label: { zh: '工作台', en: 'Work' }, initials: 'gzt' };
  expect(fitOf('gz', work)).toBe(0);
  expect(fitOf('GZT', work)).toBe(0);
  expect(fitOf('作台', work)).toBe(1);
  expect(fitOf(' wor', work)).toBe(0);
  expect(fitOf('', work)).toBeNull();
  expect(fitOf('gztx', work)).toBeNull();
});
