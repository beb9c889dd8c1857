import { GraphQLError } from 'graphql';
import { createReports } from '../../src/gateway/reports.js';

const at = (...path: (string | number)[]) => new GraphQLError('Torn', { path });

describe('an error', () => {
  const reports = createReports([at('a', 1, 'b'), at('c')]);

  it.each<[path: (string | number)[], isAt: boolean, explains: boolean]>([
    [['a', 1, 'b'], true, true],
    [['a', 1], true, true],
    [['a'], true, true],
    [['c'], true, true],
    [['a', 1, 'b', 'more'], false, true],
    [['c', 0, 'x'], false, true],
    [['a', 0], false, false],
    [['a', 1, 'c'], false, false],
    [['a', '1'], false, false],
    [['x'], false, false],
  ])('is at a place, or explains its null: %j', (path, isAt, explains) => {
    expect([reports.isAt(path), reports.explains(path)]).toEqual([isAt, explains]);
  });
});

it('keeps all errors in their order', () => {
  const errors = [at('b'), at('a'), at('b')];
  const reports = createReports(errors.slice(0, 2));
  reports.add(errors[2] as GraphQLError);
  expect(reports.errors).toEqual(errors);
});

it('takes an error without a path for one about everything', () => {
  const reports = createReports([new GraphQLError('Torn')]);
  expect(reports.explains(['a', 1])).toBe(true);
  expect(reports.isAt(['a'])).toBe(false);
});

it('finds its way among very many', () => {
  const errors = Array.from({ length: 50_000 }, (_, index) => at('list', index, 'x'));
  const reports = createReports(errors);
  expect(
    errors.every((_, index) => reports.isAt(['list', index]) && !reports.explains(['list', index, 'y'])),
  ).toBe(true);
});
