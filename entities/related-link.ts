import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Article } from './article.js';
import { LinkKind } from './enums.js';
import { Url } from './scalars.js';

/** A link that an article carries. */
@Entity()
@Index('related_link_url_key', ['urlKey'])
@ObjectType({ description: 'A link that an article carries.' })
export class RelatedLink {
  @PrimaryColumn('bigint')
  articleId!: number;

  @ManyToOne(() => Article, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'article_id' })
  owner?: Relation<Article>;

  /** Order within the article, from 0. */
  @PrimaryColumn('integer')
  position!: number;

  @Field(() => LinkKind, { description: 'What the link is to the article.' })
  @Column('text')
  kind!: LinkKind;

  @Field(() => String, { description: 'The words of the link.' })
  @Column('text')
  title!: string;

  @Field(() => Url, { description: 'Where it leads.' })
  @Column('text')
  url!: string;

  /** Canonical form of `url`: finds the article it leads to, whenever that arrives. */
  @Column('text')
  urlKey!: string;

  @Field(() => Article, {
    nullable: true,
    description: 'The same thing as an article, where this gateway holds it.',
  })
  article!: Article | null;
}
