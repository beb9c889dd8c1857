import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { environment } from '../config.js';
import type { SubgraphSdl } from '../gateway/compose.js';
import { isWebAddress } from '../url.js';
import { CommandFailure, say } from './failure.js';

/** Texts by the name of the subgraph that they are given for. */
type Named = ReadonlyMap<string, string>;

interface ComposeOptions {
  output?: string;
  secret?: Named;
  url?: Named;
}

/** `broadsheet compose` */
export function addComposeCommand(program: Command): void {
  program
    .command('compose')
    .summary('compose subgraphs into a supergraph')
    .description(
      'Compose Federation subgraphs into a supergraph for "broadsheet gateway" or any other router. A subgraph is a file with its schema, or the URL at which it answers and is asked for it.',
    )
    .argument('<subgraph...>', 'NAME=URL or NAME=FILE', named)
    .option('--output <file>', 'the supergraph (default: standard output)')
    .option('--url <name=url>', 'where routers reach a subgraph (default: its URL)', namedUrl)
    .option('--secret <name=variable>', 'environment variable with the secret of a subgraph', named)
    .addHelpText(
      'after',
      '\nA file appears under its name when it is whole; where the subgraphs do not compose, nothing is written.\n\nExample:\n  broadsheet compose catalog=http://127.0.0.1:4001/graphql --secret catalog=CATALOG_SECRET \\\n    comments=comments.graphql --url comments=https://comments.example/graphql --output supergraph.graphql',
    )
    .action(async (sources: Named, options: ComposeOptions, command: Command) => {
      for (const [option, values] of Object.entries({ url: options.url, secret: options.secret })) {
        const stranger = [...(values?.keys() ?? [])].find((name) => !sources.has(name));
        if (stranger) command.error(`error: --${option} ${stranger}=...: there is no subgraph of that name`);
      }
      await writeSupergraph(sources, options);
    });
}

async function writeSupergraph(sources: Named, { output, url: urls, secret: secrets }: ComposeOptions) {
  const { compose } = await import('../gateway/compose.js');
  const { CompositionError } = await import('../gateway/composition-problems.js');
  const { readSupergraph } = await import('../gateway/supergraph.js');
  const { isTypeDefinitionNode } = await import('graphql');
  const subgraphs = await Promise.all(
    [...sources].map(async ([name, source]): Promise<SubgraphSdl> => {
      const url = urls?.get(name) ?? (isWebAddress(source) ? source : undefined);
      return { name, url, sdl: await readSdl(name, source, secrets?.get(name)) };
    }),
  );
  for (const { name } of subgraphs.filter(({ url }) => url === undefined)) {
    say(`Warning: routers are not told where "${name}" is; add --url ${name}=URL`);
  }
  try {
    const { supergraph } = compose(subgraphs);
    const types = readSupergraph(supergraph).publicDocument.definitions.filter(isTypeDefinitionNode);
    await write(`${supergraph.trim()}\n`, output);
    say(`${subgraphs.length} subgraphs (${[...sources.keys()].join(', ')}) composed: ${types.length} types`);
  } catch (error) {
    throw error instanceof CompositionError ? new CommandFailure(error.message, { cause: error }) : error;
  }
}

async function readSdl(name: string, source: string, variable: string | undefined): Promise<string> {
  try {
    if (!isWebAddress(source)) return await readFile(source, 'utf8');
    const secret = variable === undefined ? undefined : environment()[variable];
    if (variable !== undefined && !secret) throw new Error(`the environment variable ${variable} is not set`);
    const { fetchSdl } = await import('../gateway/subgraph-sdl.js');
    return await fetchSdl(source, { secret });
  } catch (error) {
    throw new CommandFailure(`The schema of "${name}" cannot be had: ${(error as Error).message}`);
  }
}

async function write(text: string, file: string | undefined): Promise<void> {
  if (file === undefined) {
    process.stdout.write(text);
    return;
  }
  // A pipe or /dev/stdout is written to; a file is replaced, so that nobody reads half of it.
  const isFile = await stat(file).then(
    (found) => found.isFile(),
    () => true,
  );
  const part = isFile ? `${file}.part` : file;
  try {
    await writeFile(part, text);
    if (!isFile) return;
    await rename(part, file);
  } catch (error) {
    if (isFile) await rm(part, { force: true });
    throw new CommandFailure(`The file ${file} cannot be written: ${(error as Error).message}`);
  }
}

/** Collects NAME=TEXT. */
function named(text: string, others: Named = new Map()): Named {
  const [, name, value] = /^([a-zA-Z][\w-]*)=(.+)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Expected NAME=...');
  if (others.has(name)) throw new InvalidArgumentError(`There is a "${name}" already.`);
  return new Map([...others, [name, value]]);
}

function namedUrl(text: string, others?: Named): Named {
  if (!isWebAddress(text.replace(/^[^=]*=/, ''))) throw new InvalidArgumentError('Expected NAME=URL.');
  return named(text, others);
}
