import { type RunningApp, startSubgraph } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import type { Database } from '../../src/database/database.js';
import { createLogger } from '../../src/observability/logger.js';
import type { Answer } from './app.js';
import { openTestDatabase } from './database.js';

/** One subgraph on a port of its own over a fresh database, and a router's way to ask it. */
export interface TestSubgraph extends RunningApp {
  database: Database;
  /** Every statement sent to the database since the last `statements.length = 0`. */
  statements: string[];
  graphql<Data = any>(query: string, variables?: Record<string, unknown>): Promise<Answer<Data>>;
  /** Asks for entities; `selection` is what is asked of them: `... on Article { headline }`. */
  entities(representations: unknown[], selection: string): Promise<Answer<{ _entities: any[] }>>;
}

/** Starts a subgraph that is open to anybody. `stop` also removes its database. */
export async function startTestSubgraph(
  name: 'catalog' | 'popularity',
  { env = {} }: { env?: NodeJS.ProcessEnv } = {},
): Promise<TestSubgraph> {
  const statements: string[] = [];
  const database = await openTestDatabase({ onStatement: (text) => statements.push(text) });
  const config = readConfig({ PORT: '0', ...env });
  const app = await startSubgraph(config, database, { name, open: true }, createLogger('silent'));
  const graphql: TestSubgraph['graphql'] = async (query, variables = {}) => {
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, ...((await response.json()) as object) } as never;
  };
  return {
    ...app,
    database,
    statements,
    graphql,
    entities: (representations, selection) =>
      graphql(
        `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`,
        { representations },
      ),
    async stop() {
      await app.stop();
      await database.close();
    },
  };
}
