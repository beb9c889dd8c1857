import type { Complexity } from 'type-graphql';
import { defaultPageSize, maximumPageSize } from '../src/catalog/paging.js';

/** What a list without a length of its own is taken to hold. */
const usualLength = 5;

/** The cost of a list: that of its items, as often as it may hold them (src/serving/limits.ts sums it up). */
export const listCost: Complexity = ({ args, childComplexity }) => {
  const asked = args.first ?? args.last ?? defaultPageSize;
  return 1 + Math.min(Math.max(Number(asked) || 0, 0), maximumPageSize) * Math.max(childComplexity, 1);
};

/** The cost of a list whose length the data decides. */
export const shortListCost: Complexity = ({ childComplexity }) =>
  1 + usualLength * Math.max(childComplexity, 1);
