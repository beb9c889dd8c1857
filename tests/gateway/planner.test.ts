import { createPlanner, type Planner } from '../../src/gateway/planner.js';
import { readSupergraph, SupergraphError } from '../../src/gateway/supergraph.js';
import { supergraphOf } from '../support/federation.js';

/** A supergraph in which `Book.title` moves from one subgraph to another, in part. */
const moving = (label?: string) =>
  supergraphOf({
    old: 'type Query { book: Book } type Book @key(fields: "id") { id: ID! title: String pages: Int }',
    new: `type Book @key(fields: "id") {
      id: ID!
      title: String @override(from: "old"${label ? `, label: "${label}"` : ''})
    }`,
  });

/** Which subgraphs are asked for the title, in each of many plans. */
async function asked(planner: Planner): Promise<Set<string>> {
  const plans = Array.from({ length: 200 }, () =>
    planner.plan('{ book { title } }', undefined, planner.drawOverrides()),
  );
  const texts = (await Promise.all(plans)).map((plan) => JSON.stringify(plan));
  return new Set(
    texts.map((text) => [...text.matchAll(/"serviceName":"(\w+)"/g)].map(([, name]) => name).join()),
  );
}

describe('a planner', () => {
  it('plans one operation of several', async () => {
    const planner = await createPlanner(moving());
    const text = 'query One { book { pages } } query Two { book { title } }';
    const overrides = planner.drawOverrides();
    expect(await planner.plan(text, 'One', overrides)).toMatchObject({
      node: { kind: 'Fetch', serviceName: 'old' },
    });
    expect(await planner.plan(text, 'Two', overrides)).toMatchObject({ node: { kind: 'Sequence' } });
  });

  it('says what it cannot plan', async () => {
    const planner = await createPlanner(moving());
    await expect(planner.plan('{ nothing }', undefined, planner.drawOverrides())).rejects.toThrow(/nothing/);
    await expect(planner.plan('{ book {', undefined, planner.drawOverrides())).rejects.toThrow();
  });

  it.each([
    ['that is whole', undefined, ['old,new']],
    ['of all requests', 'percent(100)', ['old,new']],
    ['of no request', 'percent(0)', ['old']],
    ['of some', 'percent(50)', ['old', 'old,new']],
  ])('moves a field by an override %s', async (_what, label, expected) => {
    expect([...(await asked(await createPlanner(moving(label))))].sort()).toEqual(expected);
  });

  it('has the same key for the same plans, and another for others', async () => {
    const planner = await createPlanner(moving('percent(50)'));
    const byKey = new Map<number, Set<string>>();
    for (let count = 0; count < 200; count++) {
      const overrides = planner.drawOverrides();
      const plan = JSON.stringify(await planner.plan('{ book { title } }', undefined, overrides));
      byKey.set(overrides.key, (byKey.get(overrides.key) ?? new Set()).add(plan));
    }
    expect([...byKey.values()].map(({ size }) => size)).toEqual([1, 1]);
    const whole = await createPlanner(moving());
    expect(new Set(Array.from({ length: 20 }, () => whole.drawOverrides().key)).size).toBe(1);
  });

  it('does not take every supergraph', async () => {
    const broken = readSupergraph(moving().sdl.replaceAll('graph: NEW', 'graph: NOBODY'));
    await expect(createPlanner(broken)).rejects.toThrow(SupergraphError);
    await expect(createPlanner(broken)).rejects.toThrow(/^The query planner does not take this supergraph: /);
  });
});
