import { registerEnumType } from 'type-graphql';

/** How exactly a source dates an article. */
export const DatePrecision = {
  DAY: 'DAY',
  SECOND: 'SECOND',
} as const;
export type DatePrecision = keyof typeof DatePrecision;
registerEnumType(DatePrecision, {
  name: 'DatePrecision',
  description: 'How exactly a source dates an article.',
  valuesConfig: {
    DAY: {
      description:
        'The source gives a calendar date only. `publishedAt` is then midnight UTC of that date: read its date part, and do not convert it to another time zone.',
    },
    SECOND: { description: 'The source gives a date and a time.' },
  },
});

/** Why an article was withdrawn. */
export const WithdrawalReason = {
  RIGHTS_CLAIM: 'RIGHTS_CLAIM',
  SOURCE_REMOVED: 'SOURCE_REMOVED',
  CORRECTION: 'CORRECTION',
  LEGAL: 'LEGAL',
  EDITORIAL: 'EDITORIAL',
} as const;
export type WithdrawalReason = keyof typeof WithdrawalReason;
registerEnumType(WithdrawalReason, {
  name: 'WithdrawalReason',
  description: 'Why an article was withdrawn.',
  valuesConfig: {
    RIGHTS_CLAIM: { description: 'A rights holder asked for it.' },
    SOURCE_REMOVED: { description: 'The source took its own article down.' },
    CORRECTION: { description: 'The article was wrong and is replaced by another.' },
    LEGAL: { description: 'A law, a court or an authority requires it.' },
    EDITORIAL: { description: 'The editors of this gateway decided so.' },
  },
});

/** What a related link is to the article that carries it. */
export const LinkKind = {
  ORIGINAL: 'ORIGINAL',
  CITATION: 'CITATION',
  SEE_ALSO: 'SEE_ALSO',
  PREVIOUS: 'PREVIOUS',
  NEXT: 'NEXT',
  REPUBLICATION: 'REPUBLICATION',
  ATTACHMENT: 'ATTACHMENT',
} as const;
export type LinkKind = keyof typeof LinkKind;
registerEnumType(LinkKind, {
  name: 'LinkKind',
  description: 'What a related link is to the article that carries it.',
  valuesConfig: {
    ORIGINAL: { description: 'The address at which the text first appeared.' },
    CITATION: { description: 'A work that the article cites or draws on.' },
    SEE_ALSO: { description: 'Further reading.' },
    PREVIOUS: { description: 'The previous article, as the page of the source names it.' },
    NEXT: { description: 'The next article, as the page of the source names it.' },
    REPUBLICATION: { description: 'Another place at which the same text appears.' },
    ATTACHMENT: { description: 'A file that belongs to the article.' },
  },
});

/** How much of an article may be shown to readers and passed on to partners. */
export const SyndicationPolicy = {
  FULL_TEXT: 'FULL_TEXT',
  SUMMARY: 'SUMMARY',
  LINK_ONLY: 'LINK_ONLY',
} as const;
export type SyndicationPolicy = keyof typeof SyndicationPolicy;
registerEnumType(SyndicationPolicy, {
  name: 'SyndicationPolicy',
  description: 'How much of an article may be shown to readers and passed on to partners.',
  valuesConfig: {
    FULL_TEXT: { description: 'The whole article.' },
    SUMMARY: { description: 'Headline, summary and link; `body` is null.' },
    LINK_ONLY: { description: 'Headline, date and link; `body` is null and `summary` is empty.' },
  },
});
