import { openWorkspace, type Workspace } from './run.js';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace();
});
afterAll(() => workspace.remove());

describe('broadsheet migrate', () => {
  it('is asked for by every command that finds migrations missing', async () => {
    for (const args of [['serve'], ['import', '-'], ['export'], ['token', 'list']]) {
      const { code, stdout, stderr } = await workspace.run(args);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/^The database lacks migrations \(\w+.*\): run "broadsheet migrate" first\n$/);
    }
  });

  it('applies what the database lacks, once', async () => {
    expect(await workspace.run(['migrate'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^applied Foundation/),
    });
    expect(await workspace.run(['migrate'])).toMatchObject({ code: 0, stdout: 'nothing to apply\n' });
  });
});
