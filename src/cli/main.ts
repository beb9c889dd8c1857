#!/usr/bin/env node
import { loadEnvFile } from '../config.js';
import { reportFailure } from './failure.js';
import { broadsheetProgram } from './program.js';

// A reader such as `head` that has seen enough is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

try {
  loadEnvFile();
  await broadsheetProgram().parseAsync();
} catch (error) {
  process.exitCode = reportFailure(error);
}
