/** The entry of a thread as the server has it: bundled, beside what it needs. */

import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = join(import.meta.dirname, '../..')

export interface BundledThread {
  url: URL
  remove(): void
}

/** @param entry such as `server/services/policies/import-worker.ts` */
export async function bundleThread(entry: string): Promise<BundledThread> {
  const folder = mkdtempSync(join(tmpdir(), 'vipfarm-thread-'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const outfile = join(folder, basename(entry).replace(/\.ts$/, '.mjs'))
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  })
  return { url: pathToFileURL(outfile), remove: () => rmSync(folder, { recursive: true, force: true }) }
}
