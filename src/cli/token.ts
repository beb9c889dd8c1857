import { type Command, InvalidArgumentError } from 'commander';
import { withDatabase } from './database.js';
import { CommandFailure, say } from './failure.js';

const dayMs = 86_400_000;

/** `broadsheet token create|list|revoke` */
export function addTokenCommand(program: Command): void {
  const token = program
    .command('token')
    .summary("make, list and revoke editors' tokens")
    .description('Manage the tokens with which editors and programs may write. Reading needs none.')
    .addHelpText('after', '\nExample:\n  broadsheet token create --name newsroom --expires 90d');

  token
    .command('create')
    .description('Make a token and print it. It is shown this once: only a hash of it is kept.')
    .requiredOption('--name <name>', 'whose it is; unique, and never used again')
    .option(
      '--expires <when>',
      'days from now (90d), or a date (2027-01-31); without it the token lasts',
      expiry,
    )
    .addHelpText('after', '\nExample:\n  broadsheet token create --name newsroom --expires 90d')
    .action(({ name, expires }: { name: string; expires?: number }) =>
      withDatabase(async (database) => {
        const { createToken, listTokens } = await import('../serving/editor-tokens.js');
        if ((await listTokens(database)).some((other) => other.name === name))
          throw new CommandFailure(
            `There is a token of the name "${name}" already, valid or revoked: choose another`,
          );
        const created = await createToken(database, { name, expiresAt: expires ?? null });
        process.stdout.write(`${created}\n`);
        say('Keep it safe: it is not shown again. Send it as "Authorization: Bearer TOKEN".');
      }),
    );

  token
    .command('list')
    .description('List all tokens by name, with their dates. The tokens themselves are not known.')
    .addHelpText('after', '\nExample:\n  broadsheet token list')
    .action(() =>
      withDatabase(async (database) => {
        const { listTokens } = await import('../serving/editor-tokens.js');
        for (const { name, createdAt, expiresAt, revokedAt } of await listTokens(database)) {
          const dates = [
            `created ${day(createdAt)}`,
            expiresAt === null ? 'does not expire' : `expires ${day(expiresAt)}`,
            ...(revokedAt === null ? [] : [`revoked ${day(revokedAt)}`]),
          ];
          process.stdout.write(`${[name, ...dates].join('\t')}\n`);
        }
      }),
    );

  token
    .command('revoke')
    .description('End the validity of a token at once, for good.')
    .requiredOption('--name <name>', 'whose it is')
    .addHelpText('after', '\nExample:\n  broadsheet token revoke --name newsroom')
    .action(({ name }: { name: string }) =>
      withDatabase(async (database) => {
        const { revokeToken } = await import('../serving/editor-tokens.js');
        if (!(await revokeToken(database, name)))
          throw new CommandFailure(`There is no token "${name}", or it is revoked already`);
        process.stdout.write(`revoked ${name}\n`);
      }),
    );
}

function expiry(text: string): number {
  const [, days] = /^(\d{1,5})d$/.exec(text) ?? [];
  const at = days === undefined ? Date.parse(text) : Date.now() + Number(days) * dayMs;
  if (Number.isNaN(at) || at <= Date.now())
    throw new InvalidArgumentError(
      'Expected days from now such as 90d, or a date to come such as 2027-01-31.',
    );
  return at;
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
