import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { listedAmong } from '../src/catalog/membership.js';
import type { Context } from '../src/context.js';
import { badInput } from '../src/errors.js';
import { idOf } from './global-id.js';
import { UserError, userError } from './user-error.js';

const mostViews = 100;

@InputType({ description: 'Articles that a reader has opened.' })
class RecordViewsInput {
  @Field(() => [ID], { description: 'The ids of the articles, 1 to 100.' })
  articleIds!: string[];
}

@ObjectType({ description: 'The outcome of `recordViews`.' })
class RecordViewsPayload {
  @Field(() => Int, { description: 'How many views were counted. They are on disk.' })
  recorded!: number;

  @Field(() => Int, {
    description: 'How many were not: repeated by the same reader on the same day, or made by a robot.',
  })
  ignored!: number;

  @Field(() => [UserError], {
    description: 'Ids that are no articles, or withdrawn ones. The others were taken.',
  })
  userErrors!: UserError[];
}

@Resolver()
export class RecordViewsResolver {
  @Mutation(() => RecordViewsPayload, {
    description:
      'Says that a reader has opened articles; call it when the page shows. Neither address nor user agent is kept.',
  })
  async recordViews(
    @Arg('input', () => RecordViewsInput, { description: 'Which articles.' }) input: RecordViewsInput,
    @Ctx() context: Context,
  ): Promise<RecordViewsPayload> {
    const { unknown, ...counted } = await recordViews(input.articleIds, 'input.articleIds', context);
    const message = `There is no such article: ${unknown.join(', ')}`;
    return {
      ...counted,
      userErrors:
        unknown.length > 0 ? [userError({ reason: 'NOT_FOUND', field: 'articleIds', message })] : [],
    };
  }
}

/**
 * Counts views of articles by their global ids; also behind `POST /views`.
 * @throws CatalogedError BAD_USER_INPUT that names `argument`.
 */
export async function recordViews(
  globalIds: readonly string[],
  argument: string,
  { database, viewRecorder, viewer }: Pick<Context, 'database' | 'viewRecorder' | 'viewer'>,
): Promise<{ recorded: number; ignored: number; unknown: string[] }> {
  if (globalIds.length < 1 || globalIds.length > mostViews) {
    throw badInput(argument, `must hold 1 to ${mostViews} ids, not ${globalIds.length}`);
  }
  const byId = new Map(globalIds.map((globalId) => [idOf('Article', globalId, argument), globalId]));
  const listed = await listedAmong(database, [...byId.keys()]);
  const unknown = [...byId].flatMap(([id, globalId]) => (listed.has(id) ? [] : [globalId]));
  return { ...(await viewRecorder.record([...listed], viewer)), unknown };
}
