import { EventEmitter } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type Finished, finished, type Workspace } from '../cli/run.js';

export type LogEntry = Record<string, unknown>;

/** `broadsheet serve` as a process of its own, listening. */
export interface ServerProcess {
  url: string;
  /** The entries of its log so far. */
  log: LogEntry[];
  /** The first entry that matches, whether it is there or still to come. */
  logged(matches: (entry: LogEntry) => boolean): Promise<LogEntry>;
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
  const log: LogEntry[] = [];
  const told = new EventEmitter();
  createInterface(child.stdout as Readable).on('line', (line) => {
    const entry = JSON.parse(line) as LogEntry;
    log.push(entry);
    told.emit('entry', entry);
  });
  const logged: ServerProcess['logged'] = (matches) =>
    new Promise((resolve, reject) => {
      const known = log.find(matches);
      if (known) return resolve(known);
      told.on('entry', (entry: LogEntry) => matches(entry) && resolve(entry));
      void ended.then(({ stderr }) => reject(new Error(`The server ended: ${stderr}`)));
    });
  // The last thing that it does at its start.
  await new Promise<void>((resolve) => {
    child.stderr?.on('data', (text: string) => text.includes('Broadsheet is up') && resolve());
    void ended.then(() => resolve());
  });
  const listening = await logged(({ msg }) => String(msg).startsWith('Server listening at '));
  const url = String(listening.msg).slice('Server listening at '.length);
  return {
    url,
    log,
    logged,
    end(signal) {
      child.kill(signal);
      return ended;
    },
    kill: (signal) => void child.kill(signal),
    ended,
    async graphql(query, headers = {}) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json',
          ...headers,
        },
        body: JSON.stringify({ query }),
      });
      return { status: response.status, ...((await response.json()) as object) };
    },
  };
}
