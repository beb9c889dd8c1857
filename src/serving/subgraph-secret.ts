import { createHash, timingSafeEqual } from 'node:crypto';
import type { onRequestAsyncHookHandler } from 'fastify';
import { CatalogedError } from '../errors.js';

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * A hook for the routes of a subgraph: lets only callers pass that send `Router-Authorization: Bearer SECRET`.
 * `Authorization` stays the editor's own.
 *
 * @param secrets - Any of these opens; several at once while a secret is being changed. None: nobody passes.
 * @throws CatalogedError UNAUTHENTICATED
 */
export function subgraphSecret(secrets: readonly string[]): onRequestAsyncHookHandler {
  const hashes = secrets.map(hashOf);
  return async ({ headers }) => {
    const [, given] = /^Bearer +(\S+)$/i.exec(String(headers['router-authorization'])) ?? [];
    // Hashes are of one length, and all are compared: how long it takes tells nothing about a secret.
    const hash = hashOf(given ?? '');
    const matches = hashes.filter((known) => timingSafeEqual(known, hash));
    if (given !== undefined && matches.length > 0) return;
    throw new CatalogedError(
      'UNAUTHENTICATED',
      'This subgraph answers its routers only: send "Router-Authorization: Bearer SECRET" with a secret of its SUBGRAPH_SECRET',
    );
  };
}
