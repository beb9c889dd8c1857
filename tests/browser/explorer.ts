/**
 * Drives Chromium through the pages that a running server shows to people, with every other address refused:
 *
 *     node dist/tests/browser/explorer.js http://127.0.0.1:4000 --out dist/screenshots
 *
 * Exits with 1 on the first thing that is wrong. The browser is CHROMIUM, by default /usr/bin/chromium.
 */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';

const sandboxScript = 'https://embeddable-sandbox.cdn.apollographql.com/';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string', default: 'dist/screenshots' } },
});
const server = new URL(positionals[0] ?? 'http://127.0.0.1:4000').origin;
const screenshot = (page: Page, name: string) => page.screenshot({ path: join(values.out, `${name}.png`) });

/** A fresh page, and what goes wrong on it: console errors (a refused policy is one) and uncaught exceptions. */
async function openPage(browser: Browser, viewport = { width: 1440, height: 900 }) {
  const context = await browser.newContext({ viewport });
  await context.route(
    ({ origin }) => origin !== server,
    (route) => route.abort('internetdisconnected'),
  );
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${message.text()} (${message.location().url})`);
  });
  return { page, faults };
}

/** Waits for the query to be there, presses Execute and returns the answer, once the response pane shows its beginning. */
async function execute(page: Page): Promise<{ data?: { article: { headline?: string } }; errors?: unknown }> {
  await page.getByText('query ArticlePage').waitFor();
  const answered = page.waitForResponse(
    (response) => response.request().postDataJSON()?.operationName === 'ArticlePage',
  );
  await page.getByRole('button', { name: /Execute query/ }).click();
  const answer = await (await answered).json();
  await page.locator('.result-window .view-line', { hasText: '"data"' }).waitFor();
  return answer;
}

async function checkExplorer(browser: Browser) {
  const { page, faults } = await openPage(browser);
  await page.goto(`${server}/explorer`);
  const answer = await execute(page);
  assert.equal(answer.errors, undefined, 'the page query has no errors');
  const headline = answer.data?.article.headline;
  assert.ok(headline, 'the page query answers with an article');
  await page.locator('.result-window .view-line', { hasText: '"headline"' }).waitFor();
  await screenshot(page, 'explorer');

  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  await page.locator('.graphiql-doc-explorer').getByText('Query', { exact: true }).first().click();
  await page.getByText('latestArticles', { exact: true }).first().waitFor();
  await screenshot(page, 'explorer-documentation');
  assert.deepEqual(faults, [], 'the explorer logs no errors and refuses nothing by its policy');
}

async function checkPhone(browser: Browser) {
  const { page, faults } = await openPage(browser, { width: 390, height: 844 });
  await page.goto(`${server}/explorer`);
  await execute(page);
  await screenshot(page, 'explorer-phone');
  assert.deepEqual(faults, [], 'the explorer logs no errors at phone width');
}

async function checkOfflineLandingPage(browser: Browser, path: string) {
  const { page } = await openPage(browser);
  await page.goto(`${server}${path}`, { waitUntil: 'commit' });
  await page.waitForURL(`${server}/explorer`);
  await page.getByText('query ArticlePage').waitFor();
  await screenshot(page, path === '/' ? 'landing-page-offline' : 'graphql-offline');
}

/** Sandbox itself lives on the Internet: a stand-in for its script takes down what the page asks it to show. */
async function checkSandbox(browser: Browser) {
  const { page, faults } = await openPage(browser);
  await page.route(`${sandboxScript}**`, (route) =>
    route.fulfill({
      contentType: 'text/javascript',
      body: 'window.EmbeddedSandbox = class { constructor(options) { window.sandbox = options; } };',
    }),
  );
  await page.goto(`${server}/`);
  await page.waitForFunction('window.sandbox');
  const sandbox = await page.evaluate<{
    initialEndpoint: string;
    initialState: { document: string; variables: { slug: string } };
  }>('window.sandbox');
  assert.equal(sandbox.initialEndpoint, `${server}/graphql`);
  assert.match(sandbox.initialState.document, /query ArticlePage/);
  assert.ok(sandbox.initialState.variables.slug, 'Sandbox starts with the slug of an article');
  await screenshot(page, 'landing-page');
  assert.deepEqual(faults, [], 'the landing page logs no errors and refuses nothing by its policy');
}

await mkdir(values.out, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  // Chromium's own sandbox cannot start as root, as in most containers.
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
try {
  await checkExplorer(browser);
  await checkPhone(browser);
  await checkOfflineLandingPage(browser, '/');
  await checkOfflineLandingPage(browser, '/graphql');
  await checkSandbox(browser);
  process.stdout.write(`The pages of ${server} are well; screenshots are in ${values.out}\n`);
} finally {
  await browser.close();
}
