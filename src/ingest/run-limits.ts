/** What one run of a source may take; what is left over is done by the next one, soon. */
export interface RunLimits {
  /** Of a feed or page of links, decompressed. Reading takes up to 25 times that of memory. */
  feedBytes: number;
  /** Of the page of an entry. */
  pageBytes: number;
  /** New or changed entries. */
  entries: number;
  /** Pages of entries. */
  pages: number;
  /** After that many milliseconds no batch and no page is begun. */
  milliseconds: number;
  /** Entries that are stored in one transaction. */
  batch: number;
  /** Rejects of which more than the number is kept. */
  rejects: number;
}

export const defaultRunLimits: RunLimits = {
  feedBytes: 10_000_000,
  pageBytes: 6_000_000,
  entries: 5_000,
  pages: 100,
  milliseconds: 5 * 60_000,
  batch: 25,
  rejects: 100,
};
