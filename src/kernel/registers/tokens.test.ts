import { pinyin } from 'pinyin-pro';
import { describe, expect, test } from 'vitest';
import { entryOf, isLetters, lettersOf, plainText, soundPattern, tokenQuery, wordsOf } from './tokens.ts';

const open = (text: string | null, named = true) => entryOf([{ class: 'o', named, text }]);

describe('texts as searches compare them', () => {
  test.each([
    ['ＮＭ－２０２４', 'nm-2024'],
    ['吉科发〔2025〕59号（试行）', '吉科发〔2025〕59号(试行)'],
    ['AbC', 'abc'],
    ['É', 'É'],
  ])('%s → %s', (text, plain) => expect(plainText(text)).toBe(plain));

  test.each([
    ['  吉大　赋权 ', ['吉大', '赋权']],
    ['', []],
    [' ', []],
    ['a b c d e f g h i j', ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']],
  ])('words of %j', (search, words) => expect(wordsOf(search)).toEqual(words));
});

describe('first letters', () => {
  test.each([
    ['长', 'cz'],
    ['春', 'c'],
    ['重', 'zc'],
    ['a', 'a'],
    ['7', '7'],
    ['，', ''],
    ['〔', ''],
    ['\u{20BB7}', ''],
  ])('%s → %s', (character, letters) => expect(lettersOf(character)).toBe(letters));

  test('of every name the reading of the library is among those kept', () => {
    const names = [
      '长春大学',
      '吉林大学',
      '重庆',
      '单县',
      '曾凡一',
      '中国科学院长春光学精密机械与物理研究所',
      '乐山',
      '行长',
    ];
    for (const name of names) {
      const readings = pinyin(name, { pattern: 'first', toneType: 'none', type: 'array' });
      const { initials } = open(name);
      expect(initials, name).toMatch(new RegExp(soundPattern(readings.join(''), ['o']), 'u'));
    }
  });
});

describe('what is kept of a row', () => {
  test('pairs, single ends, sounds; nothing over a blank', () => {
    expect(open('长春 A1')).toEqual({
      tokens: ['o长春', 'o春', 'oa1', 'o1', 'Occ', 'Ozc', 'Oca', 'Oa1', 'O1.'],
      initials: 'o<cz><c><a><1>',
    });
  });

  test('fours of letters and digits', () => {
    expect(open('号20240', false).tokens).toEqual([
      'o号2',
      'o20',
      'o2024',
      'o02',
      'o0240',
      'o24',
      'o40',
      'o0',
    ]);
  });

  test('classes are kept apart', () => {
    const entry = entryOf([
      { class: 'o', named: false, text: '甲乙' },
      { class: 'p', named: true, text: '王敏' },
      { class: 's', named: false, text: null },
    ]);
    expect(entry.tokens.filter((token) => /^[oO]/.test(token))).toEqual(['o甲乙', 'o乙']);
    expect(entry.initials).toBe('p<w><m>');
  });
});

describe('queries of tokens', () => {
  test.each([
    ['长春', `(('o长春'))`],
    ['长春大', `(('o长春' & 'o春大'))`],
    ['长', `('o长':*)`],
    ["'", `('o''':*)`],
    ['\\&', `(('o\\\\&'))`],
    ['ht-00771', `(('o0077' & 'o0771' & 'oht' & 'ot-' & 'o-0'))`],
    ['ccd', `(('occ' & 'ocd') | ('Occ' & 'Ocd'))`],
  ])('%s → %s', (word, query) => expect(tokenQuery(word, ['o'], ['o'])).toBe(query));

  test('none for a reader of no class', () => expect(tokenQuery('长春', [], [])).toBeNull());

  test('letters', () => {
    expect([isLetters('ccdx'), isLetters('2024'), isLetters('长c'), isLetters('a-b')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect('o<cz><c><d><x>').toMatch(new RegExp(soundPattern('cdx', ['o'])));
    expect('s<cz><c><d><x>|o<d><x>').not.toMatch(new RegExp(soundPattern('cdx', ['o'])));
  });
});
