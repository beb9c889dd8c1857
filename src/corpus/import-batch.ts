import type { ChangeListener } from '../catalog/changes.js';
import type { ArticleDraft } from '../catalog/draft.js';
import type { PublishOutcome } from '../catalog/publish.js';
import { type CatalogWriter, catalogWriterIn } from '../catalog/writer.js';
import type { Transaction } from '../database/database.js';
import { seedPopularity } from '../popularity/seeding.js';
import { articleDraft, popularitySeed } from './article-draft.js';
import type { ArticleLine, CorpusLine } from './line-shape.js';
import { type References, saveCategoryLine, saveSourceLine, UnknownReference } from './references.js';

/** A line of the right shape. */
export interface BatchLine {
  number: number;
  value: CorpusLine;
}

/** What became of the articles of a batch, and why lines were refused. */
export interface BatchOutcome {
  published: number;
  modified: number;
  unchanged: number;
  /** By line number. */
  problems: Map<number, string>;
}

interface Candidate {
  number: number;
  line: ArticleLine;
  draft: ArticleDraft;
}

/**
 * Writes the lines of a batch: sources and categories one by one, then all articles together with their popularity,
 * then withdrawals, which take articles out of the rankings again. The same lines once more change nothing.
 */
export async function importBatch(
  tx: Transaction,
  lines: readonly BatchLine[],
  references: References,
  { listeners, now }: { listeners: readonly ChangeListener[]; now: number },
): Promise<BatchOutcome> {
  const writer = catalogWriterIn(tx, listeners, now);
  const problems = new Map<number, string>();
  const candidates: Candidate[] = [];
  for (const { number, value } of lines) {
    const problem =
      value.type === 'article'
        ? addCandidate(candidates, number, value, references)
        : await saveReference(writer, value, references);
    if (problem !== undefined) problems.set(number, problem);
  }

  const results = await writer.publish(candidates.map(({ draft }) => draft));
  const written = candidates.map((candidate, index) => ({
    ...candidate,
    result: results[index] as PublishOutcome,
  }));
  const seeds = written.flatMap(({ line, result }) =>
    result.kind === 'PUBLISHED' ? [popularitySeed(line, result.articleId, now)] : [],
  );
  await seedPopularity(tx, seeds, now);

  const counts = { published: 0, modified: 0, unchanged: 0 };
  for (const { number, line, result } of written) {
    const kind = line.withdrawn ? await withdraw(writer, line, result) : result.kind;
    if (kind !== 'REFUSED') counts[countNames[kind]] += 1;
    else if (result.kind === 'REFUSED') problems.set(number, `${result.field}: ${result.message}`);
  }
  return { ...counts, problems };
}

const countNames = { PUBLISHED: 'published', MODIFIED: 'modified', UNCHANGED: 'unchanged' } as const;

function addCandidate(
  candidates: Candidate[],
  number: number,
  line: ArticleLine,
  references: References,
): string | undefined {
  try {
    candidates.push({ number, line, draft: articleDraft(line, references) });
    return undefined;
  } catch (error) {
    if (error instanceof UnknownReference) return error.message;
    throw error;
  }
}

async function saveReference(
  writer: CatalogWriter,
  line: Exclude<CorpusLine, ArticleLine>,
  references: References,
): Promise<string | undefined> {
  if (line.type === 'source') return saveSourceLine(writer, line, references);
  if (line.type === 'category') return saveCategoryLine(writer, line, references);
  references.permanentIds = line.ids === 'permanent';
  return undefined;
}

/** Puts the tombstone up again. An article that was withdrawn before is refused as a draft, and that is right here. */
async function withdraw(
  writer: CatalogWriter,
  { withdrawn }: ArticleLine,
  result: PublishOutcome,
): Promise<PublishOutcome['kind']> {
  const isGone = result.kind === 'REFUSED' && result.reason === 'WITHDRAWN';
  if (!withdrawn || result.articleId === undefined || (result.kind === 'REFUSED' && !isGone))
    return 'REFUSED';
  const { kind } = await writer.withdraw({
    articleId: result.articleId,
    reason: withdrawn.reason,
    statement: withdrawn.statement ?? null,
    withdrawnAt: withdrawn.at,
  });
  if (kind === 'WITHDRAWN') return result.kind === 'PUBLISHED' ? 'PUBLISHED' : 'MODIFIED';
  return 'UNCHANGED';
}
