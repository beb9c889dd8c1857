import { lineLimit, parseLine, type RawLine, splitLines, UnknownCorpus } from '../../src/corpus/lines.js';
import { article, meta } from './library.js';

async function* chunks(...parts: (string | Buffer)[]): AsyncGenerator<Buffer> {
  for (const part of parts) yield Buffer.from(part);
}

async function split(...parts: (string | Buffer)[]): Promise<RawLine[]> {
  const lines: RawLine[] = [];
  for await (const line of splitLines(chunks(...parts))) lines.push(line);
  return lines;
}

const parse = (text: string | Buffer) => parseLine({ number: 7, bytes: Buffer.from(text) });

describe('splitLines', () => {
  it('numbers lines from 1, wherever the stream is cut, and needs no final newline', async () => {
    const lines = await split('on', 'e\ntw', 'o\n', '\nfour');
    expect(lines.map(({ number, bytes }) => [number, bytes?.toString()])).toEqual([
      [1, 'one'],
      [2, 'two'],
      [3, ''],
      [4, 'four'],
    ]);
  });

  it('lets go of a line beyond the limit and goes on with the next', async () => {
    const half = Buffer.alloc(lineLimit / 2 + 1, 'x');
    const lines = await split('short\n', half, half, '\nafter\n');
    expect(lines.map(({ bytes }) => bytes?.toString())).toEqual(['short', undefined, 'after']);
    expect(parseLine(lines[1] as RawLine)?.problem).toMatch(/longer than 16777216 bytes/);
  });
});

describe('parseLine', () => {
  it('takes a byte order mark, a carriage return and blank lines as what they are', () => {
    expect(parse(`\uFEFF${JSON.stringify(meta())}\r`)?.value).toMatchObject({ type: 'meta' });
    expect(parse('  \r')).toBeUndefined();
  });

  it.each([
    ['{"type":"article",', /is not JSON/],
    ['[]', /line: /],
    ['{"type":"photo"}', /type: /],
    [JSON.stringify(article(1, { publishedAt: 'yesterday' })), /^publishedAt: /],
    [
      JSON.stringify(article(1, { related: [{ position: 1, kind: 'external', title: 'x' }] })),
      /^related\.0\.url: /,
    ],
    [JSON.stringify(article(1, { slug: 'a/b' })), /^slug: must be letters/],
    [JSON.stringify(article(1, { title: 'nul\u0000' })), /^title: .*U\+0000/],
    [
      JSON.stringify(
        article(1, {
          viewBuckets: [
            [-1, 2e9],
            [-2, 2e9],
          ],
        }),
      ),
      /^viewBuckets: /,
    ],
    [Buffer.from([0x7b, 0xff, 0x7d]), /is not UTF-8/],
  ])('says what is wrong with %s', (text, problem) => {
    expect(parse(text)).toMatchObject({ number: 7, problem: expect.stringMatching(problem) });
  });

  it('refuses the whole file by a meta line of another format or version', () => {
    expect(() => parse(JSON.stringify(meta({ version: 2 })))).toThrow(UnknownCorpus);
  });
});
