import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { buildApi } from './api.js';

/** The text of schema/api.graphql: sorted, so that a difference is a difference of the API. */
export async function printApi(): Promise<string> {
  return `${printSchema(lexicographicSortSchema(await buildApi()))}\n`;
}

/** Writes the printed schemas into a folder. */
export async function writePrintedSchemas(folder: string): Promise<void> {
  await writeFile(join(folder, 'api.graphql'), await printApi());
}
