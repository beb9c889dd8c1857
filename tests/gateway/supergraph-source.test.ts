import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lookout } from '../../src/gateway/look-every.js';
import {
  pollSubgraphs,
  type RemoteSchema,
  type SubgraphProblem,
  watchSupergraphFile,
} from '../../src/gateway/supergraph-source.js';
import { startMisbehavingServer } from '../support/misbehaving-server.js';

let folder: string;
const path = (name: string) => join(folder, name);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'broadsheet-supergraph-'));
});
/** What a test opens is closed after it, the last first. */
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  await rm(folder, { recursive: true });
});

/** Tests look when they want to. */
const intervalMs = 3_600_000;

describe('a supergraph file', () => {
  const taken: string[] = [];
  const errors: string[] = [];
  beforeEach(() => {
    taken.length = 0;
    errors.length = 0;
  });

  async function watch(file: string, { refusing = [] as string[], ...options } = {}): Promise<Lookout> {
    const source = await watchSupergraphFile(
      path(file),
      async (text) => {
        taken.push(text);
        if (refusing.includes(text)) throw new Error(`Not ${text}`);
      },
      { onError: ({ message }) => errors.push(message), intervalMs, ...options },
    );
    closers.push(source.stop);
    return source;
  }
  /** A change is taken when two looks agree. */
  const lookTwice = async (source: Lookout) => {
    await source.poll();
    await source.poll();
  };

  it('is taken at first, and when it was written or replaced', async () => {
    await writeFile(path('it'), 'one');
    const source = await watch('it');
    await lookTwice(source);
    expect(taken).toEqual(['one']);
    await writeFile(path('it'), 'two');
    await lookTwice(source);
    await writeFile(path('new'), 'tre');
    await rename(path('new'), path('it'));
    await lookTwice(source);
    await lookTwice(source);
    expect({ taken, errors }).toEqual({ taken: ['one', 'two', 'tre'], errors: [] });
  });

  it('is taken when a link to its folder is swapped, as Kubernetes does', async () => {
    const publish = async (version: string) => {
      await mkdir(path(version));
      await writeFile(path(`${version}/it`), version);
      await symlink(version, path('..new'));
      await rename(path('..new'), path('..data'));
    };
    await publish('one');
    await symlink('..data/it', path('it'));
    const source = await watch('it');
    await publish('two');
    await rm(path('one'), { recursive: true });
    await lookTwice(source);
    expect(taken).toEqual(['one', 'two']);
  });

  it('is not taken while it is being written', async () => {
    await writeFile(path('it'), 'one');
    const source = await watch('it');
    for (const text of ['t', 'tw', 'two']) {
      await writeFile(path('it'), text);
      await source.poll();
    }
    expect(taken).toEqual(['one']);
    await source.poll();
    expect(taken).toEqual(['one', 'two']);
  });

  it('is not offered again when it was refused, until it changes', async () => {
    await writeFile(path('it'), 'one');
    const source = await watch('it', { refusing: ['bad'] });
    await writeFile(path('it'), 'bad');
    await lookTwice(source);
    await lookTwice(source);
    expect(taken).toEqual(['one', 'bad']);
    await writeFile(path('it'), 'one');
    await lookTwice(source);
    expect(taken).toEqual(['one', 'bad', 'one']);
  });

  it('may be away for a time, which is told once', async () => {
    await writeFile(path('it'), 'one');
    const source = await watch('it');
    await rm(path('it'));
    await lookTwice(source);
    expect(errors).toEqual([
      `${path('it')} cannot be read: ENOENT: no such file or directory, open '${path('it')}'`,
    ]);
    await writeFile(path('it'), 'two');
    await lookTwice(source);
    await rm(path('it'));
    await lookTwice(source);
    expect({ taken, told: errors.length }).toEqual({ taken: ['one', 'two'], told: 2 });
  });

  it('must be there and be taken at first', async () => {
    await expect(watch('nowhere')).rejects.toThrow('ENOENT');
    await writeFile(path('it'), 'bad');
    await expect(watch('it', { refusing: ['bad'] })).rejects.toThrow('Not bad');
  });

  it('is looked at by itself', async () => {
    await writeFile(path('it'), 'one');
    const texts: string[] = [];
    await new Promise<void>((resolve, reject) => {
      const onText = async (text: string) => {
        texts.push(text);
        if (text === 'two') resolve();
      };
      watchSupergraphFile(path('it'), onText, { onError: reject, intervalMs: 5 }).then(async ({ stop }) => {
        closers.push(stop);
        await writeFile(path('new'), 'two');
        await rename(path('new'), path('it'));
      }, reject);
    });
    expect(texts).toEqual(['one', 'two']);
  });
});

