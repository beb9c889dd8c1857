import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { openHandWritten } from './hand-written.js';

/** A server that knows its pages beforehand: `POST /17` is answered with the bytes of page 17. */
export function bareServer(pages: readonly Buffer[]): Server {
  return createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const page = pages[Number(request.url?.slice(1))];
      if (page) send(response, page);
      else response.writeHead(404).end();
    });
  });
}

/** A server for the article-page query alone, over the same database file. Of the query it reads the variable. */
export function handWrittenServer(databaseFile: string): Server {
  const pages = openHandWritten(databaseFile);
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { variables } = JSON.parse(await text(request)) as { variables: { slug: string } };
    const page = pages.page(variables.slug);
    if (page === undefined) response.writeHead(404).end();
    else send(response, Buffer.from(page));
  };
  return createServer((request, response) => void answer(request, response)).on('close', pages.close);
}

function send(response: ServerResponse, page: Buffer): void {
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': page.length,
  });
  response.end(page);
}
