import { FetchFailure } from '../http/fetch-failure.js';
import { CommandFailure } from './failure.js';

/** What failed with a document, in a line that names it, and, where there is advice, a second line of what to try. */
export function problemOf(name: string, error: unknown): string {
  if (error instanceof FetchFailure) return `${name}: ${error.message}\n  ${error.advice}`;
  const message = error instanceof Error ? error.message : String(error);
  if (message.startsWith('It is ')) return message.replace('It', name);
  return error instanceof CommandFailure || message.includes(name) ? message : `${name}: ${message}`;
}
