import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { recordViews } from '../../resolvers/record-views.js';
import type { Services, Viewer } from '../context.js';
import { badInput } from '../errors.js';

const beacon = z.object({ articleIds: z.array(z.string()) });

/** Who sends a request. */
export function viewerOf(request: FastifyRequest): Viewer {
  return { address: request.ip, userAgent: request.headers['user-agent'] };
}

/**
 * `POST /views` with `{"articleIds": [...]}`, as JSON or as the plain text that `navigator.sendBeacon` sends:
 * the mutation `recordViews` for pages that are being left. 204 once the views are on disk.
 */
export function viewRoutes({ database, viewRecorder }: Services): FastifyPluginAsync {
  return async (server) => {
    server.addContentTypeParser(
      ['text/plain', 'application/json'],
      { parseAs: 'string' },
      (_request, body, done) => {
        done(null, body);
      },
    );
    server.post('/views', async (request, reply) => {
      const { articleIds } = parseBeacon(request.body);
      const viewer = viewerOf(request);
      const { unknown } = await recordViews(articleIds, 'articleIds', { database, viewRecorder, viewer });
      if (unknown.length === 0) return reply.code(204).send();
      const message = `There is no such article: ${unknown.join(', ')}`;
      return reply.code(404).send({ code: 'NOT_FOUND', message });
    });
  };
}

function parseBeacon(body: unknown): z.infer<typeof beacon> {
  try {
    return beacon.parse(JSON.parse(String(body)));
  } catch {
    throw badInput('body', 'must be JSON such as {"articleIds": ["QXJ0aWNsZTox"]}');
  }
}
