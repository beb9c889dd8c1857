import fc from 'fast-check';
import { slugBase } from '../../src/catalog/slug.js';

describe('slugBase', () => {
  it.each([
    ['Harbour Reopens, at Last!', 'harbour-reopens-at-last'],
    ['开州区聚焦“三力”抓牢抓实', '开州区聚焦-三力-抓牢抓实'],
    ['ＡＢＣ　１２３', 'abc-123'],
    ['हिन्दी समाचार', 'हिन्दी-समाचार'],
    ['--- … ---', 'article'],
    ['', 'article'],
  ])('makes %j into %j', (headline, slug) => {
    expect(slugBase(headline)).toBe(slug);
  });

  it('cuts at the last whole word within 60 characters', () => {
    expect(slugBase(`${'a'.repeat(30)} ${'b'.repeat(29)} c`)).toBe(`${'a'.repeat(30)}-${'b'.repeat(29)}`);
    expect(slugBase(`${'a'.repeat(30)} ${'b'.repeat(30)}`)).toBe('a'.repeat(30));
    expect(slugBase('长'.repeat(80))).toBe('长'.repeat(60));
  });

  it('gives one to sixty letters and digits for any headline, and the same for its own result', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (headline) => {
        const slug = slugBase(headline);
        expect(slug).toMatch(/^[\p{L}\p{M}\p{N}]+(?:-[\p{L}\p{M}\p{N}]+)*$/u);
        expect([...slug].length).toBeLessThanOrEqual(60);
        expect(slugBase(slug)).toBe(slug);
      }),
    );
  });
});
