import { ObjectType } from 'type-graphql';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * How much an article is read. Joined to articles by id alone: another subgraph owns this.
 * `listed` is false while the article is withdrawn, so that lists and ranks agree.
 */
@Entity()
@ObjectType({ description: 'How much an article is read.' })
@Index('popularity_hot', ['score', 'articleId'], { where: 'listed' })
@Index('popularity_all', ['views', 'articleId'], { where: 'listed' })
@Index('popularity_day', ['dayViews', 'articleId'], { where: 'listed AND day_views > 0' })
@Index('popularity_week', ['weekViews', 'articleId'], { where: 'listed AND week_views > 0' })
@Index('popularity_month', ['monthViews', 'articleId'], { where: 'listed AND month_views > 0' })
export class Popularity {
  @PrimaryColumn('bigint')
  articleId!: number;

  /** All views ever. */
  @Column('bigint')
  views!: number;

  /** Forward-decayed: ln of the sum of e^(lambda(t_i - L)) over the views (src/popularity/decay.ts). */
  @Column('double precision')
  score!: number;

  /** Views of the last 24 hours, in whole hours. */
  @Column('integer', { default: 0 })
  dayViews!: number;

  /** Views of the last 7 days. */
  @Column('integer', { default: 0 })
  weekViews!: number;

  /** Views of the last 30 days. */
  @Column('integer', { default: 0 })
  monthViews!: number;

  @Column('boolean', { default: true })
  listed!: boolean;
}
