import { buildASTSchema } from 'graphql';
import { loadGraph } from '../../src/gateway/load-graph.js';
import { createRemotes } from '../../src/gateway/remotes.js';
import type { Subgraph } from '../../src/gateway/subgraph.js';
import { SupergraphError } from '../../src/gateway/supergraph.js';
import { subgraphSchema, supergraphOf } from '../support/federation.js';

const own = 'type Query { book: Book } type Book @key(fields: "id") { id: ID! title: String }';
const { sdl, publicDocument } = supergraphOf({
  own,
  likes: 'type Book @key(fields: "id") { id: ID! likes: Int }',
  tags: 'type Book @key(fields: "id") { id: ID! tags: [String] }',
});

let events: string[];
/** Remote subgraphs that are told of, and of which one may have no address that can be used. */
function remotes({ broken }: { broken?: string } = {}) {
  events = [];
  return createRemotes((name, url): Subgraph => {
    if (name === broken) throw new Error(`${name} has no address`);
    events.push(`open ${name} "${url}"`);
    return {
      name,
      execute: async () => ({ data: null }),
      close: async () => void events.push(`close ${name}`),
    };
  });
}

describe('a graph', () => {
  it('opens the subgraphs that it names, and closes them', async () => {
    const graph = await loadGraph(sdl, { remotes: remotes() });
    expect(events.splice(0).sort()).toEqual(['open likes ""', 'open own ""', 'open tags ""']);
    await graph.close?.();
    expect(events.sort()).toEqual(['close likes', 'close own', 'close tags']);
  });

  it('opens none for the part that is in this process', async () => {
    const local = { name: 'own', subgraph: subgraphSchema(own), api: buildASTSchema(publicDocument) };
    const graph = await loadGraph(sdl, { remotes: remotes(), local });
    expect(events).toEqual(['open likes ""', 'open tags ""']);
    await graph.close?.();
  });

  it('gives back what it has opened where one cannot be opened', async () => {
    await expect(loadGraph(sdl, { remotes: remotes({ broken: 'tags' }) })).rejects.toThrow(
      'tags has no address',
    );
    expect(events.slice(2).sort()).toEqual(['close likes', 'close own']);
  });

  it.each<[what: string, text: string, message: RegExp]>([
    ['is no supergraph', own, /^This is no supergraph/],
    [
      'does not suit the planner',
      sdl.replaceAll('graph: TAGS', 'graph: NOBODY'),
      /^The query planner does not take/,
    ],
    ['kills the planner', sdl.replaceAll('key: "id"', 'key: "isbn"'), /^The query planner does not survive/],
    [
      'shows clients no schema',
      `${sdl.replace('type Book', 'type Book implements Item')}\ninterface Item @join__type(graph: OWN) { name: String }`,
      /^What the supergraph shows to clients is no schema: .*Item\.name/,
    ],
  ])('is refused, before anything is opened, where it %s', async (_what, text, message) => {
    const problem = await loadGraph(text, { remotes: remotes() }).catch((error: Error) => error);
    expect(problem).toBeInstanceOf(SupergraphError);
    expect((problem as Error).message).toMatch(message);
    expect(events).toEqual([]);
  });
});
