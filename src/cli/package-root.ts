import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// This module is in src/cli, and compiled in dist/src/cli.
const root = ['../../', '../../../']
  .map((path) => new URL(path, import.meta.url))
  .find((url) => existsSync(new URL('package.json', url)));

/** Where a file of the package lies, wherever the command is run. */
export function packagePath(file: string): string {
  return fileURLToPath(new URL(file, root));
}
