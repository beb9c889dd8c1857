import fc from 'fast-check';
import { combineScores, hotFromScore, noViews, scoreFromHot, viewScore } from '../../src/popularity/decay.js';

const day = 86_400_000;
const landmark = Date.UTC(2016, 0, 1);
const time = fc.integer({ min: Date.UTC(2012, 0, 1), max: Date.UTC(2040, 0, 1) });
const history = fc.array(time, { minLength: 1, maxLength: 40 });

const scoreOf = (views: number[]) => views.map((at) => viewScore(at)).reduce(combineScores, noViews);

/** What decay means: every view weighs a tenth after 60 days. */
const weightAt = (now: number, views: number[]) =>
  views.reduce((sum, at) => sum + 10 ** (-(now - at) / (60 * day)), 0);

describe('the decayed score', () => {
  it('orders articles as decay does, at any later time', () => {
    fc.assert(
      fc.property(history, history, fc.integer({ min: 0, max: 1000 }), (a, b, daysLater) => {
        const now = Math.max(...a, ...b) + daysLater * day;
        const [weightOfA, weightOfB] = [weightAt(now, a), weightAt(now, b)];
        // Both so far gone that a double holds neither: nothing to compare with.
        fc.pre(weightOfA > 1e-300 && weightOfB > 1e-300);
        const ratio = Math.log(weightOfA / weightOfB);
        expect(Math.abs(scoreOf(a) - scoreOf(b) - ratio)).toBeLessThan(1e-8 * Math.max(1, Math.abs(ratio)));
      }),
    );
  });

  it('does not depend on the order or the grouping of the views', () => {
    fc.assert(
      fc.property(history, history, (a, b) => {
        expect(combineScores(scoreOf(a), scoreOf(b))).toBeCloseTo(scoreOf([...b, ...a].reverse()), 8);
      }),
    );
  });

  it('counts many views at one time as that many', () => {
    expect(viewScore(landmark, 1)).toBe(0);
    expect(viewScore(landmark + 60 * day, 1)).toBeCloseTo(viewScore(landmark, 10), 10);
    expect(viewScore(landmark, 3)).toBeCloseTo(scoreOf([landmark, landmark, landmark]), 10);
  });

  it('stays finite where the sum itself would not', () => {
    const far = landmark + 100_000 * day;
    expect(Math.exp(viewScore(far))).toBe(Infinity);
    expect(combineScores(viewScore(far), viewScore(far))).toBeCloseTo(viewScore(far, 2), 8);
  });

  it('has nothing below no view, which adds nothing', () => {
    expect(viewScore(landmark, 0)).toBe(noViews);
    expect(combineScores(noViews, noViews)).toBe(noViews);
    expect(combineScores(noViews, 1.5)).toBe(1.5);
    expect(combineScores(-400, noViews)).toBe(-400);
  });

  it('is `hot` on another scale', () => {
    const views = 1234;
    const publishedAt = Date.UTC(2024, 4, 17, 9);
    const hot = Math.log10(views + 1) + (publishedAt - landmark) / (60 * day);
    expect(scoreFromHot(hot)).toBeCloseTo(viewScore(publishedAt, views + 1), 9);
    expect(hotFromScore(scoreFromHot(hot))).toBeCloseTo(hot, 12);
  });
});
