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

/** The cost of a number that is counted anew, along an index, each time that it is asked for. */
export const countCost = 10;

/*
 * The same for routers that limit the cost of an operation: the directives of the GraphQL Cost Directives
 * specification, https://ibm.github.io/graphql-specs/cost-spec.html
 */

const listSize = (slicingArguments: string[], more = '') =>
  `@listSize(slicingArguments: ${JSON.stringify(slicingArguments)}${more}, requireOneSlicingArgument: false)`;
const ofConnection = `, assumedSize: ${defaultPageSize}, sizedFields: ["edges", "nodes"]`;

/** Beside `listCost`, on a connection with `PageArguments`. */
export const pageLength = listSize(['first', 'last'], ofConnection);
/** Beside `listCost`, on a connection with `ForwardArguments`. */
export const forwardPageLength = listSize(['first'], ofConnection);
/** Beside `listCost`, on a plain list whose argument `first` has a default: that is then the size, and none is assumed. */
export const firstLength = listSize(['first']);
/** Beside `shortListCost`. */
export const shortListLength = `@listSize(assumedSize: ${usualLength})`;
/** Beside `countCost`. */
export const countWeight = `@cost(weight: ${countCost})`;
