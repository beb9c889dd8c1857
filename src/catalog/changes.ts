import type { Transaction } from '../database/database.js';

/** What a write did to one article. */
export interface ArticleChange {
  kind: 'PUBLISHED' | 'MODIFIED' | 'WITHDRAWN';
  articleId: number;
}

/**
 * Is told of changes inside the transaction that makes them, so that what it writes stands or falls with them.
 * They are in src/change-listeners.ts; the catalog does not know who listens.
 */
export type ChangeListener = (transaction: Transaction, changes: readonly ArticleChange[]) => Promise<void>;
