import type { Database } from '../../src/database/database.js';
import { editorOf } from '../../src/serving/editor-tokens.js';
import { openWorkspace, type Workspace } from './run.js';

let workspace: Workspace;
let database: Database;
beforeAll(async () => {
  workspace = await openWorkspace();
  database = await workspace.open();
  await database.migrate();
});
afterAll(async () => {
  await database.close();
  await workspace.remove();
});

describe('broadsheet token', () => {
  it('creates a token that is valid until it is revoked', async () => {
    const created = await workspace.run(['token', 'create', '--name', 'desk']);
    expect(created.code).toBe(0);
    const token = created.stdout.trimEnd();
    expect(created.stdout).toBe(`${token}\n`);
    expect(await editorOf(database, token)).toBe('desk');

    expect(await workspace.call(['token', 'revoke', '--name', 'desk'])).toMatchObject({ code: 0 });
    expect(await editorOf(database, token)).toBeNull();
    expect(await workspace.call(['token', 'revoke', '--name', 'desk'])).toMatchObject({ code: 1 });
  });

  it('refuses a name that is taken, and an expiry that is none', async () => {
    await workspace.call(['token', 'create', '--name', 'twin']);
    const again = await workspace.call(['token', 'create', '--name', 'twin']);
    expect(again).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('"twin"') });
    for (const when of ['soon', '2001-01-01', '0d']) {
      const args = ['token', 'create', '--name', 'x', '--expires', when];
      expect(await workspace.call(args)).toMatchObject({ code: 2, stdout: '' });
    }
  });

  it('lists names and dates, and nothing that could be used', async () => {
    const { stdout: token } = await workspace.call([
      'token',
      'create',
      '--name',
      'night',
      '--expires',
      '90d',
    ]);
    const { stdout } = await workspace.call(['token', 'list']);
    const day = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
    expect(stdout).toMatch(new RegExp(`^night\tcreated \\d{4}-\\d\\d-\\d\\d\texpires ${day}$`, 'm'));
    expect(stdout).not.toContain(token.trim());
    expect(stdout).not.toContain('bs_');
  });
});
