import fc from 'fast-check';
import { displayWidth, truncateToWidth } from '../../src/catalog/display-width.js';

describe('displayWidth', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['广西:近视', 9],
    ['ｱｲｳ', 3],
    ['ＡＢ，。', 8],
    ['한국', 4],
    ['“引号”…', 7],
    ['e\u0301', 1],
    ['a\u200Bb\n', 2],
    ['👍', 2],
    ['👍🏽', 2],
    ['👨‍👩‍👧‍👦', 2],
    ['🇨🇳', 2],
    ['❤️', 2],
    ['1️⃣', 2],
    ['한', 2],
    ['𠀀', 2],
  ])('counts %j as %d columns', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe('truncateToWidth', () => {
  it.each([
    ['广西:做好近视防控工作', 23, '广西:做好近视防控工作'],
    ['广西:做好近视防控工作', 21, '广西:做好近视防控工作'],
    ['广西:做好近视防控工作', 20, '广西:做好近视防控工…'],
    ['广西:做好近视防控工作', 19, '广西:做好近视防控…'],
    ['hello world', 7, 'hello…'],
    ['你好　世界', 6, '你好…'],
    ['a👨‍👩‍👧‍👦b', 3, 'a…'],
    ['a👨‍👩‍👧‍👦bc', 4, 'a👨‍👩‍👧‍👦…'],
    ['cafe\u0301s', 5, 'cafe\u0301s'],
    ['cafe\u0301s!', 5, 'cafe\u0301…'],
    ['世界', 1, '…'],
    ['ab', 1, '…'],
    ['a', 1, 'a'],
    ['', 1, ''],
  ])('cuts %j at %d to %j', (text, maxWidth, expected) => {
    expect(truncateToWidth(text, maxWidth)).toBe(expected);
  });

  it('keeps titles that their portal has cut to ten characters', () => {
    for (const title of ['追寻“赶考”路 起航...', '自治区教育厅关于20...', '新冠肺炎疫情对威海钓...'])
      expect(truncateToWidth(title, 24)).toBe(title);
  });

  it.each([0, -1, 0.5, Number.NaN])('refuses a width of %d', (maxWidth) => {
    expect(() => truncateToWidth('text', maxWidth)).toThrow(RangeError);
  });

  const anyText = fc.array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom('字', '，', ' ', '\u3000', '👩‍🚀', '🇨', '\u0301', 'x'.repeat(600), '👍🏽'.repeat(200)),
    ),
    { maxLength: 12 },
  );

  it('is never wider than asked, whole where it fits, and otherwise a beginning and …', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 900 }), (parts, maxWidth) => {
        const text = parts.join('');
        const cut = truncateToWidth(text, maxWidth);
        expect(displayWidth(cut)).toBeLessThanOrEqual(maxWidth);
        if (displayWidth(text) <= maxWidth) expect(cut).toBe(text);
        else expect(cut.endsWith('…') && text.startsWith(cut.slice(0, -1))).toBe(true);
      }),
    );
  });

  it('counts long text by whole graphemes, wherever it is taken apart inside', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('👍🏽', '👨‍👩‍👧‍👦', 'e\u0301', '葛\u{E0100}'),
        fc.nat(3),
        (grapheme, shift) => {
          const width = displayWidth(grapheme);
          expect(displayWidth('x'.repeat(shift) + grapheme.repeat(700))).toBe(shift + 700 * width);
        },
      ),
    );
  });

  it('looks at no more of a long text than it shows', () => {
    expect(truncateToWidth('长'.repeat(5_000_000), 280)).toBe(`${'长'.repeat(139)}…`);
  });
});
