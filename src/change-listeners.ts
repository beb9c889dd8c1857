import type { ChangeListener } from './catalog/changes.js';
import { setListed } from './popularity/listing.js';

/** What else changes, in the same transaction, when an article does: a withdrawn one leaves the rankings. */
export const changeListeners: readonly ChangeListener[] = [
  async (tx, changes) => {
    const withdrawn = changes.filter(({ kind }) => kind === 'WITHDRAWN').map(({ articleId }) => articleId);
    if (withdrawn.length > 0) await setListed(tx, withdrawn, false);
  },
];
