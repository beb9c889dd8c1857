import { registerEnumType } from 'type-graphql';

/** Over which views articles are counted and ranked. */
export const PopularityWindow = {
  HOT: 'HOT',
  DAY: 'DAY',
  WEEK: 'WEEK',
  MONTH: 'MONTH',
  ALL: 'ALL',
} as const;
export type PopularityWindow = keyof typeof PopularityWindow;
registerEnumType(PopularityWindow, {
  name: 'PopularityWindow',
  description: 'Over which views articles are counted and ranked.',
  valuesConfig: {
    HOT: {
      description:
        'All views, a recent one weighing more: the weight falls to a tenth in 60 days. Ranked by `score`; where views are counted, the same as `ALL`.',
    },
    DAY: { description: 'The last 24 hours, in whole hours, the current one included.' },
    WEEK: { description: 'The last 7 days, in whole hours, the current one included.' },
    MONTH: { description: 'The last 30 days, in whole hours, the current one included.' },
    ALL: { description: 'All views ever, each weighing the same.' },
  },
});
