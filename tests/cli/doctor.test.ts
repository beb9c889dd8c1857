import { join } from 'node:path';
import { variables } from '../../src/config.js';
import { openWorkspace, type Workspace } from './run.js';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace();
});
afterAll(() => workspace.remove());

describe('broadsheet doctor', () => {
  it('finds a database without migrations wrong, and a migrated one right, with what it holds', async () => {
    expect(await workspace.call(['doctor'])).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^WRONG +database: .*broadsheet migrate/m),
    });
    await workspace.call(['migrate']);
    await workspace.call(['import', join(__dirname, '../../examples/demo-corpus.ndjson')]);
    const { code, stdout } = await workspace.run(['doctor']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok +database: .*64 articles, 14 sources, 29 categories$/m);
    for (const [name, { meaning }] of Object.entries(variables)) {
      expect(stdout).toMatch(new RegExp(`^ok +${name} .*${meaning.replace(/[.*+?()]/g, '\\$&')}$`, 'm'));
    }
  });

  it('shows what is wrong beside what is right, and no password', async () => {
    const env = { MAX_COST: 'lots', DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/none' };
    const { code, stdout } = await workspace.run(['doctor'], { env });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^WRONG +MAX_COST +lots +set +50000 +WRONG: expected a whole number/m);
    expect(stdout).toMatch(/^ok +PORT /m);
    expect(stdout).toMatch(/^WRONG +database: .*cannot be opened/m);
    expect(stdout).not.toContain('secret');
  });
});
