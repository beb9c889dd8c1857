import { compose } from '../../src/gateway/compose.js';
import { tryPlanner } from '../../src/gateway/planner-trial.js';
import { SupergraphError } from '../../src/gateway/supergraph.js';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])';
const { supergraph } = compose([
  { name: 'catalog', sdl: `${link} type Query { a: Article } type Article @key(fields: "id") { id: ID! }` },
  { name: 'comments', sdl: `${link} type Article @key(fields: "id") { id: ID! count: Int }` },
]);

describe('the trial of the planner', () => {
  it('settles for what it takes, and for what it merely refuses', async () => {
    await tryPlanner(supergraph);
    await tryPlanner('type Query {');
  });

  it.each([
    ['a field that is not there', supergraph.replaceAll('key: "id"', 'key: "isbn"'), /'isbn'/],
    ['no field', supergraph.replaceAll('key: "id"', 'key: "{"'), /survive/],
    ['no type to ask', supergraph.replace('query: Query', 'query: Nothing'), /survive/],
  ])('refuses what would end the process: a supergraph that names %s', async (_what, sdl, reason) => {
    const refusal = await tryPlanner(sdl).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(SupergraphError);
    expect((refusal as Error).message).toMatch(/^The query planner does not survive this supergraph: ./);
    expect((refusal as Error).message).toMatch(reason);
  });
});
