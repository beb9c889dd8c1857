import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { articlePageQuery, articlePageVariables } from '../../src/serving/example-query.js';

describe('the article-page query', () => {
  it('is valid against the published schema', () => {
    const schema = buildSchema(readFileSync('schema/api.graphql', 'utf8'));
    expect(validate(schema, parse(articlePageQuery))).toEqual([]);
  });

  it('asks for an article that is held, or for none', async () => {
    const onError = jest.fn();
    expect(await articlePageVariables(async () => 'tide-tables', onError)).toEqual({ slug: 'tide-tables' });
    expect(await articlePageVariables(async () => undefined, onError)).toEqual({ slug: '' });
    expect(onError).not.toHaveBeenCalled();
  });

  it('survives an unreachable database, and reports it', async () => {
    const onError = jest.fn();
    const away = new Error('database away');
    expect(await articlePageVariables(() => Promise.reject(away), onError)).toEqual({ slug: '' });
    expect(onError).toHaveBeenCalledWith(away);
  });
});
