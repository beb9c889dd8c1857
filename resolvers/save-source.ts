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
import { DateTime, Locale, Url } from '../entities/scalars.js';
import { Source } from '../entities/source.js';
import type { Context } from '../src/context.js';
import { forgetReads } from './after-write.js';
import { forEditors } from './editor-tag.js';
import { RightsInput } from './rights-input.js';
import { UserError, userError } from './user-error.js';

@Directive(forEditors)
@InputType({ description: 'A source. Of one that exists, what is absent stays as it is.' })
class SaveSourceInput {
  @Field(() => String, {
    description:
      'Its readable name: letters and digits joined by hyphens. Names the source to change, or a new one.',
  })
  slug!: string;

  @Field(() => String, { nullable: true, description: 'As to be credited. Needed for a new source.' })
  name?: string | null;

  @Field(() => Url, { nullable: true, description: 'Its front page. Needed for a new source.' })
  homepageUrl?: string | null;

  @Field(() => Url, { nullable: true, description: 'The feed to read; null: none.' })
  feedUrl?: string | null;

  @Field(() => Locale, {
    nullable: true,
    description: 'The language of its articles. Default for a new source: `en`.',
  })
  language?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'IANA time zone in which its zoneless times are read. Default: `UTC`.',
  })
  timeZone?: string | null;

  @Field(() => RightsInput, {
    nullable: true,
    description: 'What holds for its articles. Members that are absent stay as they are.',
  })
  rights?: RightsInput | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'The `modifiedAt` of an earlier payload: write only if nobody has written since. Absent: write in any case.',
  })
  ifUnmodifiedSince?: number | null;
}

@Directive(forEditors)
@ObjectType({ description: 'The outcome of `saveSource`.' })
class SaveSourcePayload {
  @Field(() => Source, { nullable: true, description: 'The source as it is now; null when it was refused.' })
  source!: Source | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was last changed: pass it as `ifUnmodifiedSince`.',
  })
  modifiedAt!: number | null;

  @Field(() => Boolean, { description: 'Whether the source is new.' })
  created!: boolean;

  @Field(() => [UserError], { description: 'Empty when it was written.' })
  userErrors!: UserError[];
}

@Resolver()
export class SaveSourceResolver {
  @Authorized()
  @Directive(forEditors)
  @Mutation(() => SaveSourcePayload, {
    description: 'For editors: creates or changes a source. The same input twice changes nothing.',
  })
  async saveSource(
    @Arg('input', () => SaveSourceInput, { description: 'The source.' }) input: SaveSourceInput,
    @Ctx() context: Context,
  ): Promise<SaveSourcePayload> {
    const outcome = await context.writer.saveSource({
      slug: input.slug,
      name: input.name ?? undefined,
      homepageUrl: input.homepageUrl ?? undefined,
      feedUrl: input.feedUrl,
      language: input.language ?? undefined,
      timeZone: input.timeZone ?? undefined,
      rights: input.rights ?? undefined,
      ifUnmodifiedSince: input.ifUnmodifiedSince ?? undefined,
    });
    if (outcome.kind === 'REFUSED')
      return { source: null, modifiedAt: null, created: false, userErrors: [userError(outcome)] };
    forgetReads(context);
    const { saved } = outcome;
    return {
      source: saved,
      modifiedAt: saved.modifiedAt,
      created: outcome.kind === 'CREATED',
      userErrors: [],
    };
  }
}
