import sql, { join } from 'sql-template-tag';
import type { ChangeListener } from '../catalog/changes.js';
import {
  type CopyRow,
  contentHashOf,
  endCopies,
  endStandIns,
  linkCopies,
  moveAddresses,
  saveCopies,
} from '../catalog/copies/copies.js';
import { holdersOf, saveSignatures } from '../catalog/copies/signatures.js';
import type { ArticleDraft } from '../catalog/draft.js';
import type { PublishOutcome } from '../catalog/publish.js';
import { contentsOf } from '../catalog/versions.js';
import type { CatalogWriter } from '../catalog/writer.js';
import type { Transaction } from '../database/database.js';
import { type Arrival, keyOf, type UndatedDraft } from './store-arrival.js';
import { knownDates, storedFor } from './store-known.js';
import { type Judged, resultOf, type StoreResult } from './store-result.js';
import { withUnsaid } from './store-unsaid.js';
import { judge, ownDraft, type Publication, type Stored } from './store-verdict.js';

/** What a wave is stored with. */
export interface WaveServices {
  tx: Transaction;
  writer: CatalogWriter;
  listeners: readonly ChangeListener[];
  /** Milliseconds. */
  now: number;
}

/** Stores arrivals of which none is the same as another. Costs the same few statements for one as for hundreds. */
export async function storeWave(
  services: WaveServices,
  arrivals: readonly Arrival[],
): Promise<StoreResult[]> {
  const { tx } = services;
  const holders = await holdersOf(tx, [...new Set(arrivals.flatMap(({ sketch }) => sketch))]);
  const stored = await storedFor(tx, arrivals, holders);
  const judged: Judged[] = onceEach(
    arrivals.map((arrival) => ({ arrival, verdict: judge(arrival, stored) })),
  );
  const ended = judged.filter(({ verdict }) => verdict.kind === 'PUBLISH' && verdict.ends);
  await endCopies(
    tx,
    ended.map(({ arrival }) => arrival.own.urlKey),
  );
  const replaced = await replacedCopies(services, judged);
  await dropLinks(services, judged);
  await publish(services, judged, stored);
  await keepCopies(services, judged, replaced, stored);
  await saveSignatures(
    tx,
    judged.flatMap(({ arrival: { sketch }, verdict, outcome }) => {
      const keepsText = verdict.kind === 'PUBLISH' && verdict.keepsTextOf !== undefined;
      return isWritten(outcome) && !keepsText ? { articleId: outcome.articleId, hashes: sketch } : [];
    }),
    holders,
  );
  return judged.map((each) => resultOf(each));
}

/** Of two arrivals that are to replace the same article one does; the other is judged a copy when it comes again. */
function onceEach(judged: Judged[]): Judged[] {
  const taken = new Set<number>();
  return judged.map(({ arrival, verdict }) => {
    if (verdict.kind !== 'PUBLISH' || !verdict.replaces) return { arrival, verdict };
    const { original } = verdict.replaces;
    if (taken.has(original.id))
      return { arrival, verdict: { kind: 'COPY', of: verdict.replaces, named: false, drops: verdict.drops } };
    taken.add(original.id);
    return { arrival, verdict };
  });
}

/** The articles that are to be copies from now on, as they are before they get the text of their originals. */
async function replacedCopies({ tx, now }: WaveServices, judged: readonly Judged[]): Promise<CopyRow[]> {
  const replacing = judged.flatMap(({ arrival, verdict }) =>
    verdict.kind === 'PUBLISH' && verdict.replaces ? { arrival, match: verdict.replaces } : [],
  );
  const contents = await contentsOf(
    tx,
    replacing.map(({ match }) => match.original.id),
  );
  return replacing.flatMap(({ match: { original, kind, similarity } }) => {
    const draft = contents.get(original.id)?.draft;
    if (!draft) return [];
    const { urlKey, url } = { urlKey: keyOf(original.originalUrl), url: original.originalUrl };
    const { headline, publishedAt, sourceId } = draft;
    return {
      ...{
        urlKey,
        url,
        headline,
        publishedAt,
        sourceId,
        kind,
        similarity,
        articleId: original.id,
        foundAt: now,
      },
      ...{
        named: original.names.length > 0,
        standsIn: false,
        contentHash: contentHashOf(draft),
        content: draft,
      },
    };
  });
}

/** Makes one of an article that held nothing but a link and the one that has its text. */
async function dropLinks({ tx, listeners }: WaveServices, judged: readonly Judged[]): Promise<void> {
  const dropped: number[] = [];
  for (const { verdict } of judged) {
    if ((verdict.kind !== 'COPY' && verdict.kind !== 'PUBLISH') || verdict.drops === undefined) continue;
    const into = verdict.kind === 'COPY' ? verdict.of : verdict.replaces;
    if (!into) continue;
    await moveAddresses(tx, verdict.drops, into.original.id);
    dropped.push(verdict.drops);
  }
  if (dropped.length === 0) return;
  // For whoever listens it is gone, as a withdrawn one is.
  const changes = dropped.map((articleId) => ({ kind: 'WITHDRAWN' as const, articleId }));
  for (const listener of listeners) await listener(tx, changes);
  await tx.execute(sql`DELETE FROM article WHERE id IN (${join(dropped)})`);
}

