import { fileURLToPath } from 'node:url';
import type { FastifyPluginAsync } from 'fastify';
import type { ExampleSource } from '../example-query.js';
import { contentCoding, readAssets } from './assets.js';
import { pageHeaders } from './html.js';
import { explorerPage, explorerPolicy } from './page.js';

/** What {@link explorerRoutes} needs. */
export interface ExplorerOptions {
  example: ExampleSource;
  /** Where the bundle is; by default the `dist/explorer` that `npm run build` makes. */
  folder?: string;
}

// Seen from dist/src/serving/explorer/routes.js.
const builtFolder = fileURLToPath(new URL('../../../explorer', import.meta.url));

/**
 * GET /explorer, the bundled GraphiQL with an example in it, and GET /explorer/assets/*, its files.
 * Nothing is loaded from another origin. Where the bundle was never built, /explorer says so with 503.
 */
export function explorerRoutes({ example, folder = builtFolder }: ExplorerOptions): FastifyPluginAsync {
  return async (app) => {
    const built = await readAssets(folder);

    app.get('/explorer', async (_request, reply) => {
      if (!built) return reply.code(503).send('The explorer is not built: run "npm run build".\n');
      return reply
        .headers({ ...pageHeaders, 'Content-Security-Policy': explorerPolicy })
        .send(explorerPage(built.manifest, await example()));
    });

    app.get<{ Params: { name: string } }>('/explorer/assets/:name', async (request, reply) => {
      const asset = built?.assets.get(request.params.name);
      if (!asset) return reply.callNotFound();
      const coding = contentCoding(request.headers['accept-encoding']);
      const { bytes, etag } = (coding && asset.compressed[coding]) ?? asset;
      reply.headers({
        ETag: etag,
        Vary: 'Accept-Encoding',
        // A name carries the hash of its content, so what it names never changes.
        'Cache-Control': 'public, max-age=31536000, immutable',
        'X-Content-Type-Options': 'nosniff',
      });
      if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send();
      if (coding) reply.header('Content-Encoding', coding);
      return reply.type(asset.contentType).send(bytes);
    });
  };
}
