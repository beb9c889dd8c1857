import { Directive, Field, ObjectType } from 'type-graphql';
import { Column, Entity, JoinColumn, ManyToOne, type Relation } from 'typeorm';
import { Node } from './node.js';

/** A place in the tree of subjects. */
@Entity()
@Directive('@key(fields: "id")')
@ObjectType({
  implements: Node,
  description: 'A place in the tree of subjects under which articles are filed.',
})
export class Category extends Node {
  readonly __typename = 'Category' as const;

  @Column('bigint', { nullable: true })
  parentId!: number | null;

  @ManyToOne(() => Category, { nullable: true, createForeignKeyConstraints: true })
  @JoinColumn({ name: 'parent_id' })
  parentCategory?: Relation<Category>;

  @Field(() => String, { description: 'Readable; unique among its siblings.' })
  @Column('text')
  slug!: string;

  @Field(() => String, { description: 'The slugs from the root to here, joined by `/`. Unique.' })
  @Column('text', { unique: true })
  path!: string;

  @Field(() => String, { description: 'As to be shown.' })
  @Column('text')
  name!: string;

  /** The name in the portal's second language, carried through import and export. */
  @Column('text', { nullable: true })
  alternateName!: string | null;

  @Field(() => String, { nullable: true, description: 'What is filed here.' })
  @Column('text', { nullable: true })
  description!: string | null;

  /** When an editor last saved it; guards against lost updates. */
  @Column('bigint')
  modifiedAt!: number;
}
