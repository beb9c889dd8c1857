import {
  Arg,
  Authorized,
  Ctx,
  Directive,
  Field,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Resolver,
} from 'type-graphql';
import { Category } from '../entities/category.js';
import { DateTime } from '../entities/scalars.js';
import type { Context } from '../src/context.js';
import { forgetReads } from './after-write.js';
import { forEditors } from './editor-tag.js';
import { idOf } from './global-id.js';
import { UserError, userError } from './user-error.js';

@Directive(forEditors)
@InputType({ description: 'A category. Of one that exists, what is absent stays as it is.' })
class SaveCategoryInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'The category to change or move. Absent: the one with this slug under `parent`, or a new one.',
  })
  id?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The category above it; null: a root. Given together with `id`, moves it with all below.',
  })
  parent?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Letters and digits joined by hyphens; unique among its siblings. Needed for a new one.',
  })
  slug?: string | null;

  @Field(() => String, { nullable: true, description: 'As to be shown. Needed for a new one.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'What is filed here; null: nothing said.' })
  description?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'The `modifiedAt` of an earlier payload: write only if nobody has written since. Absent: write in any case.',
  })
  ifUnmodifiedSince?: number | null;
}

@Directive(forEditors)
@ObjectType({ description: 'The outcome of `saveCategory`.' })
class SaveCategoryPayload {
  @Field(() => Category, {
    nullable: true,
    description: 'The category as it is now; null when it was refused.',
  })
  category!: Category | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was last changed: pass it as `ifUnmodifiedSince`.',
  })
  modifiedAt!: number | null;

  @Field(() => Boolean, { description: 'Whether the category is new.' })
  created!: boolean;

  @Field(() => [UserError], { description: 'Empty when it was written.' })
  userErrors!: UserError[];
}

@Resolver()
export class SaveCategoryResolver {
  @Authorized()
  @Directive(forEditors)
  @Mutation(() => SaveCategoryPayload, {
    description: 'For editors: creates, changes or moves a category. The same input twice changes nothing.',
  })
  async saveCategory(
    @Arg('input', () => SaveCategoryInput, { description: 'The category.' }) input: SaveCategoryInput,
    @Ctx() context: Context,
  ): Promise<SaveCategoryPayload> {
    const { id, parent, slug, name, description, ifUnmodifiedSince } = input;
    const outcome = await context.writer.saveCategory({
      id: id == null ? undefined : idOf('Category', id, 'input.id'),
      parentId: parent == null ? parent : idOf('Category', parent, 'input.parent'),
      slug: slug ?? undefined,
      name: name ?? undefined,
      description,
      ifUnmodifiedSince: ifUnmodifiedSince ?? undefined,
    });
    if (outcome.kind === 'REFUSED') {
      const field = outcome.field === 'parentId' ? 'parent' : outcome.field;
      return {
        category: null,
        modifiedAt: null,
        created: false,
        userErrors: [userError({ ...outcome, field })],
      };
    }
    forgetReads(context);
    const { saved } = outcome;
    return {
      category: saved,
      modifiedAt: saved.modifiedAt,
      created: outcome.kind === 'CREATED',
      userErrors: [],
    };
  }
}
