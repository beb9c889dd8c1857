import { sourceBySlug } from '../../src/catalog/sources.js';
import { catalogWriterIn } from '../../src/catalog/writer.js';
import type { Database } from '../../src/database/database.js';
import { canonicalLocale, type NewSource, sourceFinder } from '../../src/ingest/store-source.js';
import { openTestDatabase } from '../support/database.js';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const find = (url: string, made?: NewSource, slug?: string) =>
  database.transaction(async (tx) => {
    const finder = await sourceFinder(tx, catalogWriterIn(tx, [], Date.now()), slug);
    return finder(url, made);
  });

describe('sourceFinder', () => {
  it('makes a source for a host, and finds it again under any of its addresses', async () => {
    const id = await find('http://www.ribao.example/a/1.html', { name: '日报', language: 'zh_cn' });
    expect(await find('https://ribao.example/b')).toBe(id);
    expect(await sourceBySlug(database, 'ribao-example')).toMatchObject({
      id,
      name: '日报',
      homepageUrl: 'http://www.ribao.example/',
      language: 'zh-CN',
      timeZone: 'Asia/Shanghai',
    });
  });

  it('names what it knows no better after the host, in English and UTC', async () => {
    await find('https://plain.example/1', { name: ' ', language: 'not a language' });
    expect(await sourceBySlug(database, 'plain-example')).toMatchObject({
      name: 'plain.example',
      language: 'en',
      timeZone: 'UTC',
    });
  });

  it('never takes the source of another host for its own because their slugs meet', async () => {
    const dotted = await find('https://one.two.example/');
    const hyphened = await find('https://one-two.example/');
    expect(hyphened).not.toBe(dotted);
    expect(await sourceBySlug(database, 'one-two-example-2')).toMatchObject({ id: hyphened });
  });

  it('gives every address the source that is named, if there is one', async () => {
    const id = await find('https://named.example/');
    expect(await find('https://far.example/', {}, 'named-example')).toBe(id);
    await expect(find('https://far.example/', {}, 'nobody')).rejects.toThrow('There is no source "nobody"');
  });
});

describe('canonicalLocale', () => {
  it.each([
    ['zh_cn', 'zh-CN'],
    [' EN-us', 'en-US'],
    ['en, fr', undefined],
    [undefined, undefined],
  ])('reads %j as %j', (tag, locale) => {
    expect(canonicalLocale(tag)).toBe(locale);
  });
});
