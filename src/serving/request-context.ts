import type { FastifyRequest } from 'fastify';
import { catalogLoaders } from '../catalog/loaders.js';
import type { Context, Services } from '../context.js';
import { CatalogedError } from '../errors.js';
import { healthLoaders } from '../ingest/health-loaders.js';
import { popularityLoader } from '../popularity/loader.js';
import { editorOf } from './editor-tokens.js';
import { withStatus } from './graphql-over-http.js';
import { viewerOf } from './views.js';

export interface ContextOptions {
  /** The HTTP status for an editor's token that is none of ours. To a router, 401 says that its own secret is wrong. */
  refusedToken?: number;
}

/** What a request carries where the resolvers are in this process. */
export async function requestContext(
  services: Services,
  request: FastifyRequest,
  { refusedToken = 401 }: ContextOptions = {},
): Promise<Context> {
  const { database } = services;
  return {
    ...services,
    loaders: catalogLoaders(database),
    popularity: popularityLoader(database),
    ingest: healthLoaders(database),
    viewer: viewerOf(request),
    editor: await editorFrom(request.headers.authorization, services, refusedToken).catch((error) => {
      throw database.dialect.isUnavailable(error) ? withStatus(error, 503) : error;
    }),
  };
}

/** @throws GraphQLError with HTTP status `refusedToken` for a token that is none of ours. */
async function editorFrom(
  authorization: string | undefined,
  { database }: Services,
  refusedToken: number,
): Promise<string | undefined> {
  if (authorization === undefined) return undefined;
  const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  const editor = token === undefined ? null : await editorOf(database, token);
  if (editor !== null) return editor;
  const refusal = new CatalogedError(
    'UNAUTHENTICATED',
    'The token is unknown, expired or revoked; make one with "broadsheet token create", or send no Authorization header to read',
  );
  throw withStatus(refusal, refusedToken);
}
