import { readFile } from 'node:fs/promises';
import type { SubgraphSdl } from './compose.js';
import { composeMost } from './compose-most.js';
import { type Lookout, lookEvery } from './look-every.js';
import { fetchSdl } from './subgraph-sdl.js';

/**
 * Takes a supergraph's SDL. A rejection refuses it: whoever refuses says why, and it is not offered again until it
 * changes. The next one waits until this is taken.
 */
export type OnSupergraph = (sdl: string) => Promise<void>;

export interface WatchOptions {
  /** The file cannot be read just now. Told once, until it can be read again. */
  onError: (error: Error) => void;
  /** From one look at the file to the next. */
  intervalMs?: number | undefined;
}

/**
 * A supergraph from a file that may be written, replaced, or swapped by a link as Kubernetes does. A change is taken
 * when two looks agree, so that hardly a file is taken half written.
 *
 * The file is read at each look: notices of the file system miss changes that follow one another fast, and do not come
 * from network and shared file systems at all.
 *
 * @throws where the file cannot be read at first, and what `onSupergraph` throws for its first text
 */
export async function watchSupergraphFile(
  path: string,
  onSupergraph: OnSupergraph,
  { onError, intervalMs = 500 }: WatchOptions,
): Promise<Lookout> {
  const read = () =>
    readFile(path, 'utf8').catch((cause: Error) => {
      throw new Error(`${path} cannot be read: ${cause.message}`, { cause });
    });
  let taken = await read();
  await onSupergraph(taken);
  let seen: string | undefined = taken;

  return lookEvery(intervalMs, async (signal) => {
    const before = seen;
    seen = await read().catch((error: Error) => {
      if (before !== undefined) onError(error);
      return undefined;
    });
    if (signal.aborted || seen === undefined || seen !== before || seen === taken) return;
    taken = seen;
    await onSupergraph(taken).catch(() => undefined);
  });
}

/** A subgraph that somebody else runs. */
export interface RemoteSchema {
  name: string;
  /** Where it answers. */
  url: string;
  /** The file with its schema; undefined: the subgraph is asked for it. */
  schemaFile?: string | undefined;
  secret?: string | undefined;
  /** Bound on asking it. */
  timeoutMs?: number | undefined;
}

/** A remote subgraph is not in the graph as it should be. */
export interface SubgraphProblem {
  /** UNREADABLE: its schema cannot be had. NOT_COMPOSED: its schema does not fit in with the others. */
  kind: 'UNREADABLE' | 'NOT_COMPOSED';
  subgraph: string;
  /** What is wrong and what becomes of the subgraph, for operators; has many lines where it does not compose. */
  message: string;
  cause: Error;
}

export interface PollOptions {
  /** What this process serves itself. */
  local: SubgraphSdl;
  remotes: readonly RemoteSchema[];
  /** From one look at the remotes' schemas to the next. */
  intervalMs?: number | undefined;
  onSupergraph: OnSupergraph;
  /** Told once, until the subgraph answers again or a schema changes. */
  onProblem: (problem: SubgraphProblem) => void;
}

/**
 * A supergraph of our own part and remote subgraphs, anew whenever a schema changes. A remote that does not answer keeps
 * its last known schema, one that does not compose the last that did; while there is none it is left out. The first look
 * is done when this settles: a remote that does not answer delays it by its timeout.
 *
 * @throws CompositionError where the local part does not compose on its own
 */
export async function pollSubgraphs(options: PollOptions): Promise<Lookout> {
  const { local, remotes, intervalMs = 10_000, onSupergraph, onProblem } = options;
  const known = new Map<string, string>();
  const silent = new Set<string>();
  let members: readonly SubgraphSdl[] = [];
  let lastWanted: string | undefined;
  let lastOffered: string | undefined;

  async function read(remote: RemoteSchema, signal: AbortSignal): Promise<void> {
    const { name: subgraph } = remote;
    try {
      known.set(subgraph, await schemaOf(remote, signal));
      silent.delete(subgraph);
    } catch (error) {
      if (signal.aborted || silent.has(subgraph)) return;
      silent.add(subgraph);
      report('UNREADABLE', subgraph, error as Error);
    }
  }

  function report(kind: SubgraphProblem['kind'], subgraph: string, cause: Error): void {
    const isMember = members.some(({ name }) => name === subgraph);
    const state = isMember ? 'keeps the schema that it had' : 'is left out of the graph';
    onProblem({ kind, subgraph, message: `The subgraph "${subgraph}" ${state}. ${cause.message}`, cause });
  }

  const lookout = lookEvery(intervalMs, async (signal) => {
    await Promise.all(remotes.map((remote) => read(remote, signal)));
    if (signal.aborted) return;
    const wanted = remotes.flatMap(({ name, url }) => {
      const sdl = known.get(name);
      return sdl === undefined ? [] : { name, url, sdl };
    });
    const asText = JSON.stringify(wanted);
    if (asText === lastWanted) return;
    lastWanted = asText;
    const composed = composeMost({ local, wanted, current: members });
    for (const { subgraph, error } of composed.refused) report('NOT_COMPOSED', subgraph.name, error);
    members = composed.members;
    if (composed.supergraph === lastOffered) return;
    lastOffered = composed.supergraph;
    await onSupergraph(composed.supergraph).catch(() => undefined);
  });
  try {
    await lookout.poll();
    return lookout;
  } catch (error) {
    await lookout.stop();
    throw error;
  }
}

function schemaOf(
  { url, schemaFile, secret, timeoutMs }: RemoteSchema,
  signal: AbortSignal,
): Promise<string> {
  return schemaFile === undefined
    ? fetchSdl(url, { secret, timeoutMs, signal })
    : readFile(schemaFile, { encoding: 'utf8', signal });
}
