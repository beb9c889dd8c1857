import { finished, type Finished, type Workspace } from '../cli/run.js';

/** `broadsheet serve` as a process of its own, listening. */
export interface ServerProcess {
  url: string;
  /** The entries of its log so far. */
  log(): Record<string, unknown>[];
  /** Sends a signal, and settles when the process has ended. */
  end(signal: NodeJS.Signals): Promise<Finished>;
  /** Sends a signal and goes on. */
  kill(signal: NodeJS.Signals): void;
  /** Settles when the process has ended. */
  ended: Promise<Finished>;
  /** POSTs an operation and reads the answer. */
  graphql(query: string, headers?: Record<string, string>): Promise<GraphqlAnswer>;
}

export interface GraphqlAnswer {
  status: number;
  data?: Record<string, unknown>;
  errors?: { message: string; extensions: { code: string; errorId?: string } }[];
}

/** Starts the built server over the workspace's database, on a free port unless `env` names one. */
export async function startServer(workspace: Workspace, env: NodeJS.ProcessEnv = {}): Promise<ServerProcess> {
  const child = workspace.start(['serve', '--migrate'], { env: { PORT: '0', ...env } });
  const ended = finished(child);
  let stdout = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (text: string) => {
      stdout += text;
      const [, found] = /Server listening at (http:[^"]+)/.exec(stdout) ?? [];
      if (found) resolve(found);
    });
    void ended.then(({ stderr }) => reject(new Error(`The server ended: ${stderr}`)));
  });
  return {
    url,
    log: () =>
      stdout
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line)),
    end(signal) {
      child.kill(signal);
      return ended;
    },
    kill: (signal) => void child.kill(signal),
    ended,
    async graphql(query, headers = {}) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
        body: JSON.stringify({ query }),
      });
      return { status: response.status, ...((await response.json()) as object) };
    },
  };
}
