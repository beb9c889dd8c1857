import { createRemotes } from '../../src/gateway/remotes.js';
import type { Subgraph } from '../../src/gateway/subgraph.js';

const events: string[] = [];
const open = (name: string, url: string): Subgraph => {
  events.push(`open ${name} ${url}`);
  return {
    name,
    execute: async () => ({ data: null }),
    close: async () => void events.push(`close ${name} ${url}`),
  };
};
beforeEach(() => void events.splice(0));

describe('a remote subgraph', () => {
  it('is the same for all graphs that name it, and closed after the last', async () => {
    const remotes = createRemotes(open);
    const first = remotes.lease('a', 'http://a.example');
    const second = remotes.lease('a', 'http://a.example');
    expect(second.subgraph).toBe(first.subgraph);
    await first.release();
    expect(events).toEqual(['open a http://a.example']);
    await second.release();
    expect(events).toEqual(['open a http://a.example', 'close a http://a.example']);
  });

  it('is another under another name or address', async () => {
    const remotes = createRemotes(open);
    const leases = [
      remotes.lease('a', 'http://a.example'),
      remotes.lease('b', 'http://a.example'),
      remotes.lease('a', 'http://b.example'),
    ];
    expect(new Set(leases.map(({ subgraph }) => subgraph)).size).toBe(3);
    await leases[1]?.release();
    expect(events.slice(3)).toEqual(['close b http://a.example']);
  });

  it('is opened anew once it was closed', async () => {
    const remotes = createRemotes(open);
    const { subgraph, release } = remotes.lease('a', 'http://a.example');
    await release();
    expect(remotes.lease('a', 'http://a.example').subgraph).not.toBe(subgraph);
  });
});
