import { z } from 'zod';
import { DatePrecision, LinkKind, SyndicationPolicy, WithdrawalReason } from '../../entities/enums.js';
import { hourOf } from '../popularity/windows.js';

/** No database holds the character U+0000 in a text. */
const text = z.string().refine((value) => !value.includes('\0'), 'must not contain the character U+0000');
const slug = z.string().regex(/^[\p{L}\p{M}\p{N}._~-]{1,200}$/u, 'must be letters, digits and hyphens');
const id = z.int().positive();
const count = z.int().nonnegative();
/** Fits the 32-bit columns that hold sizes and days. */
const smallCount = count.max(2_147_483_647);
const instant = z.iso.datetime({ offset: true }).transform((value) => Date.parse(value));

const rights = z
  .object({
    holder: text.nullable(),
    licence: text.nullable(),
    licenceUrl: text.nullable(),
    notice: text.nullable(),
    syndication: z.enum(SyndicationPolicy).nullable(),
    takedownContact: text.nullable(),
    takedownDays: smallCount.nullable(),
  })
  .partial();

const meta = z.object({
  type: z.literal('meta'),
  format: z.literal('broadsheet-corpus'),
  version: z.literal(1),
  ids: z.literal('permanent').optional(),
});

const source = z.object({
  type: z.literal('source'),
  id,
  slug,
  name: text,
  lang: text,
  homepage: text,
  feedUrl: text.nullish(),
  timeZone: text.optional(),
  rights: rights.optional(),
});

const category = z.object({
  type: z.literal('category'),
  id,
  parentId: id.nullish(),
  slug,
  name: text,
  nameEn: text.nullish(),
  description: text.nullish(),
});

const related = z.object({
  position: count,
  kind: z.enum(['article', 'external']),
  title: text,
  url: text,
  linkKind: z.enum(LinkKind).optional(),
});

const image = z.object({
  url: text,
  alt: text.nullish(),
  width: smallCount.nullish(),
  height: smallCount.nullish(),
});

const withdrawal = z.object({
  at: instant,
  reason: z.enum(WithdrawalReason),
  statement: text.nullish(),
});

/** In whole hours since 1970; or in hours before the import, as a negative number. */
const hour = z.union([
  instant.pipe(z.number().nonnegative()).transform(hourOf),
  z.int().min(-1_000_000).max(-1),
]);
const decimal = z.number().min(-1_000_000).max(1_000_000);
const viewBuckets = z
  .array(z.tuple([hour, count]))
  .refine(
    (buckets) => buckets.reduce((sum, [, views]) => sum + views, 0) <= 2_147_483_647,
    'must hold at most 2147483647 views together',
  );

const article = z.object({
  type: z.literal('article'),
  id,
  slug: slug.optional(),
  lang: text.optional(),
  title: text,
  summary: z.string().nullish(),
  body: z.string().nullish(),
  bodyHtml: z.string().nullish(),
  url: text,
  aliasUrls: z.array(text).optional(),
  author: text.nullish(),
  authors: z.array(text).optional(),
  sourceId: id,
  categoryIds: z.array(id).optional(),
  primaryCategoryId: id.nullish(),
  categoryOrder: z.array(id).optional(),
  related: z.array(related).optional(),
  image: image.nullish(),
  rights: rights.nullish(),
  publishedAt: instant,
  publishedPrecision: z.enum(DatePrecision).optional(),
  addedAt: instant.optional(),
  modifiedAt: instant.optional(),
  withdrawn: withdrawal.nullish(),
  views: count.optional(),
  hot: decimal.optional(),
  score: decimal.nullish(),
  viewBuckets: viewBuckets.optional(),
});

/**
 * A line of a corpus file, told apart by `type`. Members that it does not name are ignored, so that files of later
 * versions and of other tools can be read. docs/corpus-format.md says what each member means.
 */
export const lineShape = z.discriminatedUnion('type', [article, source, category, meta]);

export type CorpusLine = z.infer<typeof lineShape>;
export type ArticleLine = z.infer<typeof article>;
export type SourceLine = z.infer<typeof source>;
export type CategoryLine = z.infer<typeof category>;
export type MetaLine = z.infer<typeof meta>;

/** What a line that is not of the shape lacks: `related.0.url: Invalid input ...`, in one line. */
export function shapeProblem(error: z.ZodError): string {
  const problems = error.issues.map(({ path, message }) => `${path.join('.') || 'line'}: ${message}`);
  return problems.slice(0, 3).join('; ');
}
