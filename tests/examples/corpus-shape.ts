import { z } from 'zod';

const instant = z.iso.datetime({ precision: 3 });
const address = z.url({ protocol: /^https$/, hostname: /^([a-z0-9-]+\.)+example$/ });
const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
const id = z.int().positive();
const count = z.int().nonnegative();

const rights = z.strictObject({
  holder: z.string().min(1).nullable(),
  licence: z.string().min(1).nullable(),
  licenceUrl: address.nullable(),
  notice: z.string().min(1).nullable(),
  syndication: z.enum(['FULL_TEXT', 'SUMMARY', 'LINK_ONLY']),
  takedownContact: z.email().nullable(),
  takedownDays: count.nullable(),
});

const meta = z.strictObject({
  type: z.literal('meta'),
  format: z.literal('broadsheet-corpus'),
  version: z.literal(1),
  articles: count,
  sources: count,
  categories: count,
  name: z.literal('demo'),
});

const source = z.strictObject({
  type: z.literal('source'),
  id,
  slug,
  name: z.string().min(1),
  lang: z.enum(['zh', 'en']),
  homepage: address,
  feedUrl: address.nullable(),
  timeZone: z.string().refine((name) => Intl.supportedValuesOf('timeZone').includes(name)),
  rights,
});

const category = z.strictObject({
  type: z.literal('category'),
  id,
  parentId: id.nullable(),
  depth: count.max(2),
  slug,
  name: z.string().regex(/\p{Script=Han}/u),
  nameEn: z.string().regex(/^[\p{ASCII}]+$/u),
  description: z.string().min(1),
});

/** What a related link is to its article. */
export const linkKinds = [
  'ORIGINAL',
  'CITATION',
  'SEE_ALSO',
  'PREVIOUS',
  'NEXT',
  'REPUBLICATION',
  'ATTACHMENT',
];

const related = z.strictObject({
  position: id,
  kind: z.enum(['article', 'external']),
  articleId: id.nullable(),
  title: z.string().min(1),
  url: address,
  linkKind: z.enum(linkKinds),
});

const withdrawn = z.strictObject({
  at: instant,
  reason: z.enum(['RIGHTS_CLAIM', 'SOURCE_REMOVED', 'CORRECTION', 'LEGAL', 'EDITORIAL']),
  statement: z.string().min(1),
});

const article = z.strictObject({
  type: z.literal('article'),
  id,
  slug,
  lang: z.enum(['zh', 'en']),
  title: z.string().min(1),
  summary: z.string().min(1),
  body: z.string().min(1),
  bodyHtml: z.string().min(1).optional(),
  url: address,
  author: z.string().min(1),
  authors: z.array(z.string().min(1)).min(1),
  sourceId: id,
  categoryIds: z.array(id).min(1).max(3),
  primaryCategoryId: id,
  related: z.array(related),
  publishedAt: instant,
  publishedPrecision: z.enum(['DAY', 'SECOND']),
  addedAt: instant,
  modifiedAt: instant,
  image: z.strictObject({ url: address, alt: z.string().min(1), width: id, height: id }).nullable(),
  rights: rights.partial().nullable(),
  aliasUrls: z.array(address),
  withdrawn: withdrawn.nullable(),
  views: count,
  viewBuckets: z.array(z.tuple([z.int().min(-700).max(-1), id])),
});

/** One line of a corpus file, told apart by `type`; members it does not name are refused. */
export const line = z.discriminatedUnion('type', [meta, source, category, article]);
/** An article line of a corpus file. */
export type Article = z.infer<typeof article>;
