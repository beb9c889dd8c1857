import { composeMost } from '../../src/gateway/compose-most.js';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"]) ';
const local = {
  name: 'local',
  sdl: `${link} type Query { article: Article } type Article @key(fields: "id") { id: ID! title: String }`,
};
const subgraph = (name: string, sdl: string) => ({ name, sdl: link + sdl });
const comments = subgraph('comments', 'type Article @key(fields: "id") { id: ID! comments: [String] }');
const likes = subgraph('likes', 'type Article @key(fields: "id") { id: ID! likes: Int }');
const clashing = subgraph('clashing', 'type Article @key(fields: "id") { id: ID! title: String }');

describe('composing as many subgraphs as will', () => {
  it('takes all that compose', () => {
    const { supergraph, members, refused } = composeMost({ local, wanted: [comments, likes], current: [] });
    expect({ members, refused }).toEqual({ members: [comments, likes], refused: [] });
    expect(supergraph).toContain('LIKES');
  });

  it('leaves out the one that breaks it, and says why', () => {
    const wanted = [comments, clashing, likes];
    const { supergraph, members, refused } = composeMost({ local, wanted, current: [] });
    expect(members).toEqual([comments, likes]);
    expect(supergraph).not.toContain('clashing');
    expect(refused).toEqual([{ subgraph: clashing, error: expect.anything() }]);
    expect(refused[0]?.error.problems).toMatchObject([{ code: 'INVALID_FIELD_SHARING' }]);
  });

  it('adds one that needs what a later one brings', () => {
    const wanted = [
      { name: 'needing', sdl: `extend type Thread @key(fields: "id") { id: ID! @external size: Int }` },
      subgraph('threads', 'type Query { thread: Thread } type Thread @key(fields: "id") { id: ID! }'),
      clashing,
    ];
    const { members, refused } = composeMost({ local, wanted, current: [] });
    expect(members.map(({ name }) => name)).toEqual(['threads', 'needing']);
    expect(refused.map(({ subgraph: { name } }) => name)).toEqual(['clashing']);
  });

  it('keeps what a changed one was where its new schema breaks it, and takes the changes of others', () => {
    const broken = { ...comments, sdl: clashing.sdl };
    const better = subgraph('likes', 'type Article @key(fields: "id") { id: ID! likes: Int loves: Int }');
    const { supergraph, members, refused } = composeMost({
      local,
      wanted: [broken, better],
      current: [comments, likes],
    });
    expect(members).toEqual([comments, better]);
    expect(refused.map(({ subgraph }) => subgraph)).toEqual([broken]);
    expect(supergraph).toMatch(/comments: \[String\].*\n.*likes: Int.*\n.*loves: Int/);
  });

  it('fails where the local part does not compose on its own', () => {
    const nothing = { name: 'local', sdl: `${link} type Article @key(fields: "id") { id: ID! }` };
    expect(() => composeMost({ local: nothing, wanted: [likes], current: [] })).toThrow('NO_QUERIES');
  });
});
