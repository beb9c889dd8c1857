import { openWorkspace, type Workspace } from './run.js';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace();
});
afterAll(() => workspace.remove());

const commands = ['serve', 'migrate', 'import', 'export', 'ingest', 'source', 'opml', 'doctor', 'token'];
const ofSource = 'add list show pause resume remove refresh rules'.split(' ').map((name) => `source ${name}`);
const ofRules = 'show set unset test'.split(' ').map((name) => `source rules ${name}`);

describe('broadsheet', () => {
  it('lists its commands and prints its version', async () => {
    const help = await workspace.run(['--help']);
    expect(help.code).toBe(0);
    for (const command of commands) expect(help.stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(await workspace.run(['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  it.each([
    ...commands,
    ...ofSource,
    ...ofRules,
    'opml import',
    'opml export',
    'token create',
    'token list',
    'token revoke',
  ])('explains %s with every option and an example', async (command) => {
    const { code, stdout } = await workspace.call([...command.split(' '), '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Examples?:\n {2}\S*.*broadsheet /m);
    for (const line of stdout.split('\n').filter((text) => /^ {2}--?\w/.test(text))) {
      expect(line).toMatch(/^ {2}(-\w, )?--[\w-]+( <\w+>)? {2,}\S/);
    }
  });

  it.each([[['fly']], [['import']], [['serve', '--fast']], [['token', 'create']]])(
    'exits with 2 for the usage error %j',
    async (args) => {
      const { code, stdout, stderr } = await workspace.call(args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^error: /);
    },
  );

  it('exits with 2 for a wrong variable, and names it, its value and what is expected', async () => {
    const { code, stderr } = await workspace.run(['serve'], { env: { PORT: 'eighty', LOG_LEVEL: 'loud' } });
    expect(code).toBe(2);
    expect(stderr.trimEnd().split('\n')).toEqual([
      'PORT=eighty: expected a whole number from 0 to 65535',
      'LOG_LEVEL=loud: expected fatal, error, warn, info, debug, trace or silent',
    ]);
  });

  it('reads a .env file, which the environment overrules', async () => {
    const elsewhere = await openWorkspace();
    await elsewhere.write('.env', 'PORT=none\nMAX_DEPTH=5\n');
    const { stdout } = await elsewhere.run(['doctor'], { env: { PORT: '8080' } });
    expect(stdout).toMatch(/^ok +PORT +8080 /m);
    expect(stdout).toMatch(/^ok +MAX_DEPTH +5 +set +14 /m);
    await elsewhere.remove();
  });

  it('says in one line that the database cannot be opened, without its password', async () => {
    const env = { DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/none' };
    const { code, stderr } = await workspace.run(['migrate'], { env });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^The database DATABASE_URL=postgres:\/\/me:\*\*\*@127\.0\.0\.1:1\/none cannot be opened: .+\n$/,
    );
  });
});
