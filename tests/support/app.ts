import { type RunningApp, startApp } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import type { Database } from '../../src/database/database.js';
import type { WebClient } from '../../src/http/web-client.js';
import { createToken } from '../../src/serving/editor-tokens.js';
import { openTestDatabase } from './database.js';
import { keepLog, type LogEntry, type TestLog } from './log.js';

/** The answer to a GraphQL request. */
export interface Answer<Data = Record<string, never>> {
  status: number;
  data: Data;
  errors?: {
    message: string;
    path?: (string | number)[];
    extensions: { code: string; argument?: string; errorId?: string; subgraph?: string };
  }[];
}

/** POSTs an operation and reads the answer. */
export type GraphqlClient = <Data = any>(
  query: string,
  variables?: Record<string, unknown>,
  headers?: Record<string, string>,
) => Promise<Answer<Data>>;

/** A whole server on a port of its own over a fresh database, and a client for it. */
export interface TestApp extends RunningApp {
  database: Database;
  /** Every statement sent to the database since the last `statements.length = 0`. */
  statements: string[];
  /** Lines of the log. */
  log: LogEntry[];
  logged: TestLog['logged'];
  editorToken: string;
  graphql: GraphqlClient;
  /** The same with the editor's token. */
  edit<Data = any>(query: string, variables?: Record<string, unknown>): Promise<Answer<Data>>;
}

export interface TestAppOptions {
  env?: NodeJS.ProcessEnv;
  /** Instead of a fresh database. */
  database?: Database;
  /** With it sources are read; it is closed with the server. */
  web?: WebClient;
}

/** A client of the server at an address such as `http://127.0.0.1:4000`. */
export function graphqlClient(url: string): GraphqlClient {
  return async (query, variables = {}, headers = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        ...headers,
      },
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, ...((await response.json()) as object) } as never;
  };
}

/** Starts the real thing. `stop` also removes its database. */
export async function startTestApp({ env = {}, ...options }: TestAppOptions = {}): Promise<TestApp> {
  const statements: string[] = [];
  const { logger, entries: log, logged } = keepLog();
  const database =
    options.database ?? (await openTestDatabase({ onStatement: (text) => statements.push(text) }));
  const app = await startApp(readConfig({ PORT: '0', ...env }), database, logger, { web: options.web });
  const editorToken = await createToken(database, { name: `editor-${Math.random()}` });
  const graphql = graphqlClient(app.url);
  return {
    ...app,
    database,
    statements,
    log,
    logged,
    editorToken,
    graphql,
    edit: (query, variables) => graphql(query, variables, { authorization: `Bearer ${editorToken}` }),
    async stop() {
      await app.stop();
      await database.close();
    },
  };
}
