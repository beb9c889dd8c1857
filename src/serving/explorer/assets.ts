import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { ExplorerManifest } from './settings.js';

/** One form of a built file, ready to send. */
export interface AssetForm {
  bytes: Buffer;
  /** Strong entity tag (RFC 9110, section 8.8.3), of this form alone. */
  etag: string;
}

/** A built file in its plain form and, by content coding, its compressed ones. */
export interface Asset extends AssetForm {
  contentType: string;
  compressed: Partial<Record<'br' | 'gzip', AssetForm>>;
}

const contentTypes: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/**
 * Reads what `bundleExplorer` wrote. Files are served from this fixed list, by name, so that no request ever
 * becomes a path on disk.
 *
 * @returns undefined when the folder holds no bundle
 */
export async function readAssets(
  folder: string,
): Promise<{ manifest: ExplorerManifest; assets: Map<string, Asset> } | undefined> {
  if (!existsSync(join(folder, 'manifest.json'))) return undefined;

  const form = async (name: string): Promise<AssetForm> => {
    const bytes = await readFile(join(folder, name));
    return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url')}"` };
  };
  const assets = new Map<string, Asset>();
  for (const name of await readdir(folder)) {
    const contentType = contentTypes[extname(name)];
    if (!contentType) continue;
    const [plain, br, gzip] = await Promise.all([form(name), form(`${name}.br`), form(`${name}.gz`)]);
    assets.set(name, { ...plain, contentType, compressed: { br, gzip } });
  }
  return { manifest: JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')), assets };
}

/**
 * The content coding to answer with, by an Accept-Encoding header (RFC 9110, section 12.5.3): Brotli, else gzip,
 * else none. Weights other than zero are not compared, as every client that takes Brotli is better off with it.
 */
export function contentCoding(acceptEncoding: string | undefined): 'br' | 'gzip' | undefined {
  const accepted = (acceptEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((part) => part.replaceAll(' ', ''))
    .filter((part) => !/;q=0(\.0*)?$/.test(part))
    .map((part) => part.split(';')[0]);
  return (['br', 'gzip'] as const).find((coding) => accepted.includes(coding));
}
