import { Arg, Authorized, Ctx, Directive, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { RunOutcome } from '../entities/ingest-enums.js';
import { IngestReject } from '../entities/ingest-reject.js';
import { IngestRun } from '../entities/ingest-run.js';
import { Source } from '../entities/source.js';
import { SourcePolling } from '../entities/source-polling.js';
import { sourcesById } from '../src/catalog/sources.js';
import type { Context } from '../src/context.js';
import { badInput } from '../src/errors.js';
import { failingSourceIds, recentRuns } from '../src/ingest/recent-runs.js';
import { firstLength, listCost } from './cost.js';
import { forEditors } from './editor-tag.js';

/** Most runs, rejects or sources in one list. */
const most = 50;
const length = { defaultValue: 10, description: `How many, at most ${most}.` };

/** How a source is read: for editors alone. */
@Resolver(() => Source)
export class SourceIngestionResolver {
  @Authorized()
  @Directive(forEditors)
  @FieldResolver(() => SourcePolling, {
    nullable: true,
    description: 'For editors: how its reading goes; null where nobody has asked for it to be read.',
  })
  health(@Root() source: Source, @Ctx() { ingest }: Context): Promise<SourcePolling | null> {
    return ingest.polling(source.id);
  }

  @Authorized()
  @Directive(forEditors)
  @Directive(firstLength)
  @FieldResolver(() => [IngestRun], {
    nullable: true,
    complexity: listCost,
    description: 'For editors: its last readings, the newest first.',
  })
  runs(
    @Root() source: Source,
    @Arg('first', () => Int, length) first: number,
    @Ctx() { ingest }: Context,
  ): Promise<IngestRun[]> {
    return ingest.runs(source.id, bounded(first));
  }

  @Authorized()
  @Directive(forEditors)
  @Directive(firstLength)
  @FieldResolver(() => [IngestReject], {
    nullable: true,
    complexity: listCost,
    description: 'For editors: its entries that were not taken in, the newest first, and why.',
  })
  rejects(
    @Root() source: Source,
    @Arg('first', () => Int, length) first: number,
    @Ctx() { ingest }: Context,
  ): Promise<IngestReject[]> {
    return ingest.rejects(source.id, bounded(first));
  }
}

/** The reading of all sources: for editors alone. */
@Resolver()
export class IngestionResolver {
  @Authorized()
  @Directive(forEditors)
  @Directive(firstLength)
  @Query(() => [IngestRun], {
    nullable: true,
    complexity: listCost,
    description: 'For editors: the last readings of all sources, the newest first.',
  })
  ingestRuns(
    @Arg('first', () => Int, length) first: number,
    @Arg('outcome', () => [RunOutcome], { nullable: true, description: 'Only those that ended so.' })
    outcomes: RunOutcome[] | null,
    @Ctx() { database }: Context,
  ): Promise<IngestRun[]> {
    return recentRuns(database, { first: bounded(first), outcomes: outcomes?.length ? outcomes : undefined });
  }

  @Authorized()
  @Directive(forEditors)
  @Directive(firstLength)
  @Query(() => [Source], {
    nullable: true,
    complexity: listCost,
    description: 'For editors: the sources whose last reading failed, those that failed most often first.',
  })
  async failingSources(
    @Arg('first', () => Int, length) first: number,
    @Ctx() { database }: Context,
  ): Promise<Source[]> {
    const ids = await failingSourceIds(database, bounded(first));
    const found = await sourcesById(database, ids);
    return ids.flatMap((id) => found.get(id) ?? []);
  }
}

/** One reading of a source. */
@Resolver(() => IngestRun)
export class IngestRunResolver {
  @FieldResolver(() => ID, { description: 'Of this run; the same in logs.' })
  id(@Root() run: IngestRun): string {
    return String(run.id);
  }

  @FieldResolver(() => Source, { nullable: true, description: 'What was read.' })
  source(@Root() run: IngestRun, @Ctx() { loaders }: Context): Promise<Source | null> {
    return loaders.source.load(run.sourceId);
  }
}

function bounded(first: number): number {
  if (first < 1 || first > most) throw badInput('first', `must be from 1 to ${most}, not ${first}`);
  return first;
}
