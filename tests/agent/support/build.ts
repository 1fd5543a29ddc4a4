import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build } from 'esbuild'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** Bundles a TypeScript entry of this project into one file that Node runs by itself, as the agent's is built. */
export async function bundled(entry: string, directory: string, options: BuildOptions = {}): Promise<string> {
  const outfile = join(directory, `${entry.replaceAll('/', '-').replace(/\.ts$/, '')}.mjs`)
  await build({
    absWorkingDir: ROOT,
    entryPoints: [resolve(ROOT, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    ...options,
  })
  return outfile
}

export async function temporaryDirectory(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'vipfarm-agent-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}
