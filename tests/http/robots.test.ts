import { timeBudget } from '../../src/http/deadline.js';
import { FetchFailure } from '../../src/http/fetch-failure.js';
import { createRobots } from '../../src/http/robots.js';
import { parseRobots } from '../../src/http/robots-text.js';
import { scoreRobots } from '../corpus/robots.js';
import { describeWithCorpus } from '../support/shared-corpus.js';

const url = 'https://example.org/robots.txt';
const page = new URL('https://example.org/private/1');
const read = (text: string | Buffer, token = 'Broadsheet') =>
  parseRobots(Buffer.from(text as string), { url, token });
const day = 24 * 3600 * 1000;

describe('a robots.txt', () => {
  it.each([
    ['User-agent: *\nDisallow: /private', false],
    ['User-agent: *\nDisallow: /private\nAllow: /private/1', true],
    ['User-agent: *\nDisallow:', true],
    ['User-agent: other\nDisallow: /', true],
    ['User-agent: *\nDisallow: /\n\nUser-agent: Broadsheet\nDisallow:', true],
    ['User-agent: Broadsheet/2.0 beta\nDisallow: /', false],
    ['User-agent: BroadsheetNews\nDisallow: /', true],
    ['User-agent: a\nUser-agent: broadsheet\nDisallow: /', false],
    ['User-agent: a\nUser-agent: broadsheet\nUser-agent: b\nUser-agent: c\nDisallow: /', false],
    ['User-agent: broadsheet\nDisallow: /a\nUser-agent: a\nUser-agent: b\nDisallow: /', true],
    ['User-agent: a\nDisallow: /a\nUser-agent: a\nUser-agent: broadsheet\nDisallow: /', false],
    ['User-agent: a\nCrawl-delay: 1\nUser-agent: broadsheet\nDisallow: /', false],
    ['User-agent: broadsheet\nDisallow:\nUser-agent: a\nDisallow: /', true],
    ['User-agent: * all of you\nDisallow: /', false],
    ['User-agent: *\rDisallow: /\r', false],
    ['\ufeffUser-agent: *\nDisallow: /', false],
    ['user-agent *\ndisallow /private # all', false],
    ['Useragent:*\nDissalow :/private', false],
    ['User-agent: *\nDisallow: /*/1$', false],
    ['User-agent: *\nDisallow: /*/2$', true],
    ['User-agent: *\nDisallow: /%70rivate', true],
    ['<html><p>User-agent: you\n<p>Disallow: /</html>', true],
    ['', true],
  ])('%j allows a page: %s', (text, isAllowed) => expect(read(text).isAllowed(page)).toBe(isAllowed));

  it.each([
    [
      'a long pattern',
      `User-agent: broadsheet\nAllow: /${'a'.repeat(2_000)}\nUser-agent: a\nDisallow: /`,
      true,
    ],
    ['a long comment', `User-agent: * # ${'#'.repeat(9_000)}\nDisallow: /`, false],
    ['many rules', `User-agent: *\n${'Disallow: /a\n'.repeat(4_999)}Disallow: /`, false],
    ['too many rules', `User-agent: *\n${'Disallow: /a\n'.repeat(5_000)}Disallow: /`, true],
    [
      'too many rules for all',
      `User-agent: *\n${'Disallow: /a\n'.repeat(5_000)}\nUser-agent: Broadsheet\nDisallow: /`,
      false,
    ],
    [
      'many rules for others',
      `User-agent: a\n${'Disallow: /*a\n'.repeat(4_000)}\nUser-agent: *\nDisallow: /*/2`,
      true,
    ],
  ])('with %s', (_, text, isAllowed) => expect(read(text).isAllowed(page)).toBe(isAllowed));

  it('is matched against the first 1,024 characters of an address', () => {
    const { isAllowed } = read('User-agent: *\nDisallow: /*?print');
    const long = (length: number) => new URL(`https://example.org/${'a'.repeat(length)}?print`);
    expect([isAllowed(long(1_000)), isAllowed(long(2_000))]).toEqual([false, true]);
  });

  it('may be in UTF-16', () => {
    const text = Buffer.from('\ufeffUser-agent: *\nDisallow: /', 'utf16le');
    expect(read(text).isAllowed(page)).toBe(false);
    expect(read(Buffer.from(text).swap16()).isAllowed(page)).toBe(false);
  });

  it('never forbids itself', () => {
    expect(read('User-agent: *\nDisallow: /').isAllowed(new URL(url))).toBe(true);
  });

  it.each([
    ['User-agent: *\nCrawl-delay: 2.5', 2_500],
    ['User-agent: *\nCrawl-delay: 10\n\nUser-agent: Broadsheet\nCrawl-delay: 1', 1_000],
    ['User-agent: *\nCrawl-delay: soon', 0],
    ['User-agent: *\nCrawl-delay: -1', 0],
    ['User-agent: *\nCrawl-delay: Infinity', 0],
  ])('%j asks for a pause of %i ms', (text, ms) => expect(read(text).crawlDelayMs).toBe(ms));

  it('made to be slow is read in part, and forbids no less', () => {
    const long = new URL(`https://example.org/private/${'a'.repeat(4_000)}`);
    const line = `Disallow: /private/${'*a'.repeat(500)}b\n`;
    const rules = read(`User-agent: *\n${line.repeat(500)}Allow: /private/*a*c`);
    expect(rules.isAllowed(long)).toBe(false);
  });

  const names = Array.from({ length: 4_000 }, (_, i) =>
    i.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'.charAt(Number(digit))),
  );
  const listed = names.map((name) => `User-agent: ${name}\n`).join('');
  it.each([
    ['many robots', `User-agent: *\n${listed}${'Allow: /\n'.repeat(4_000)}`],
    ['one robot many times', 'User-agent: *\n'.repeat(4_000) + 'Allow: /\n'.repeat(4_000)],
    ['many rules', `User-agent: *\n${'Disallow:/x\n'.repeat(45_000)}`],
    ['wildcards', `User-agent: *\n${`Disallow: /${'*a'.repeat(25)}b$\n`.repeat(1_000)}`],
    ['a long comment', `a b${'#'.repeat(100_000)}\u2028x`],
    ['long blanks', `a${' '.repeat(200_000)}b${' '.repeat(200_000)}c`],
  ])('costs little time, though it has %s', (_, text) => {
    const long = Array.from(
      { length: 10 },
      (_, i) => new URL(`https://example.org/${i}${'a'.repeat(4_000)}`),
    );
    const start = process.cpuUsage();
    const rules = read(text);
    for (const address of long) rules.isAllowed(address);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1_000).toBeLessThan(2_500);
  });
});

