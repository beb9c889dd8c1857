import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, Index, JoinColumn, ManyToOne, type Relation } from 'typeorm';
import { Category } from './category.js';
import { DatePrecision } from './enums.js';
import { Image } from './image.js';
import { Node } from './node.js';
import { Rights } from './rights.js';
import { DateTime, Locale, Url } from './scalars.js';
import { Source } from './source.js';

/** What lists and neighbours read: a withdrawn article is in no index of theirs. */
const listed = { where: 'NOT withdrawn' };

/**
 * An article as lists show it. Its text is apart in ArticleBody, so that a list reads no text.
 * Fields with a rule of their own (body, rights, neighbours, ...) are in resolvers/article.ts.
 */
@Entity()
@Index('article_published', ['publishedAt', 'id'], listed)
@Index('article_added', ['addedAt', 'id'], listed)
@Index('article_source_published', ['sourceId', 'publishedAt', 'id'], listed)
@Index('article_source_added', ['sourceId', 'addedAt', 'id'], listed)
@Index('article_category_published', ['primaryCategoryId', 'publishedAt', 'id'], listed)
@Index('article_language_published', ['language', 'publishedAt', 'id'], listed)
@Index('article_language_added', ['language', 'addedAt', 'id'], listed)
@Directive('@key(fields: "id")')
@Directive('@key(fields: "originalUrl")')
@ObjectType({
  implements: Node,
  description: 'An article, with where it comes from, what may be done with it and where it belongs.',
})
export class Article extends Node {
  readonly __typename = 'Article' as const;

  @Field(() => String, { description: 'Unique, readable and permanent; for addresses.' })
  @Column('text', { unique: true })
  slug!: string;

  @Field(() => String, { description: 'The whole headline, as plain text.' })
  @Column('text')
  headline!: string;

  /** Plain text: what the source gives as summary, or else the opening of the body. */
  @Column('text')
  abstract!: string;

  @Field(() => Locale, { description: 'The language it is written in.' })
  @Column('text')
  language!: string;

  @Field(() => [String], {
    description: 'Names, in the order of the byline. Empty where the source names nobody.',
  })
  @Column('simple-json')
  authors!: string[];

  @Column(() => Image)
  image!: Image;

  @Field(() => Int, {
    description:
      'Length of the body in what its language counts: words, or characters for Chinese, Japanese and Korean.',
  })
  @Column('integer')
  wordCount!: number;

  @Field(() => DateTime, {
    description: 'When it was published, as the source dates it. See `publishedPrecision`.',
  })
  @Column('bigint')
  publishedAt!: number;

  @Field(() => DatePrecision, { description: 'Whether the source gives a time or only a date.' })
  @Column('text')
  publishedPrecision!: DatePrecision;

  @Field(() => DateTime, { description: 'When the gateway took it in: the order of "latest added".' })
  @Column('bigint')
  addedAt!: number;

  @Field(() => DateTime, {
    description:
      'When the gateway last changed it. Pass it as `ifUnmodifiedSince` to write only over what you have read.',
  })
  @Column('bigint')
  modifiedAt!: number;

  @Field(() => Url, { description: 'The address of the original (schema.org `isBasedOn`).' })
  @Column('text')
  originalUrl!: string;

  @Column('bigint')
  sourceId!: number;

  @ManyToOne(() => Source)
  @JoinColumn({ name: 'source_id' })
  source!: Relation<Source>;

  @Column('bigint', { nullable: true })
  primaryCategoryId!: number | null;

  @ManyToOne(() => Category, { nullable: true })
  @JoinColumn({ name: 'primary_category_id' })
  primaryCategory?: Relation<Category>;

  /** What the article says of its rights itself; what is null here is as its source says. */
  @Column(() => Rights)
  ownRights!: Rights;

  /** True while a WithdrawnArticle row stands in its place. */
  @Column('boolean', { default: false })
  withdrawn!: boolean;

  /** SHA-256 of all that a publisher can set, cleaned: an article published again unchanged is left alone. */
  @Column('text')
  contentHash!: string;
}
