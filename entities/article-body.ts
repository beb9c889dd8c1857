import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Article } from './article.js';

/** A part of an article under a heading of its own. */
@ObjectType({ description: 'A part of an article under a heading of its own.' })
export class Section {
  @Field(() => Int, { description: 'Counts from 1.' })
  number!: number;

  @Field(() => String, {
    nullable: true,
    description:
      'Plain text; null where the part has a number only, or no sentence short enough to be a heading.',
  })
  heading!: string | null;

  @Field(() => Int, {
    description: 'Depth of the heading: 2 for `<h2>` and for the first level of numbered prose.',
  })
  level!: number;

  @Field(() => String, { description: 'Sanitised HTML, heading included.' })
  html!: string;

  @Field(() => String, { description: 'The same as plain text.' })
  text!: string;
}

/** The text of an article; no row where only headline, link and date are held. */
@Entity()
@ObjectType({ description: 'The text of an article.' })
export class ArticleBody {
  @PrimaryColumn('bigint')
  articleId!: number;

  @ManyToOne(() => Article, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'article_id' })
  article?: Relation<Article>;

  @Field(() => String, {
    description: 'HTML, sanitised by an allowlist: no script, no style, no event handler.',
  })
  @Column('text')
  html!: string;

  @Field(() => String, { description: 'Plain text, paragraphs parted by an empty line.' })
  @Column('text')
  text!: string;

  @Field(() => [Section], {
    description:
      'Its parts, by headings or by numbering in the prose (第一… 第二…, 一、 二、). Empty where it has none.',
  })
  @Column('simple-json')
  sections!: Section[];
}
