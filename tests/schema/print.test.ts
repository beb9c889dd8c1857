import { readFile } from 'node:fs/promises';
import { printSchemas } from '../../schema/print.js';

describe('what is published', () => {
  it.each(['api', 'catalog', 'popularity', 'supergraph'])(
    'is printed in schema/%s.graphql as the code makes it',
    async (name) => {
      const file = `${name}.graphql`;
      expect((await printSchemas())[file]).toBe(await readFile(`schema/${file}`, 'utf8'));
    },
  );
});
