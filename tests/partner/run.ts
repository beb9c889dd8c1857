/**
 * `npm run test:partner`: the example of a partner's service and `broadsheet serve` with it composed in, each as a
 * process. Installs the example's packages where they are missing.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  freePort,
  installPackages,
  type RunningProcess,
  startBroadsheet,
  startProcess,
  stopAll,
} from '../routers/process.js';

interface Answer {
  data: any;
  errors?: { message: string; path?: (string | number)[]; extensions: { code: string; subgraph?: string } }[];
}

const example = 'examples/partner-subgraph';
const secret = 'only-for-this-run';
const folder = await mkdtemp(join(tmpdir(), 'broadsheet-partner-'));
const partnerPort = await freePort();
const port = await freePort();
const url = `http://127.0.0.1:${port}`;

const page = `query Page($slug: String!) {
  article(slug: $slug) {
    ... on Article {
      id headline originalUrl source { name } popularity { views } next { headline }
      commentCount
      comments { author text createdAt }
      latestComment: comments(first: 1) { text }
      translation(language: "zh") { language headline translator }
      inFrench: translation(language: "fr") { headline }
    }
  }
  latestArticles(first: 10) { slug commentCount comments(first: 3) { text } }
}`;
const partnersFields = ['commentCount', 'comments', 'latestComment', 'translation', 'inFrench'];

const checks: [name: string, check: () => Promise<void>][] = [
  [
    'the service answers only who holds its secret',
    async () => {
      const response = await fetch(`http://127.0.0.1:${partnerPort}/comments`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'router-authorization': 'Bearer another' },
        body: '{"query":"{ _service { sdl } }"}',
      });
      assert.equal(response.status, 401);
    },
  ],
  [
    'its fields are in the public API',
    async () => {
      const { data } = await ask('{ __type(name: "Article") { fields { name } } }');
      const names = data.__type.fields.map(({ name }: { name: string }) => name);
      for (const name of ['headline', 'comments', 'commentCount', 'translation'])
        assert(names.includes(name));
    },
  ],
  [
    'a comment is added through the gateway, with the article around it',
    async () => {
      const { data } = await ask('{ article(slug: "tide-clock-classroom") { ... on Article { id } } }');
      for (const text of ['We made one too.', 'Ours is late by an hour.']) {
        const added = await ask(
          `mutation Add($input: AddCommentInput!) {
            addComment(input: $input) { refusal comment { author text } article { slug commentCount } }
          }`,
          { input: { articleId: data.article.id, author: 'Wren', text } },
        );
        assert.equal(added.errors, undefined);
        assert.deepEqual(added.data.addComment.comment, { author: 'Wren', text });
        assert.equal(added.data.addComment.article.slug, 'tide-clock-classroom');
      }
    },
  ],
  ['an article page has comments by id and a translation by address', wholePage],
  [
    'the comments of a whole list are asked for once',
    async () => {
      const before = await requestsTo('comments');
      const { data, errors } = await ask('{ latestArticles(first: 50) { commentCount comments { text } } }');
      assert.equal(errors, undefined);
      assert.equal(data.latestArticles.length, 50);
      assert.equal((await requestsTo('comments')) - before, 1);
    },
  ],
  [
    'its own refusals reach the client in its own words',
    async () => {
      const { data, errors } = await ask('{ latestArticles(first: 1) { slug comments(first: 0) { text } } }');
      assert.deepEqual(data.latestArticles, [{ slug: 'tide-clock-classroom', comments: null }]);
      assert.equal(errors?.[0]?.message, 'Argument "first" must be from 1 to 100');
      assert.equal(errors?.[0]?.extensions.code, 'BAD_USER_INPUT');
    },
  ],
  [
    'while it is away the page paints without its fields, and says whose they are',
    async () => {
      await partner.stop();
      const { data, errors = [] } = await ask(page, { slug: 'tide-clock-classroom' });
      assert.equal(data.article.source.name, 'The Harbour Gazette');
      assert.equal(data.latestArticles.length, 10);
      for (const field of partnersFields) assert.equal(data.article[field], null);
      for (const subgraph of ['comments', 'translations']) {
        const own = errors.filter(({ extensions }) => extensions.subgraph === subgraph);
        assert(own.length > 0, `no error names ${subgraph}`);
        for (const { extensions, path } of own) {
          assert.equal(extensions.code, 'SUBGRAPH_UNAVAILABLE');
          assert(path && path.length > 1, 'the path leads to the field');
        }
      }
      assert.doesNotMatch(JSON.stringify(errors), /127\.0\.0\.1|localhost|ECONNREFUSED/);
    },
  ],
  [
    'when it is back so are its fields, and what was written is still there',
    async () => {
      partner = await startPartner();
      const deadline = Date.now() + 30_000;
      const isBack = async () => (await ask(page, { slug: 'tide-clock-classroom' })).errors === undefined;
      while (!(await isBack())) {
        assert(Date.now() < deadline, 'it did not come back within 30 s');
        await pause(200);
      }
      await wholePage();
    },
  ],
];

async function wholePage(): Promise<void> {
  const { data, errors } = await ask(page, { slug: 'tide-clock-classroom' });
  assert.equal(errors, undefined);
  const { article, latestArticles } = data;
  assert.match(article.headline, /^The Classroom That Keeps Tide Time/);
  assert.equal(article.commentCount, 2);
  assert.deepEqual(
    article.comments.map(({ text }: { text: string }) => text),
    ['Ours is late by an hour.', 'We made one too.'],
  );
  assert.deepEqual(article.latestComment, [{ text: 'Ours is late by an hour.' }]);
  assert.equal(article.translation.language, 'zh');
  assert.match(article.translation.headline, /^跟着潮水走的教室/);
  assert.equal(article.inFrench, null);
  assert.equal(latestArticles.length, 10);
  assert.equal(latestArticles[0].commentCount, 2);
  assert.deepEqual(latestArticles[1].comments, []);
}

async function ask(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer;
}

/** How many operations the gateway has sent to a subgraph, as its metrics tell. */
async function requestsTo(subgraph: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const counts = text.matchAll(
    new RegExp(
      `^broadsheet_subgraph_request_duration_seconds_count\\{.*subgraph="${subgraph}".*\\} (\\d+)`,
      'gm',
    ),
  );
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

function startPartner(): Promise<RunningProcess> {
  return startProcess({
    command: process.execPath,
    args: ['server.js'],
    cwd: example,
    env: {
      PORT: String(partnerPort),
      SUBGRAPH_SECRET: secret,
      COMMENTS_FILE: join(folder, 'comments.ndjson'),
    },
    readyAt: `http://127.0.0.1:${partnerPort}/health`,
  });
}

/** The example's own file, with the port of this run. */
async function settingsFile(): Promise<string> {
  const shipped = await readFile(`${example}/subgraphs.json`, 'utf8');
  const path = join(folder, 'subgraphs.json');
  await writeFile(path, shipped.replaceAll('127.0.0.1:4101', `127.0.0.1:${partnerPort}`));
  return path;
}

installPackages(example);
let partner = await startPartner();
let passed = 0;
try {
  await startBroadsheet(['serve', '--migrate', '--demo'], {
    port,
    env: {
      DATABASE_URL: `sqlite:${join(folder, 'demo.sqlite')}`,
      SUBGRAPHS: await settingsFile(),
      PARTNER_SECRET: secret,
    },
  });
  for (const [name, check] of checks) {
    await check();
    passed += 1;
    process.stdout.write(`ok  ${name}\n`);
  }
} finally {
  process.stdout.write(`${passed} of ${checks.length}\n`);
  await stopAll();
  await rm(folder, { recursive: true, force: true });
}
