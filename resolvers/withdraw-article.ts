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
import { WithdrawalReason } from '../entities/enums.js';
import { DateTime } from '../entities/scalars.js';
import { WithdrawnArticle } from '../entities/withdrawn-article.js';
import type { Context } from '../src/context.js';
import { forgetReads } from './after-write.js';
import { forEditors } from './editor-tag.js';
import { idOf } from './global-id.js';
import { UserError, userError } from './user-error.js';

@Directive(forEditors)
@InputType({ description: 'Which article is to go, and why.' })
class WithdrawArticleInput {
  @Field(() => ID, { description: 'The id of the article.' })
  id!: string;

  @Field(() => WithdrawalReason, { description: 'Why.' })
  reason!: WithdrawalReason;

  @Field(() => String, { nullable: true, description: 'What readers are told, in words. Plain text.' })
  statement?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'The `modifiedAt` that you have read: withdraw only if nobody has written since. Absent: in any case.',
  })
  ifUnmodifiedSince?: number | null;
}

@Directive(forEditors)
@ObjectType({ description: 'The outcome of `withdrawArticle`.' })
class WithdrawArticlePayload {
  @Field(() => WithdrawnArticle, {
    nullable: true,
    description: 'The tombstone; null when nothing was withdrawn.',
  })
  withdrawnArticle!: WithdrawnArticle | null;

  @Field(() => [UserError], { description: 'Empty when it was withdrawn.' })
  userErrors!: UserError[];
}

@Resolver()
export class WithdrawArticleResolver {
  @Authorized()
  @Directive(forEditors)
  @Mutation(() => WithdrawArticlePayload, {
    description:
      'For editors: takes an article out of everything and leaves a tombstone. Done twice, it keeps the first time.',
  })
  async withdrawArticle(
    @Arg('input', () => WithdrawArticleInput, { description: 'Which article, and why.' })
    input: WithdrawArticleInput,
    @Ctx() context: Context,
  ): Promise<WithdrawArticlePayload> {
    const articleId = idOf('Article', input.id, 'input.id');
    const { reason, statement, ifUnmodifiedSince } = input;
    const outcome = await context.writer.withdraw({
      articleId,
      reason,
      statement,
      ifUnmodifiedSince: ifUnmodifiedSince ?? undefined,
    });
    forgetReads(context);
    const stored = await context.loaders.article.load(articleId);
    return {
      withdrawnArticle: stored?.__typename === 'WithdrawnArticle' ? stored : null,
      userErrors: outcome.kind === 'REFUSED' ? [userError(outcome)] : [],
    };
  }
}
