/**
 * Shows Chromium what the sanitiser leaves of a list of published attacks (xss-vectors.ts), each in many places of a
 * document, and uses it as hard as a reader can: parsed from the response and set as innerHTML, every event sent to
 * every element, everything clicked. Nothing may run, nothing but images may be asked for, no page may be left, and
 * a policy that forbids everything must have nothing to report. That the same page notices attacks at all is shown
 * by the raw ones.
 *
 *     node dist/tests/browser/sanitiser.js
 *
 * Exits with 1 when anything happened. The browser is CHROMIUM, by default /usr/bin/chromium.
 */
import assert from 'node:assert/strict';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { cleanHtml } from '../../src/catalog/clean-html.js';
import { plainText } from '../../src/catalog/plain-text.js';
import { findSections } from '../../src/catalog/sections.js';
import { inspectCases, provoke } from './sanitiser-page.js';
import { events, vectorGroups } from './xss-vectors.js';

const origin = 'https://reader.example';
const articleUrl = 'https://news.example/2026/a.html';
const batchSize = 250;

/** Where in a document of a publisher an attack may stand. */
const places: ((vector: string) => string)[] = [
  (vector) => vector,
  (vector) => `<p>a ${vector} b</p>`,
  (vector) => `<table><tr><td>${vector}</td></tr></table>`,
  (vector) => `<table>${vector}</table>`,
  (vector) => `<ul><li>${vector}`,
  (vector) => `<a href=https://a.example/>${vector}</a>`,
  (vector) => `<p title="${vector}">x</p>`,
  (vector) => `<p title='${vector}'>x</p>`,
  (vector) => `<p title=${vector}>x</p>`,
  (vector) => `<a href="https://a.example/${vector}">x</a>`,
  (vector) => `<img src="${vector}" alt="${vector}">`,
  (vector) => `<img src=https://a.example/x.png alt=${vector}>`,
  (vector) => `<!-- ${vector} -->`,
  (vector) => `<!-- --!> ${vector}`,
  (vector) => `<![CDATA[${vector}]]>`,
  ...[
    'title',
    'textarea',
    'noscript',
    'noembed',
    'iframe',
    'xmp',
    'style',
    'script',
    'select',
    'template',
  ].map((name) => (vector: string) => `<${name}>${vector}</${name}><p>b</p>`),
  ...[
    'svg',
    'math',
    'math><mtext',
    'svg><foreignObject',
    'svg><desc',
    'object',
    'form',
    'ruby><rt',
    'pre',
  ].map((name) => (vector: string) => `<${name}>${vector}`),
  (vector) => vector.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
];

interface Case {
  html: string;
  /** The markup that it was made from. */
  from: string;
}

