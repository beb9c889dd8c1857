import { Ctx, Directive, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { HubSubscriptionState } from '../entities/hub-subscription.js';
import { PollingReason } from '../entities/ingest-enums.js';
import { DateTime, Url } from '../entities/scalars.js';
import { SourcePolling } from '../entities/source-polling.js';
import type { Context } from '../src/context.js';
import { forEditors } from './editor-tag.js';

@Directive(forEditors)
@ObjectType({ description: 'The subscription of a source at the hub that its feed names (WebSub).' })
class SourceHub {
  @Field(() => Url, { description: 'The hub that was asked last.' })
  hubUrl!: string;

  @Field(() => HubSubscriptionState, { description: 'How far it has come.' })
  state!: HubSubscriptionState;

  @Field(() => DateTime, { nullable: true, description: 'Until when the hub calls; it is renewed before.' })
  leaseUntil!: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When the hub called last.' })
  deliveredAt!: number | null;

  @Field(() => String, { nullable: true, description: 'What went wrong, and what to try.' })
  problem!: string | null;
}

/** What of the reading of a source follows a rule. */
@Resolver(() => SourcePolling)
export class SourceHealthResolver {
  @FieldResolver(() => DateTime, {
    nullable: true,
    description: 'When it is read next; null while it is paused and nobody has asked for it.',
  })
  nextRunAt(@Root() polling: SourcePolling): number | null {
    return isToBeRead(polling) ? polling.nextRunAt : null;
  }

  @FieldResolver(() => PollingReason, { nullable: true, description: 'Why then.' })
  nextRunReason(@Root() polling: SourcePolling): PollingReason | null {
    return isToBeRead(polling) ? polling.nextRunReason : null;
  }

  @FieldResolver(() => SourceHub, {
    nullable: true,
    description: 'Its subscription at a hub; null where its feed offers none.',
  })
  hub(@Root() { sourceId }: SourcePolling, @Ctx() { ingest }: Context): Promise<SourceHub | null> {
    return ingest.hub(sourceId);
  }
}

function isToBeRead({ state, requestedAt }: SourcePolling): boolean {
  return state === 'ACTIVE' || requestedAt !== null;
}
