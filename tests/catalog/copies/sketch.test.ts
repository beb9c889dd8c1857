import fc from 'fast-check';
import { comparableText } from '../../../src/catalog/copies/comparable-text.js';
import { commonSize, longGrams, shortGrams } from '../../../src/catalog/copies/grams.js';
import { sketchOf } from '../../../src/catalog/copies/sketch.js';

const letters = (length: number) =>
  fc.array(fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz你好世界新闻'), {
    minLength: length,
    maxLength: length,
  });

describe('grams', () => {
  it('are the same wherever they stand in a text', () => {
    fc.assert(
      fc.property(letters(60), letters(40), letters(50), (before, run, after) => {
        const inside = longGrams(run.join(''));
        const all = longGrams([...before, ...run, ...after].join(''));
        expect(commonSize(inside, all)).toBe(inside.size);
        const short = shortGrams(run.join(''));
        expect(commonSize(short, shortGrams([...before, ...run, ...after].join('')))).toBe(short.size);
      }),
    );
  });

  it('of different runs are different', () => {
    const runs = new Set<string>();
    for (let number = 0; number < 20_000; number += 1) runs.add(`x${number}y`.padEnd(24, 'z'));
    expect(longGrams([...runs].join('')).size).toBeGreaterThan(19_990 * 24 * 0.5);
  });

  it('of a text too short for one are none', () => {
    expect(longGrams('short').size).toBe(0);
    expect(shortGrams('four').size).toBe(0);
  });
});

describe('sketchOf', () => {
  it('is of the same size for a long text as for a short one, and of whole numbers that a database holds', () => {
    fc.assert(
      fc.property(fc.constantFrom(400, 3_000, 40_000), fc.integer(), (length, seed) => {
        const [text = []] = fc.sample(letters(length), { numRuns: 1, seed });
        const sketch = sketchOf(comparableText(text.join('')));
        expect(sketch.length).toBeGreaterThan(8);
        expect(sketch.length).toBeLessThan(90);
        expect(sketch.every((hash) => Number.isSafeInteger(hash) && hash >= 0)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('shares grams with that of any fifth of the text', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000 }), fc.integer(), (from, seed) => {
        const [text = []] = fc.sample(letters(5_000), { numRuns: 1, seed });
        const whole = new Set(sketchOf(comparableText(text.join(''))));
        const part = sketchOf(comparableText(text.slice(from, from + 1_000).join('')));
        expect(part.filter((hash) => whole.has(hash)).length).toBeGreaterThan(0);
      }),
      { numRuns: 50 },
    );
  });

  it('is empty for a short text', () => {
    expect(sketchOf(comparableText('Too short to tell.'))).toEqual([]);
  });
});
