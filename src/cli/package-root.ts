import { fileURLToPath } from 'node:url';

/** Where a file of the package lies, wherever the command is run. Compiled, this module is in dist/src/cli. */
export function packagePath(file: string): string {
  return fileURLToPath(new URL(`../../../${file}`, import.meta.url));
}
