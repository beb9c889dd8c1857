import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { Column } from 'typeorm';
import { Url } from './scalars.js';

/** The lead picture of an article. Absent when `url` is null in the database. */
@Directive('@shareable')
@ObjectType({ description: 'The lead picture of an article.' })
export class Image {
  @Field(() => Url, { description: 'Where the picture is.' })
  @Column('text', { nullable: true })
  url!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The text that stands for the picture where it cannot be seen.',
  })
  @Column('text', { nullable: true })
  alt!: string | null;

  @Field(() => Int, { nullable: true, description: 'In pixels, where the source says.' })
  @Column('integer', { nullable: true })
  width!: number | null;

  @Field(() => Int, { nullable: true, description: 'In pixels, where the source says.' })
  @Column('integer', { nullable: true })
  height!: number | null;
}
