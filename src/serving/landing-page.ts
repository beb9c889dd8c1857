import { randomBytes } from 'node:crypto';
import type { FastifyPluginAsync } from 'fastify';
import { parseUrl } from '../url.js';
import type { Example, ExampleSource } from './example-query.js';
import { contentSecurityPolicy, escapeHtml, icon, pageHeaders, scriptJson } from './explorer/html.js';

/** What {@link landingPage} is made from. */
export interface LandingPageOptions {
  /** Where operations go: absolute, or relative to the page. */
  endpoint: string;
  example: Example;
  /** Fresh and unguessable for every response (Content Security Policy Level 3, section 8.1). */
  nonce: string;
}

const sandboxHost = 'https://embeddable-sandbox.cdn.apollographql.com';

/** Long enough for a slow connection, short enough to wait out where a firewall drops packets silently. */
const sandboxPatienceMs = 8000;

/**
 * The page that a browser is shown at / and at /graphql: Apollo Sandbox, embedded, with an example in it. Where Sandbox cannot be loaded the page moves on to /explorer by itself. The page carries its own content
 * security policy, whoever sends it.
 */
export function landingPage({ endpoint, example, nonce }: LandingPageOptions): string {
  const sandbox = {
    target: '#sandbox',
    initialEndpoint: endpoint,
    initialState: { document: example.query, variables: example.variables },
    endpointIsEditable: false,
    hideCookieToggle: true,
    runTelemetry: false,
    // The page styles the frame: inline style attributes are refused by the policy.
    allowDynamicStyles: false,
  };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(landingPagePolicy(endpoint, nonce))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Broadsheet · Apollo Sandbox</title>
<link rel="icon" href="${icon}">
<style nonce="${escapeHtml(nonce)}">
body { display: flex; flex-direction: column; height: 100vh; height: 100dvh; margin: 0; font: 15px/1.4 system-ui, sans-serif; }
header, noscript { padding: 8px 16px; }
nav { display: inline; }
nav a { margin-inline-start: 16px; }
#sandbox { flex: 1; min-height: 0; }
#sandbox p { padding: 0 16px; }
iframe { display: block; width: 100%; height: 100%; border: 0; background: #fff; }
</style>
</head>
<body>
<header><strong>Broadsheet</strong>
<nav><a href="explorer">Offline explorer</a><a href="https://graphql.org/learn/" rel="noopener">GraphQL documentation</a></nav>
</header>
<noscript>Apollo Sandbox and the explorer need JavaScript; the API at <a href="graphql">/graphql</a> does not.</noscript>
<main id="sandbox"><p>Loading Apollo Sandbox…</p></main>
<script type="application/json" id="sandbox-settings">${scriptJson(sandbox)}</script>
<script nonce="${escapeHtml(nonce)}">
const openExplorer = () => location.replace('explorer');
const patience = setTimeout(openExplorer, ${sandboxPatienceMs});
const script = document.createElement('script');
script.src = '${sandboxHost}/v2/embeddable-sandbox.umd.production.min.js';
script.onerror = openExplorer;
script.onload = () => {
  clearTimeout(patience);
  const settings = JSON.parse(document.getElementById('sandbox-settings').textContent);
  settings.initialEndpoint = new URL(settings.initialEndpoint, location.href).href;
  document.querySelector(settings.target).replaceChildren();
  new window.EmbeddedSandbox(settings);
};
// The script may come from the browser's cache where the frame it opens cannot be reached.
if (navigator.onLine) document.head.append(script);
else openExplorer();
</script>
</body>
</html>
`;
}

function landingPagePolicy(endpoint: string, nonce: string): string {
  const absolute = parseUrl(endpoint);
  const origin = absolute ? ` ${absolute.origin}` : '';
  return contentSecurityPolicy({
    'default-src': "'none'",
    'script-src': `'nonce-${nonce}' ${sandboxHost}`,
    'style-src': `'nonce-${nonce}'`,
    'img-src': 'data:',
    'frame-src': 'https://sandbox.embed.apollographql.com',
    // Sandbox hands its operations to this page, which sends them.
    'connect-src': `'self'${origin}`,
    'base-uri': "'none'",
    'form-action': "'none'",
  });
}

/** What {@link landingPageRoutes} needs. */
export interface LandingPageRoutesOptions {
  /** Where clients reach this server; its path, if it has one, stands before /graphql. */
  publicUrl: string;
  example: ExampleSource;
}

/**
 * GET /, the landing page. Its endpoint is a path on the origin that the visitor came by, so that it works at
 * `localhost` and at `127.0.0.1` alike.
 */
export function landingPageRoutes({ publicUrl, example }: LandingPageRoutesOptions): FastifyPluginAsync {
  const endpoint = `${new URL(publicUrl).pathname.replace(/\/$/, '')}/graphql`;
  return async (app) => {
    app.get('/', async (_request, reply) => {
      const nonce = randomBytes(16).toString('base64');
      const policy = `${landingPagePolicy(endpoint, nonce)}; frame-ancestors 'none'`;
      return reply
        .headers({ ...pageHeaders, 'Content-Security-Policy': policy })
        .send(landingPage({ endpoint, example: await example(), nonce }));
    });
  };
}
