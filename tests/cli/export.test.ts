import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openWorkspace, type Workspace } from './run.js';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace();
  await workspace.call(['migrate']);
  await workspace.call(['import', join(__dirname, '../../examples/demo-corpus.ndjson')]);
});
afterAll(() => workspace.remove());

describe('broadsheet export', () => {
  it('writes a file, or standard output, and nothing else to either', async () => {
    const toFile = await workspace.run(['export', 'library.ndjson']);
    expect(toFile).toMatchObject({
      code: 0,
      stdout: '',
      stderr: '64 articles, 14 sources and 29 categories exported\n',
    });
    expect(await readdir(workspace.folder)).toEqual(['library.ndjson']);
    const { code, stdout } = await workspace.run(['export']);
    expect(code).toBe(0);
    expect(stdout).toBe(await workspace.read('library.ndjson'));
    expect(stdout.trimEnd().split('\n')).toHaveLength(1 + 14 + 29 + 64);
  });

  it('is taken back by import without a change', async () => {
    await workspace.call(['export', 'library.ndjson']);
    const { code, stderr } = await workspace.call(['import', 'library.ndjson']);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^0 .* 0 modified, 64 unchanged, 0 lines/),
    });
  });

  it('ends in peace when its reader has seen enough', async () => {
    const child = workspace.start(['export']);
    child.stdout?.once('data', () => child.stdout?.destroy());
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect(code).toBe(0);
  });
});
