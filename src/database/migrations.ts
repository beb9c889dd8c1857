import { Foundation1764000000000 } from './migrations/1764000000000-foundation.js';

/** All migrations, oldest first. A released one is never edited: add another. */
export const migrations = [Foundation1764000000000];