/** What the sanitiser makes of all attacks in all places, each outcome once. */
function cleanCases(): Case[] {
  const cases = new Map<string, string>();
  for (const { vectors } of vectorGroups) {
    // What is a table of all with all stands in the plainest places only.
    const everywhere = places.slice(
      0,
      vectors.length > 10_000 ? 1 : vectors.length > 1_000 ? 6 : places.length,
    );
    for (const vector of vectors) {
      for (const place of everywhere) {
        const from = place(vector);
        const html = cleanHtml(from, articleUrl);
        const sections = findSections(html).map((section) => section.html);
        for (const shown of [html, ...sections, escaped(plainText(from))]) cases.set(shown, from);
      }
    }
  }
  return [...cases].map(([html, from]) => ({ html, from }));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function documentOf(body: string): string {
  return `<!doctype html><meta charset=utf-8><title>Reader</title><main>${body}</main>`;
}

/** A page that notes all that happens to it. */
interface Watch {
  page: Page;
  /** What has happened since the document was opened. */
  happenings: string[];
  /** The arguments with which attacks have called `top.ran`. */
  runs: Set<unknown>;
  open(html: string): Promise<void>;
}

async function watch(context: BrowserContext): Promise<Watch> {
  const page = await context.newPage();
  const happenings: string[] = [];
  const runs = new Set<unknown>();
  let document = '';
  await page.exposeFunction('ran', (what: unknown) => {
    runs.add(what);
    happenings.push('script ran');
  });
  await page.route('**/*', async (route) => {
    const request = route.request();
    if (request.isNavigationRequest() && request.url() === `${origin}/`) {
      const headers = {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy-report-only':
          "default-src 'none'; img-src http: https:; base-uri 'none'; form-action 'none'; report-uri /csp",
      };
      await route.fulfill({ headers, body: document });
      return;
    }
    if (request.resourceType() !== 'image') {
      happenings.push(`request of a ${request.resourceType()}: ${request.url().slice(0, 200)}`);
    }
    await route.abort();
  });
  page.on('dialog', (dialog) => {
    happenings.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('popup', (popup) => {
    happenings.push('window opened');
    void popup.close();
  });
  page.on('pageerror', (error) => happenings.push(`script failed: ${error.message}`));
  page.on('console', (message) => {
    if (/report-only|violates/i.test(message.text())) happenings.push(message.text().slice(0, 300));
  });
  const open = async (html: string) => {
    document = html;
    await page.goto(`${origin}/`, { waitUntil: 'domcontentloaded' });
    happenings.length = 0;
    runs.clear();
  };
  return { page, happenings, runs, open };
}

/** What happens when a batch is shown and used; nothing, it is hoped. */
async function use({ page, happenings, open }: Watch, batch: readonly Case[]): Promise<string[]> {
  const boxes = batch.map(({ html }) => `<div class=case>${html}</div>`).join('');
  await open(documentOf(boxes));
  const found = await page.evaluate(inspectCases, { cases: batch.map(({ html }) => html), events });
  // Whatever the events have set off has happened soon after.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 20)));
  if (page.url() !== `${origin}/`) happenings.push(`the page was left for ${page.url()}`);
  return [...found, ...happenings];
}

async function checkClean(browser: Browser): Promise<number> {
  const cases = cleanCases();
  const context = await browser.newContext();
  const watched = await watch(context);
  let wrong = 0;
  for (let at = 0; at < cases.length; at += batchSize) {
    const batch = cases.slice(at, at + batchSize);
    if ((await use(watched, batch)).length === 0) continue;
    for (const single of batch) {
      const happenings = await use(watched, [single]);
      if (happenings.length === 0) continue;
      wrong += 1;
      process.stderr.write(`${JSON.stringify(single.from)}\n  became ${JSON.stringify(single.html)}\n`);
      process.stderr.write(`${happenings.map((happening) => `  ${happening}\n`).join('')}`);
    }
  }
  await context.close();
  const vectors = vectorGroups.reduce((sum, group) => sum + group.vectors.length, 0);
  process.stdout.write(
    `${vectors} vectors in up to ${places.length} places became ${cases.length} different texts, of which ${wrong} did something\n`,
  );
  return wrong;
}

/** The attacks themselves, each in a frame of its own: how many this browser falls for and this page notices. */
async function checkControl(browser: Browser): Promise<void> {
  const context = await browser.newContext();
  const watched = await watch(context);
  const fellFor: string[] = [];
  for (const { name, vectors } of vectorGroups) {
    // Enough to see that the page notices: all handlers on all elements would take minutes.
    const tried = vectors.filter((_vector, index) => index % Math.ceil(vectors.length / 300) === 0);
    const ran = new Set<unknown>();
    for (let at = 0; at < tried.length; at += 100) {
      const numbered = tried
        .slice(at, at + 100)
        .map((vector, index) => vector.replaceAll('top.ran()', `top.ran(${at + index})`));
      await watched.open(documentOf(''));
      await watched.page.evaluate(provoke, { documents: numbered, events }).catch(() => undefined);
      for (const number of watched.runs) ran.add(number);
    }
    fellFor.push(`${name}: ${ran.size} of ${tried.length}`);
    if (/handler|script|mutation|own events|writings/.test(name))
      assert.ok(ran.size > 5, `the page notices ${name}`);
  }
  await context.close();
  process.stdout.write(`Unsanitised, Chromium runs: ${fellFor.join('; ')}\n`);
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  await checkControl(browser);
  if ((await checkClean(browser)) > 0) process.exitCode = 1;
} finally {
  await browser.close();
}