/** Publishes what is to be an article. One without a date has the one it had, or else is dated now. */
async function publish({ tx, writer, now }: WaveServices, judged: Judged[], stored: Stored): Promise<void> {
  const due = judged.flatMap((each) =>
    each.verdict.kind === 'PUBLISH' ? { each, verdict: each.verdict } : [],
  );
  if (due.length === 0) return;
  const dates = await knownDates(
    tx,
    due.flatMap(({ verdict }) => (verdict.draft.publishedAt === undefined ? verdict.draft.originalUrl : [])),
  );
  const contents = await contentsOf(
    tx,
    due.flatMap(({ each, verdict }) => idBefore(each.arrival, verdict, stored) ?? []),
  );
  const drafts = due.map(({ each: { arrival }, verdict }): ArticleDraft => {
    const { draft, replaces, standsIn, keepsTextOf } = verdict;
    const before = contents.get(idBefore(arrival, verdict, stored) ?? 0)?.draft;
    const next = before
      ? withUnsaid(draft, before, { standsIn, keepsText: keepsTextOf !== undefined })
      : draft;
    const { readAt, isBeginning, ...given } = next;
    const aliasUrls = [
      ...ownAliases(arrival, draft, stored),
      ...(replaces ? [replaces.original.originalUrl] : []),
    ];
    return {
      ...given,
      aliasUrls,
      publishedAt: given.publishedAt ?? dates.get(keyOf(given.originalUrl)) ?? now,
    };
  });
  const outcomes = await writer.publish(drafts);
  for (const [index, { each }] of due.entries()) each.outcome = outcomes[index] as PublishOutcome;
}

/** The article of which this is the next version. */
function idBefore(arrival: Arrival, { draft, ends }: Publication, stored: Stored): number | undefined {
  if (ends) return undefined;
  const urls = [draft.originalUrl, ...ownAliases(arrival, draft, stored)];
  return urls.flatMap((url) => stored.addresses.get(keyOf(url))?.articleId ?? [])[0];
}

/** Not those that lead to another source's article, unless it was read there: that one is not to be changed. */
function ownAliases({ own }: Arrival, { aliasUrls = [], sourceId }: UndatedDraft, { addresses }: Stored) {
  return aliasUrls.filter((alias) => {
    const known = addresses.get(keyOf(alias));
    if (!known || known.sourceId === sourceId || known.sourceId === own.sourceId) return true;
    return known.isOriginal && keyOf(alias) === own.urlKey;
  });
}

/** Writes what the wave has made copies, and what stands in for its original, with the links to them. */
async function keepCopies(
  { tx, listeners, now }: WaveServices,
  judged: readonly Judged[],
  replaced: readonly CopyRow[],
  stored: Stored,
): Promise<void> {
  const rows = [...judged.flatMap((each) => copyRow(each, now) ?? []), ...replaced];
  await saveCopies(tx, rows);
  const itself = judged.flatMap(({ verdict, outcome }) =>
    verdict.kind === 'PUBLISH' && !verdict.standsIn && outcome?.kind === 'MODIFIED' ? outcome.articleId : [],
  );
  const hasCome = (await endStandIns(tx, itself)) > 0;
  // With those of which it was a copy before.
  const linked = judged.flatMap(({ arrival, verdict }) => {
    const before = stored.copies.get(arrival.own.urlKey)?.articleId ?? [];
    if (verdict.kind === 'COPY') return [verdict.of.original.id, before].flat();
    return verdict.kind === 'PUBLISH' && verdict.ends ? before : [];
  });
  const rewritten = judged.flatMap(({ verdict, outcome }) =>
    isWritten(outcome) && verdict.kind === 'PUBLISH' && (verdict.replaces || hasCome)
      ? outcome.articleId
      : [],
  );
  await linkCopies(tx, [...new Set([...linked, ...rewritten])]);
  const changes = [...new Set(linked)].map((articleId) => ({ kind: 'MODIFIED' as const, articleId }));
  if (changes.length > 0) for (const listener of listeners) await listener(tx, changes);
}

function copyRow({ arrival, verdict, outcome }: Judged, now: number): CopyRow | undefined {
  const { own } = arrival;
  const content = ownDraft(arrival);
  const row = {
    ...{ urlKey: own.urlKey, url: own.url, sourceId: own.sourceId, headline: content.headline },
    ...{ publishedAt: content.publishedAt ?? null, foundAt: now, contentHash: contentHashOf(content) },
    content: { ...content, publishedAt: content.publishedAt ?? now },
  };
  if (verdict.kind === 'COPY') {
    const { original, kind, similarity } = verdict.of;
    return { ...row, articleId: original.id, kind, similarity, named: verdict.named, standsIn: false };
  }
  if (verdict.kind !== 'PUBLISH' || !verdict.standsIn || !isWritten(outcome)) return undefined;
  return { ...row, articleId: outcome.articleId, kind: 'COPY', similarity: 1, named: true, standsIn: true };
}

function isWritten(
  outcome: PublishOutcome | undefined,
): outcome is PublishOutcome & { kind: 'PUBLISHED' | 'MODIFIED'; articleId: number } {
  return outcome?.kind === 'PUBLISHED' || outcome?.kind === 'MODIFIED';
}
