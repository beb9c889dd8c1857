import type { Example } from '../example-query.js';
import { contentSecurityPolicy, icon, scriptJson } from './html.js';
import type { ExplorerManifest, ExplorerSettings } from './settings.js';

/**
 * The explorer needs only its own origin. Styles are the one loose end: Monaco writes style elements and
 * attributes while it runs, and has its icon font inlined as a data URL.
 */
export const explorerPolicy = contentSecurityPolicy({
  'default-src': "'none'",
  'script-src': "'self'",
  'worker-src': "'self'",
  'connect-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
  'font-src': "'self' data:",
  'img-src': "'self' data:",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
});

/** The page at /explorer: GraphiQL with an example in its editor. */
export function explorerPage(manifest: ExplorerManifest, { query, variables }: Example): string {
  const asset = (name: string) => `explorer/assets/${name}`;
  const settings: ExplorerSettings = {
    endpoint: 'graphql',
    query,
    variables,
    workers: {
      editor: asset(manifest.workers.editor),
      json: asset(manifest.workers.json),
      graphql: asset(manifest.workers.graphql),
    },
  };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Broadsheet explorer</title>
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="${asset(manifest.style)}">
<script type="application/json" id="explorer-settings">${scriptJson(settings)}</script>
<script type="module" src="${asset(manifest.script)}"></script>
</head>
<body>
<div id="explorer"><p>Loading the explorer…</p></div>
<noscript>The explorer needs JavaScript. The API itself answers at <a href="graphql">/graphql</a>.</noscript>
</body>
</html>
`;
}
