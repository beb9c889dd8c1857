import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from '../cli/run.js';

const command = join(__dirname, '../../dist/schema/print-command.js');

/** `npm run schema:print` and, with `--check`, `npm run check:schema`, in a folder with a `schema` of its own. */
describe('the command that prints the schema', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'broadsheet-schema-'));
    await cp('schema', join(folder, 'schema'), { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true }));

  const run = (...args: string[]) =>
    finished(spawn(process.execPath, [command, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] }));
  const edit = async (name: string, change: (text: string) => string) => {
    const path = join(folder, 'schema', name);
    await writeFile(path, change(await readFile(path, 'utf8')));
  };

  it('finds what was changed by hand and what is missing, and prints it anew', async () => {
    await edit('api.graphql', (text) => text.replace('Float', 'Int'));
    await edit('catalog.graphql', (text) => text.replace('@shareable', ''));
    await edit('supergraph.graphql', (text) => `${text}\n`);
    await rm(join(folder, 'schema/popularity.graphql'));
    const { code, stderr } = await run('--check');
    expect(code).toBe(1);
    expect(stderr.match(/^schema\/\w+\.graphql(?= is not what the code makes)/gm)).toEqual([
      'schema/api.graphql',
      'schema/catalog.graphql',
      'schema/popularity.graphql',
      'schema/supergraph.graphql',
    ]);
    expect(await run()).toMatchObject({ code: 0 });
    expect(await run('--check')).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('fails on a breaking change until it is declared, and on a declaration that is no longer so', async () => {
    const added = (text: string) => text.replace('type Rights {', 'type Rights {\n  owner: String\n');
    await edit('released.graphql', added);
    expect(await run('--check')).toMatchObject({
      code: 1,
      stderr: 'schema/breaking-changes.txt: Breaking, and not declared: Rights.owner was removed.\n',
    });
    await edit('breaking-changes.txt', (text) => `${text}Rights.owner was removed. # It was never filled.\n`);
    expect(await run('--check')).toMatchObject({ code: 0, stderr: '' });
    await edit('released.graphql', (text) => text.replace('  owner: String\n', ''));
    expect(await run('--check')).toMatchObject({
      code: 1,
      stderr: 'schema/breaking-changes.txt: Declared, but not so: Rights.owner was removed.\n',
    });
  });

  it('warns of a change that may surprise clients, and lets it pass', async () => {
    await edit('released.graphql', (text) => text.replace(/ {2}"""[^"]*"""\n {2}ATTACHMENT\n/, ''));
    expect(await run('--check')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'Warning, may surprise clients: ATTACHMENT was added to enum type LinkKind.\n',
    });
  });

  it('wants to know what was released', async () => {
    await rm(join(folder, 'schema/released.graphql'));
    const { code, stderr } = await run('--check');
    expect([code, stderr]).toEqual([1, expect.stringContaining('released.graphql')]);
  });
});
