import type { FastifyPluginAsync } from 'fastify';
import type { Database } from '../database/database.js';

const patience = 2_000;

/**
 * `GET /livez`: the process runs. `GET /readyz`: it can answer, that is, the database does, where there is one, and has
 * every migration; 503 with the reason otherwise.
 */
export function healthRoutes(database?: Database): FastifyPluginAsync {
  return async (server) => {
    server.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'));
    server.get('/livez', async () => ({ status: 'ok' }));
    server.get('/readyz', async (request, reply) => {
      const problem = await unreadiness(database).catch((error: unknown) => {
        request.log.warn({ err: error }, 'the database does not answer');
        return 'the database does not answer';
      });
      return problem ? reply.code(503).send({ status: 'unavailable', reason: problem }) : { status: 'ok' };
    });
  };
}

async function unreadiness(database: Database | undefined): Promise<string | undefined> {
  if (!database) return undefined;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${patience} ms`)), patience);
  });
  try {
    const pending = await Promise.race([database.pendingMigrations(), timeout]);
    if (pending.length > 0) {
      return `migrations are pending: run "broadsheet migrate" (${pending.join(', ')})`;
    }
    await Promise.race([database.check(), timeout]);
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
