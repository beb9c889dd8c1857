import { type FileHandle, open, readFile, rm } from 'node:fs/promises';

/** A line that was not imported, as the rejects file has it. */
export interface Reject {
  line: number;
  /** Why; names the field at fault. */
  problem: string;
  /** The line as it stood; null where it was too long to be held. */
  text: string | null;
}

/** The file of rejected lines: NDJSON, one `Reject` a line, made when there is one to write. */
export interface RejectsFile {
  /** How many it holds. */
  readonly count: number;
  /** Writes rejects behind those kept. Written again before they are kept, they replace the first attempt. */
  stage(rejects: readonly Reject[]): Promise<void>;
  /** What was staged stays. */
  keep(): void;
  close(): Promise<void>;
}

/**
 * Opens a rejects file anew; for an import that goes on after an interruption, with those of the lines before it.
 *
 * @param upTo - The last line of the earlier attempt that is in the database; 0 to begin.
 */
export async function openRejects(path: string, upTo: number): Promise<RejectsFile> {
  const earlier = upTo === 0 ? [] : await readRejects(path, upTo);
  await rm(path, { force: true });
  let file: FileHandle | undefined;
  let [position, count] = [0, 0];
  let staged = { bytes: 0, count: 0 };
  const rejectsFile: RejectsFile = {
    get count() {
      return count;
    },
    async stage(rejects) {
      if (rejects.length === 0 && staged.count === 0) return;
      file ??= await open(path, 'w');
      const bytes = Buffer.from(rejects.map((reject) => `${JSON.stringify(reject)}\n`).join(''));
      await file.truncate(position);
      await file.write(bytes, 0, bytes.length, position);
      staged = { bytes: bytes.length, count: rejects.length };
    },
    keep() {
      position += staged.bytes;
      count += staged.count;
      staged = { bytes: 0, count: 0 };
    },
    close: async () => file?.close(),
  };
  await rejectsFile.stage(earlier);
  rejectsFile.keep();
  return rejectsFile;
}

async function readRejects(path: string, upTo: number): Promise<Reject[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Reject)
    .filter(({ line }) => line <= upTo);
}