describe('a supergraph of our part and those of others', () => {
  const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])\n';
  const ofArticle = (fields: string) => `${link}type Article @key(fields: "id") { id: ID! ${fields} }`;
  const local = { name: 'local', sdl: `${ofArticle('title: String')} type Query { article: Article }` };
  const clashing = ofArticle('title: String');

  const supergraphs: string[] = [];
  const problems: SubgraphProblem[] = [];
  let refuses = false;
  beforeEach(() => {
    supergraphs.length = 0;
    problems.length = 0;
    refuses = false;
  });

  /** A remote subgraph whose schema can be changed. */
  async function serve(name: string, sdl: string) {
    const schema = { sdl };
    const server = await startMisbehavingServer({ answer: () => ({ data: { _service: schema } }) });
    closers.push(server.stop);
    return { name, url: server.url, server, schema };
  }

  async function poll(...remotes: RemoteSchema[]): Promise<Lookout> {
    const source = await pollSubgraphs({
      local,
      remotes,
      intervalMs,
      async onSupergraph(sdl) {
        supergraphs.push(sdl);
        if (refuses) throw new Error('No');
      },
      onProblem: (problem) => problems.push(problem),
    });
    closers.push(source.stop);
    return source;
  }
  const told = () => problems.map(({ kind, subgraph, message }) => [kind, subgraph, message.split('. ')[0]]);

  it('is made of all, with their addresses, and anew when a schema changes', async () => {
    const comments = await serve('comments', ofArticle('comments: Int'));
    const likes = await serve('likes', ofArticle('likes: Int'));
    const source = await poll({ ...comments, secret: 'open sesame' }, likes);
    expect(comments.server.received[0]?.headers['router-authorization']).toBe('Bearer open sesame');
    await source.poll();
    expect(supergraphs).toEqual([expect.stringMatching(/comments: Int.*\n.*likes: Int/)]);
    expect(supergraphs[0]).toContain(`@join__graph(name: "comments", url: "${comments.url}")`);
    likes.schema.sdl = ofArticle('likes: Int loves: Int');
    await source.poll();
    await source.poll();
    expect(supergraphs.slice(1)).toEqual([expect.stringContaining('loves: Int')]);
    likes.schema.sdl += '\n# The same but for this.';
    await source.poll();
    expect({ count: supergraphs.length, problems }).toEqual({ count: 2, problems: [] });
  });

  it('is our part alone where there is nothing else', async () => {
    await poll();
    expect(supergraphs).toEqual([expect.stringContaining('title: String')]);
  });

  it('is without a subgraph that was never reached, which is told once, until it answers', async () => {
    const comments = await serve('comments', ofArticle('comments: Int'));
    const likes = await serve('likes', ofArticle('likes: Int'));
    await comments.server.refuse();
    likes.server.behaviour = 'silent';
    const source = await poll(comments, { ...likes, timeoutMs: 50 });
    await source.poll();
    expect(supergraphs).toEqual([expect.not.stringContaining('comments')]);
    expect(told()).toEqual(
      expect.arrayContaining([
        ['UNREADABLE', 'comments', 'The subgraph "comments" is left out of the graph'],
        ['UNREADABLE', 'likes', 'The subgraph "likes" is left out of the graph'],
      ]),
    );
    await comments.server.accept();
    likes.server.behaviour = 'healthy';
    await source.poll();
    expect(supergraphs.slice(1)).toEqual([expect.stringMatching(/comments: Int.*\n.*likes: Int/)]);
    expect(problems).toHaveLength(2);
  });

  it('keeps the last schema of a subgraph that does not answer any longer', async () => {
    const comments = await serve('comments', ofArticle('comments: Int'));
    const likes = await serve('likes', ofArticle('likes: Int'));
    const source = await poll(comments, likes);
    comments.server.behaviour = 'bad gateway';
    likes.schema.sdl = ofArticle('loves: Int');
    await source.poll();
    await source.poll();
    expect(supergraphs.slice(1)).toEqual([expect.stringMatching(/comments: Int.*\n.*loves: Int/)]);
    expect(told()).toEqual([
      ['UNREADABLE', 'comments', 'The subgraph "comments" keeps the schema that it had'],
    ]);
    comments.server.behaviour = 'healthy';
    await source.poll();
    comments.server.behaviour = 'html';
    await source.poll();
    expect(problems).toHaveLength(2);
  });

  it('is without a subgraph that does not compose, which is told once for each of its schemas', async () => {
    const comments = await serve('comments', clashing);
    const likes = await serve('likes', ofArticle('likes: Int'));
    const source = await poll(comments, likes);
    await source.poll();
    expect(supergraphs).toEqual([expect.stringContaining('likes: Int')]);
    expect(told()).toEqual([
      ['NOT_COMPOSED', 'comments', 'The subgraph "comments" is left out of the graph'],
    ]);
    expect(problems[0]?.message).toContain('INVALID_FIELD_SHARING\n   Non-shareable field "Article.title"');
    comments.schema.sdl = ofArticle('comments: Int');
    await source.poll();
    expect(supergraphs.slice(1)).toEqual([expect.stringMatching(/comments: Int.*\n.*likes: Int/)]);
    comments.schema.sdl = 'type {';
    await source.poll();
    await source.poll();
    expect(supergraphs).toHaveLength(2);
    expect(told().slice(1)).toEqual([
      ['NOT_COMPOSED', 'comments', 'The subgraph "comments" keeps the schema that it had'],
    ]);
  });

  it('reads the schema of a subgraph from a file where it has one', async () => {
    const remote = { name: 'comments', url: 'http://comments.example/graphql', schemaFile: path('comments') };
    const source = await poll(remote);
    expect(problems).toMatchObject([{ kind: 'UNREADABLE', message: expect.stringContaining('ENOENT') }]);
    await writeFile(path('comments'), ofArticle('comments: Int'));
    await source.poll();
    await writeFile(path('comments'), ofArticle('comments: [Int]'));
    await source.poll();
    expect(supergraphs.slice(1)).toEqual([
      expect.stringContaining('comments: Int'),
      expect.stringContaining('comments: [Int]'),
    ]);
  });

  it('is not offered again when it was refused, until a schema changes', async () => {
    const comments = await serve('comments', ofArticle('comments: Int'));
    refuses = true;
    const source = await poll(comments);
    await source.poll();
    expect(supergraphs).toHaveLength(1);
    comments.schema.sdl = ofArticle('comments: [Int]');
    await source.poll();
    expect(supergraphs).toHaveLength(2);
  });

  it('is not to be had where our own part does not compose', async () => {
    const options = { remotes: [], onSupergraph: async () => undefined, onProblem: () => undefined };
    const failing = pollSubgraphs({ ...options, local: { name: 'local', sdl: ofArticle('') } });
    await expect(failing).rejects.toThrow('NO_QUERIES');
  });

  it('asks and offers nothing any longer when it is stopped', async () => {
    const comments = await serve('comments', ofArticle('comments: Int'));
    await writeFile(path('likes'), ofArticle('likes: Int'));
    const likes = { name: 'likes', url: 'http://likes.example', schemaFile: path('likes') };
    const source = await poll(comments, likes);
    comments.server.behaviour = 'silent';
    await writeFile(path('likes'), ofArticle('loves: Int'));
    const looking = source.poll();
    await comments.server.arrived(2);
    const gone = comments.server.abandoned();
    await source.stop();
    await Promise.all([looking, gone]);
    await source.poll();
    expect(comments.server.received).toHaveLength(2);
    expect({ count: supergraphs.length, problems }).toEqual({ count: 1, problems: [] });
  });
});
