import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { measureLoad } from './client.js';

const request = Buffer.from('POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\n\r\n{}');

async function measure(listener: RequestListener, expected: Buffer) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const ask = () => ({ request, accepts: (body: Buffer) => body.equals(expected) });
    return await measureLoad({ port, connections: 3, seconds: 0.2, ask });
  } finally {
    server.close();
  }
}

describe('the load client', () => {
  it('puts an answer together that comes in pieces, even inside a character', async () => {
    const page = Buffer.from('头条'.repeat(1_000));
    const result = await measure((_, response) => {
      response.writeHead(200, { 'content-length': page.length });
      response.write(page.subarray(0, 1));
      setImmediate(() => response.end(page.subarray(1)));
    }, page);
    expect(result.answers).toBeGreaterThan(3);
    expect(result.wrong).toBe(0);
    expect(result.p99).toBeGreaterThanOrEqual(result.p50);
    expect(result.requestsPerSecond).toBeGreaterThan(0);
  });

  it('counts every answer that is not the right one', async () => {
    let served = 0;
    const result = await measure((_, response) => {
      const body = served++ % 2 === 0 ? 'right' : 'wrong';
      response.writeHead(200, { 'content-length': 5 }).end(body);
    }, Buffer.from('right'));
    expect(result.wrong).toBe(Math.floor(served / 2));
    expect(result.firstWrong).toBe('200 wrong');
  });

  it('takes no other status than 200', async () => {
    const result = await measure((_, response) => {
      response.writeHead(503, { 'content-length': 5 }).end('right');
    }, Buffer.from('right'));
    expect(result.wrong).toBe(result.answers);
    expect(result.firstWrong).toBe('503 right');
  });

  it('fails where the server hangs up', async () => {
    await expect(measure((incoming) => incoming.socket.destroy(), Buffer.alloc(0))).rejects.toThrow();
  });
});
