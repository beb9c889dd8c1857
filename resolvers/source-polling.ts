import {
  Arg,
  Authorized,
  Ctx,
  Directive,
  Field,
  InputType,
  Mutation,
  ObjectType,
  Resolver,
} from 'type-graphql';
import { Source } from '../entities/source.js';
import { sourceBySlug } from '../src/catalog/sources.js';
import type { Context } from '../src/context.js';
import type { Transaction } from '../src/database/database.js';
import { pausePolling, requestRun, startPolling } from '../src/ingest/polling.js';
import { forgetReads } from './after-write.js';
import { forEditors } from './editor-tag.js';
import { UserError, userError } from './user-error.js';

@Directive(forEditors)
@InputType({ description: 'Which source.' })
class SourceInput {
  @Field(() => String, { description: 'Its readable name.' })
  slug!: string;
}

@Directive(forEditors)
@ObjectType({ description: 'The outcome of a mutation about the reading of a source.' })
class SourcePayload {
  @Field(() => Source, { nullable: true, description: 'The source; null when nothing was done.' })
  source!: Source | null;

  @Field(() => [UserError], { description: 'Empty when it was done.' })
  userErrors!: UserError[];
}

const input = { description: 'Which source.' };

/** When sources are read: asked for, resumed, paused. */
@Resolver()
export class SourcePollingResolver {
  @Authorized()
  @Directive(forEditors)
  @Mutation(() => SourcePayload, {
    description:
      'For editors: has a source read at once, also one that is paused. The answer does not wait for it: `runs` tells how it went.',
  })
  refreshSource(@Arg('input', () => SourceInput, input) { slug }: SourceInput, @Ctx() context: Context) {
    return change(slug, context, (tx, { id }) => requestRun(tx, id, Date.now()), { needsFeed: true });
  }

  @Authorized()
  @Directive(forEditors)
  @Mutation(() => SourcePayload, {
    description: 'For editors: has a source read from now on, by itself, beginning at once.',
  })
  resumeSource(@Arg('input', () => SourceInput, input) { slug }: SourceInput, @Ctx() context: Context) {
    return change(slug, context, (tx, { id }) => startPolling(tx, id, Date.now()), { needsFeed: true });
  }

  @Authorized()
  @Directive(forEditors)
  @Mutation(() => SourcePayload, {
    description: 'For editors: halts the reading of a source until it is resumed. Its articles stay.',
  })
  pauseSource(@Arg('input', () => SourceInput, input) { slug }: SourceInput, @Ctx() context: Context) {
    return change(slug, context, (tx, { id }) => pausePolling(tx, id), { needsFeed: false });
  }
}

async function change(
  slug: string,
  context: Context,
  work: (tx: Transaction, source: Source) => Promise<unknown>,
  { needsFeed }: { needsFeed: boolean },
): Promise<SourcePayload> {
  const refusal = await context.database.transaction(async (tx) => {
    const source = await sourceBySlug(tx, slug);
    if (!source)
      return { reason: 'NOT_FOUND' as const, field: 'slug', message: `there is no source "${slug}"` };
    if (needsFeed && source.feedUrl === null)
      return { reason: 'INVALID' as const, field: 'slug', message: 'it has no feed: set its feedUrl first' };
    await work(tx, source);
    return undefined;
  });
  forgetReads(context);
  return refusal
    ? { source: null, userErrors: [userError(refusal)] }
    : { source: await sourceBySlug(context.database, slug), userErrors: [] };
}
