import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build, type Metafile } from 'esbuild';
import type { ExplorerManifest } from './settings.js';

const entryPoints = {
  main: 'src/serving/explorer/client/main.tsx',
  editor: 'node_modules/monaco-editor/esm/vs/editor/editor.worker.js',
  json: 'node_modules/monaco-editor/esm/vs/language/json/json.worker.js',
  graphql: 'node_modules/monaco-graphql/esm/graphql.worker.js',
};

/**
 * Bundles the explorer's client and its web workers into a folder: every file named by its content's hash, with
 * a Brotli and a gzip form beside it, and a `manifest.json` that says which is which. The folder is emptied first.
 * Paths in the source tree are taken from the working directory, as npm scripts run at the package's root.
 */
export async function bundleExplorer(folder: string): Promise<void> {
  const { metafile, outputFiles } = await build({
    entryPoints,
    outdir: folder,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    minify: true,
    loader: { '.ttf': 'dataurl' },
    define: { 'process.env.NODE_ENV': '"production"' },
    // Imported by the fetcher only for subscriptions over WebSocket, which the explorer does not open.
    external: ['graphql-ws'],
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  const manifest = manifestOf(metafile);

  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const { path, contents } of outputFiles) {
    const name = basename(path);
    // Monaco is loaded lazily and its own style sheet never is: graphiql/style.css holds it already.
    if (name.endsWith('.css') && name !== manifest.style) continue;
    const file = join(folder, name);
    await Promise.all([
      writeFile(file, contents),
      compressBrotli(contents).then((bytes) => writeFile(`${file}.br`, bytes)),
      promisify(gzip)(contents, { level: 9 }).then((bytes) => writeFile(`${file}.gz`, bytes)),
    ]);
  }
}

function manifestOf({ outputs }: Metafile): ExplorerManifest {
  const output = (entryPoint: string) => {
    const found = Object.entries(outputs).find(([, { entryPoint: entry }]) => entry === entryPoint);
    if (!found) throw new Error(`esbuild made no output for ${entryPoint}`);
    return { name: basename(found[0]), style: basename(found[1].cssBundle ?? '') };
  };
  const main = output(entryPoints.main);
  return {
    script: main.name,
    style: main.style,
    workers: {
      editor: output(entryPoints.editor).name,
      json: output(entryPoints.json).name,
      graphql: output(entryPoints.graphql).name,
    },
  };
}

/** Quality 9 is within a few per cent of the highest, 11, at a tenth of its time. */
function compressBrotli(contents: Uint8Array): Promise<Buffer> {
  return promisify(brotliCompress)(contents, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) void bundleExplorer('dist/explorer');