describe('the robots.txt of an origin', () => {
  function origin(answers: (string | FetchFailure)[]) {
    let time = 0;
    const asked: string[] = [];
    const robots = createRobots({
      token: 'Broadsheet',
      now: () => time,
      fetch: async (address) => {
        asked.push(address);
        const answer = answers[Math.min(asked.length, answers.length) - 1];
        if (answer instanceof FetchFailure) throw answer;
        return { body: Buffer.from(answer ?? '') };
      },
    });
    const check = () =>
      robots.check(page, timeBudget(1_000)).then(
        () => 'allowed',
        (error) => error.code,
      );
    return { asked, check, robots, pass: (ms: number) => (time += ms) };
  }
  const forbidding = 'User-agent: *\nDisallow: /';
  const down = new FetchFailure('STATUS', 'example.org answered 503', { status: 503, retryAt: 7 });

  it('is fetched once a day, for all who wait', async () => {
    const { asked, check, pass } = origin([forbidding, '']);
    expect(await Promise.all([check(), check()])).toEqual(['REFUSED_BY_ROBOTS', 'REFUSED_BY_ROBOTS']);
    pass(day - 1);
    expect(await check()).toBe('REFUSED_BY_ROBOTS');
    expect(asked).toEqual(['https://example.org/robots.txt']);
    pass(2);
    expect(await check()).toBe('allowed');
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['STATUS', 404, 'allowed'],
    ['STATUS', 401, 'allowed'],
    ['STATUS', 403, 'allowed'],
    ['TOO_MANY_REDIRECTS', undefined, 'allowed'],
    ['STATUS', 500, 'STATUS'],
    ['RATE_LIMITED', 429, 'RATE_LIMITED'],
    ['TIMED_OUT', undefined, 'TIMED_OUT'],
    ['CONNECTION_FAILED', undefined, 'CONNECTION_FAILED'],
    ['NAME_NOT_FOUND', undefined, 'NAME_NOT_FOUND'],
  ] as const)('that answers %s %s: %s', async (code, status, expected) => {
    const { check } = origin([new FetchFailure(code, 'no', status === undefined ? {} : { status })]);
    expect(await check()).toBe(expected);
  });

  it('is asked for again when it could not be had', async () => {
    const { asked, check } = origin([down, '']);
    expect(await check()).toBe('STATUS');
    expect(await check()).toBe('allowed');
    expect(asked).toHaveLength(2);
  });

  it('counts on when it cannot be had anew', async () => {
    const { check, pass } = origin([forbidding, down, down, '']);
    await check();
    pass(day * 2);
    expect(await check()).toBe('REFUSED_BY_ROBOTS');
    pass(day);
    expect(await check()).toBe('REFUSED_BY_ROBOTS');
    expect(await check()).toBe('allowed');
  });

  it('says when the server wants to be asked again', async () => {
    await expect(origin([down]).robots.check(page, timeBudget(1_000))).rejects.toMatchObject({
      status: 503,
      retryAt: 7,
    });
  });
});

describeWithCorpus('robots', 'files and cases of others', (folder) => {
  it('are read as they say', () => {
    for (const { category, met, total, failures } of scoreRobots(folder)) {
      expect({ category, met, failures }).toEqual({ category, met: total, failures: [] });
    }
  });
});
