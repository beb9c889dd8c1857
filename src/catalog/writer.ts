import type { Category } from '../../entities/category.js';
import type { Source } from '../../entities/source.js';
import type { Database, Transaction } from '../database/database.js';
import type { ArticleChange, ChangeListener } from './changes.js';
import type { ArticleDraft } from './draft.js';
import { type PublishOutcome, publishArticles } from './publish.js';
import { type CategoryDraft, saveCategory } from './save-category.js';
import type { SaveOutcome } from './save-row.js';
import { type SourceDraft, saveSource } from './save-source.js';
import { type Withdrawal, type WithdrawOutcome, withdrawArticle } from './withdraw.js';

/** Everything that changes the catalog. Each call is one transaction, in which the listeners are told as well. */
export interface CatalogWriter {
  publish(drafts: readonly ArticleDraft[]): Promise<PublishOutcome[]>;
  withdraw(withdrawal: Withdrawal): Promise<WithdrawOutcome>;
  saveSource(draft: SourceDraft): Promise<SaveOutcome<Source>>;
  saveCategory(draft: CategoryDraft): Promise<SaveOutcome<Category>>;
}

/** The same inside a transaction that the caller has opened, to join it with writes of its own. */
export function catalogWriterIn(
  tx: Transaction,
  listeners: readonly ChangeListener[],
  now: number,
): CatalogWriter {
  const announce = async (changes: ArticleChange[]): Promise<void> => {
    if (changes.length > 0) for (const listener of listeners) await listener(tx, changes);
  };
  return {
    async publish(drafts) {
      const outcomes = await publishArticles(tx, drafts, now);
      await announce(
        outcomes.flatMap((outcome) =>
          outcome.kind === 'PUBLISHED' || outcome.kind === 'MODIFIED'
            ? [{ kind: outcome.kind, articleId: outcome.articleId }]
            : [],
        ),
      );
      return outcomes;
    },
    async withdraw(withdrawal) {
      const outcome = await withdrawArticle(tx, withdrawal, now);
      if (outcome.kind === 'WITHDRAWN')
        await announce([{ kind: 'WITHDRAWN', articleId: withdrawal.articleId }]);
      return outcome;
    },
    saveSource: (draft) => saveSource(tx, draft, now),
    saveCategory: (draft) => saveCategory(tx, draft, now),
  };
}

/** A writer that opens a transaction for each call. */
export function catalogWriter(database: Database, listeners: readonly ChangeListener[]): CatalogWriter {
  const inTransaction = <Result>(work: (writer: CatalogWriter) => Promise<Result>): Promise<Result> =>
    database.transaction((tx) => work(catalogWriterIn(tx, listeners, Date.now())));
  return {
    publish: (drafts) => inTransaction((writer) => writer.publish(drafts)),
    withdraw: (withdrawal) => inTransaction((writer) => writer.withdraw(withdrawal)),
    saveSource: (draft) => inTransaction((writer) => writer.saveSource(draft)),
    saveCategory: (draft) => inTransaction((writer) => writer.saveCategory(draft)),
  };
}
