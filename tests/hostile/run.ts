/**
 * `npm run test:hostile [-- part of a name]`: gives `broadsheet ingest` documents that are made to harm (documents.ts), as
 * files, and answers that are (server.ts), over HTTP. Each command must end within two minutes, with its exit code and
 * without a stack trace, in 768 MB of memory, and what it prints must be harmless: no script, no control characters, no
 * file of ours, no request beyond the one asked for. Exits with 1 when anything does not hold.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { broadsheet } from './command.js';
import { hostileDocuments, type Outcome, secretText } from './documents.js';
import { checkPipeline } from './pipeline.js';
import { hostileAnswers, startHostileServer } from './server.js';

const memoryBound = 768 * 2 ** 20;
/** Most of it is what a slow server is given. */
const secondsBound = 120;
const wanted = process.argv[2] ?? '';
const control = /(?![\t\n\r])\p{Cc}/u;
const harmful =
  /<\/?(?:script|style|iframe|object|embed|svg|math|form|meta|link|base)\b|<[^>]* on\w+=|(?:href|src)="(?!https?:|mailto:)/i;

let worst = { name: '', peakBytes: 0 };
let slowest = { name: '', seconds: 0 };
const failed: string[] = [];

/** Looks at what is printed: every text of it, and, of those that are HTML, whether they are clean. */
function checkPrinted(stdout: string): void {
  if (stdout === '') return;
  const report = JSON.parse(stdout);
  const isHtml = (key: string) =>
    /Html$/.test(key) || (report.kind === 'feed' && /^(?:summary|description)$/.test(key));
  const visit = (key: string, value: unknown): void => {
    if (typeof value === 'string') {
      assert.doesNotMatch(value.slice(0, 1e6), control, `no control characters in ${key}`);
      assert.ok(!value.includes(secretText), `nothing of the secret in ${key}`);
      if (isHtml(key)) assert.doesNotMatch(value.slice(0, 1e6), harmful, `${key} is clean`);
      if (/url|link|href|image/i.test(key))
        assert.doesNotMatch(value, /^\s*(?:javascript|data|vbscript|file):/i, `${key} is harmless`);
    } else if (value && typeof value === 'object') {
      for (const [name, member] of Object.entries(value).slice(0, 5_000))
        visit(/^\d+$/.test(name) ? key : name, member);
    }
  };
  visit('', report);
}

async function check(
  name: string,
  run: () => Promise<Outcome>,
  also?: (outcome: Outcome) => void,
): Promise<void> {
  const outcome = await run();
  if (outcome.peakBytes > worst.peakBytes) worst = { name, peakBytes: outcome.peakBytes };
  if (outcome.seconds > slowest.seconds) slowest = { name, seconds: outcome.seconds };
  const figures = `${outcome.seconds.toFixed(1)} s, ${Math.round(outcome.peakBytes / 2 ** 20)} MB`;
  try {
    assert.ok(outcome.code === 0 || outcome.code === 1, `it ended by itself, and not with ${outcome.code}`);
    assert.doesNotMatch(outcome.stderr, /^\s+at .*:\d+:\d+/m, 'it does not crash');
    if (outcome.code === 1) assert.notEqual(outcome.stderr.trim(), '', 'it says why');
    assert.ok(outcome.seconds < secondsBound, 'it ends in time');
    assert.ok(outcome.peakBytes < memoryBound, 'it does not take much memory');
    if (outcome.code === 0) checkPrinted(outcome.stdout);
    also?.(outcome);
    process.stdout.write(`ok      ${name}: ${figures}\n`);
  } catch (error) {
    failed.push(name);
    process.stdout.write(`FAILED  ${name}: ${figures}: ${String((error as Error).message).slice(0, 300)}\n`);
    process.stdout.write(`        exit code ${outcome.code}: ${outcome.stderr.slice(0, 400)}\n`);
  }
}

const folder = await mkdtemp(join(tmpdir(), 'broadsheet-hostile-'));
const server = await startHostileServer();
try {
  const secret = join(folder, 'secret.txt');
  await writeFile(secret, secretText);
  for (const [index, { name, extension, make, check: also }] of hostileDocuments.entries()) {
    if (!name.includes(wanted)) continue;
    const file = join(folder, `${index}.${extension}`);
    await writeFile(file, make({ trap: `${server.origin}/trap`, secret }));
    await check(
      name,
      () => broadsheet(['ingest', '--file', file, '--url', 'https://news.example/2026/a', '--json']),
      also,
    );
    await rm(file);
  }
  const answers = Object.entries(hostileAnswers).map(([name, { comesTo }], index) => ({
    name,
    comesTo,
    path: `/${index}`,
  }));
  await Promise.all(
    answers
      .filter(({ name }) => name.includes(wanted))
      .map(({ name, comesTo, path }) =>
        check(
          name,
          () => broadsheet(['ingest', server.origin + path, '--json'], { ALLOWED_NETWORKS: '127.0.0.1/32' }),
          ({ code, stderr }) => {
            assert.equal(code, 1);
            assert.match(stderr, comesTo);
          },
        ),
      ),
  );
  if ('pipeline'.includes(wanted)) {
    const paths = Object.fromEntries(answers.map(({ name, path }) => [name, path]));
    await check('all answers at once, in the pipeline', async () => {
      const begun = performance.now();
      const outcome = { code: 0, stdout: '', stderr: '', peakBytes: 0 };
      try {
        outcome.peakBytes = await checkPipeline(paths, server.origin);
      } catch (error) {
        Object.assign(outcome, { code: null, stderr: String(error) });
      }
      return { ...outcome, seconds: (performance.now() - begun) / 1_000 };
    });
  }
  if (server.astray.length > 0) failed.push(`nobody may ask for ${server.astray.join(' ')}`);
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
process.stdout.write(
  `Most memory: ${Math.round(worst.peakBytes / 2 ** 20)} MB (${worst.name}); longest: ${slowest.seconds.toFixed(1)} s (${slowest.name})\n`,
);
if (failed.length > 0) {
  process.stdout.write(`Not as it should be: ${failed.join(', ')}\n`);
  process.exitCode = 1;
}
