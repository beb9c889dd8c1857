import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { openCommentStore } from './comment-store.js';
import { commentsSubgraph } from './comments.js';
import { translationsSubgraph } from './translations.js';

const { HOST = '127.0.0.1', PORT = '4101', SUBGRAPH_SECRET, COMMENTS_FILE = 'comments.ndjson' } = process.env;

const subgraphs = {
  '/comments': commentsSubgraph({ endpoint: '/comments', store: openCommentStore(COMMENTS_FILE) }),
  '/translations': translationsSubgraph({ endpoint: '/translations' }),
};

const digest = (text) => createHash('sha256').update(text).digest();

/** Whether the caller holds our secret; `Authorization` is left to the reader's own. */
function mayAsk(request) {
  if (!SUBGRAPH_SECRET) return true;
  const given = request.headers['router-authorization'] ?? '';
  return timingSafeEqual(digest(given), digest(`Bearer ${SUBGRAPH_SECRET}`));
}

function refuse(response, status, message) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ errors: [{ message }] }));
}

const server = createServer((request, response) => {
  const [path] = request.url.split('?');
  if (path === '/health') return response.end('ok\n');
  const subgraph = subgraphs[path];
  if (!subgraph) return refuse(response, 404, `There is ${Object.keys(subgraphs).join(' and ')}`);
  if (!mayAsk(request)) return refuse(response, 401, 'The header Router-Authorization must carry our secret');
  return subgraph(request, response);
});

server.listen(Number(PORT), HOST, () => {
  const base = `http://${HOST}:${server.address().port}`;
  if (!SUBGRAPH_SECRET) process.stderr.write('SUBGRAPH_SECRET is not set: anybody may ask\n');
  for (const path of Object.keys(subgraphs)) process.stdout.write(`${path.slice(1)} at ${base}${path}\n`);
});

for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    server.close();
    server.closeIdleConnections();
  });
