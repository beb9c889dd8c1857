import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { articlePageExample, articlePageQuery, exampleFor } from '../../src/serving/example-query.js';

describe('the article-page query', () => {
  const schema = buildSchema(readFileSync('schema/api.graphql', 'utf8'));

  it('is valid against the published schema', () => {
    expect(validate(schema, parse(articlePageQuery))).toEqual([]);
  });

  it('asks for an article that is held, or for none', async () => {
    const onError = jest.fn();
    const variables = async (slug?: string) =>
      (await articlePageExample(async () => slug, onError)()).variables;
    expect(await variables('tide-tables')).toEqual({ slug: 'tide-tables' });
    expect(await variables()).toEqual({ slug: '' });
    expect(onError).not.toHaveBeenCalled();
  });

  it('survives an unreachable database, and reports it', async () => {
    const onError = jest.fn();
    const away = new Error('database away');
    const example = articlePageExample(() => Promise.reject(away), onError);
    expect(await example()).toEqual({ query: articlePageQuery, variables: { slug: '' } });
    expect(onError).toHaveBeenCalledWith(away);
  });

  it('gives way to what any schema answers where there are no articles', () => {
    const other = buildSchema('type Query { greeting: String }');
    const { query } = exampleFor(other);
    expect(validate(other, parse(query))).toEqual([]);
    expect(exampleFor(schema).query).toBe(articlePageQuery);
  });
});
