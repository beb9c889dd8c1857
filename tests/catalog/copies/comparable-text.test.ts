import { comparableText, isLongEnough } from '../../../src/catalog/copies/comparable-text.js';

describe('comparableText', () => {
  it('is the same however a text is set', () => {
    const plain = comparableText('"Café, 12.50 Euro" - it says on page 3');
    expect(comparableText('“CAFÉ，１２.５０ Ｅｕｒｏ”\n\n—  it says on page ３')).toEqual(plain);
    expect(plain.letters).toBe('café1250euroitsaysonpage3');
    expect([...plain.numbers]).toEqual(['12.50', '3']);
  });

  it('keeps the marks that are parts of letters', () => {
    expect(comparableText('की').letters).not.toBe(comparableText('का').letters);
  });

  it('reads of an endless text no more than its beginning', () => {
    expect(comparableText('a'.repeat(5_000_000)).letters).toHaveLength(200_000);
  });
});

describe('isLongEnough', () => {
  it.each([
    ['x'.repeat(359), false],
    ['x'.repeat(360), true],
    ['好'.repeat(119), false],
    ['好'.repeat(120), true],
    ['. '.repeat(1_000), false],
  ])('counts letters, and Chinese characters as three', (text, isLong) => {
    expect(isLongEnough(comparableText(text))).toBe(isLong);
  });
});
