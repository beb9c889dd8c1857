import { Foundation1764000000000 } from './migrations/1764000000000-foundation.js';
import { Polling1764100000000 } from './migrations/1764100000000-polling.js';
import { SourceRules1764200000000 } from './migrations/1764200000000-source-rules.js';
import { Copies1764300000000 } from './migrations/1764300000000-copies.js';
import { AddressKeys1764310000000 } from './migrations/1764310000000-address-keys.js';
import { HubSubscriptions1764400000000 } from './migrations/1764400000000-hub-subscriptions.js';

/** All migrations, oldest first. A released one is never edited: add another. */
export const migrations = [
  Foundation1764000000000,
  Polling1764100000000,
  SourceRules1764200000000,
  Copies1764300000000,
  AddressKeys1764310000000,
  HubSubscriptions1764400000000,
];
