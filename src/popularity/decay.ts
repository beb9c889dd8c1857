/** The landmark L: 2016-01-01T00:00:00Z. Views before it score below zero, which changes nothing. */
const landmark = Date.UTC(2016, 0, 1);

/** The rate lambda, per millisecond: the weight of a view falls to a tenth in 60 days. */
const rate = Math.LN10 / (60 * 86_400_000);

/** The score of no view at all: ln 0. */
export const noViews = -Infinity;

/**
 * The score of `count` views at the time `at` (milliseconds since 1970): ln(count * e^(lambda(at - L))).
 *
 * Forward decay (G. Cormode, V. Shkapenyuk, D. Srivastava, B. Xu, "Forward Decay: A Practical Time Decay Model for
 * Streaming Systems", ICDE 2009) weighs a view by its distance from a fixed landmark instead of from now. As time
 * passes all true weights shrink by one common factor, so stored scores keep their order for ever. The logarithm
 * keeps the exponential within a double.
 */
export function viewScore(at: number, count = 1): number {
  return rate * (at - landmark) + Math.log(count);
}

/** The score of the views behind `a` and the views behind `b` together: ln(e^a + e^b), without overflow. */
export function combineScores(a: number, b: number): number {
  const high = Math.max(a, b);
  const low = Math.min(a, b);
  return low === noViews ? high : high + Math.log1p(Math.exp(low - high));
}

/**
 * The score for a `hot` of the import format: log10(views + 1) plus a point for every 60 days of publication after
 * 2016-01-01T00:00:00Z. It is the same scale in decimal logarithms: `views + 1` views at the time of publication.
 */
export function scoreFromHot(hot: number): number {
  return hot * Math.LN10;
}

/** The `hot` of the export format for a score; the inverse of {@link scoreFromHot}. */
export function hotFromScore(score: number): number {
  return score / Math.LN10;
}
