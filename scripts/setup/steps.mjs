import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createStamp } from './fingerprint.mjs'
import { install, isInstalled } from './install.mjs'
import { root } from './paths.mjs'
import { runNode } from './run.mjs'

const SHARED = [
  'domain',
  'formats',
  'protocol',
  'tsconfig.json',
  'package-lock.json',
  'scripts/setup/steps.mjs',
]
const SERVER = ['server', 'locales', 'prisma/schema', ...SHARED]
const PAGES = [
  'app',
  'components',
  'locales',
  'domain',
  'public',
  'tsconfig.json',
  'package-lock.json',
  'next.config.js',
  'postcss.config.mjs',
  'server/runtime.ts',
  'server/errors.ts',
]

/** The thread that reads uploads, beside each program that takes them. */
const CAPTURES = 'server/services/discovery/capture-worker.ts'

/** Every step of set-up, in order. `needs` names the steps that a command asks for. */
export const steps = [
  { name: 'install', title: 'install dependencies', isDone: isInstalled, work: install },
  stamped(
    'generate',
    'generate the database client',
    ['prisma/schema', 'package-lock.json'],
    'server/database/generated',
    generate,
  ),
  bundle('server', ['server/main.ts', 'server/services/policies/import-worker.ts', CAPTURES], SERVER),
  bundle('demo', ['server/demo/main.ts', CAPTURES], SERVER),
  bundle('cli', ['cli/main.ts'], ['cli', ...SERVER]),
  bundle('agent', ['agent/main.ts'], ['agent', ...SHARED]),
  bundle('bench', ['bench/main.ts', CAPTURES], ['bench', 'agent', 'tests/support', ...SERVER]),
  stamped('pages', 'build the pages', PAGES, '.next/BUILD_ID', buildPages),
].filter(Boolean)

function stamped(name, title, sources, output, work) {
  const stamp = () => createStamp(name, sources)
  return {
    name,
    title,
    isDone: () => existsSync(join(root, output)) && stamp().isCurrent(),
    async work() {
      const mine = stamp()
      const before = mine.before()
      await work()
      mine.write(before)
    },
  }
}

/**
 * `dist/<name>/main.mjs`, and a file beside it for each further entry, under its own name. The agent's is one file that
 * needs only Node; the others use node_modules.
 */
function bundle(name, [main, ...others], sources) {
  if (!existsSync(join(root, main))) return null
  const output = `dist/${name}/main.mjs`
  return stamped(name, `bundle ${output}`, sources, output, async () => {
    const { build } = await import('esbuild')
    const { metafile } = await build({
      metafile: true,
      absWorkingDir: root,
      entryPoints: { main, ...Object.fromEntries(others.map((entry) => [basename(entry, '.ts'), entry])) },
      outdir: `dist/${name}`,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      sourcemap: 'linked',
      sourcesContent: false,
      logLevel: 'error',
      ...(name === 'agent' ? { banner: REQUIRE } : { packages: 'external', splitting: true }),
    })
    if (name === 'agent') chmodSync(join(root, output), 0o755)
    const beside = name === 'agent' || name === 'bench' ? [...FILTER_FILES, ...SHIM_FILES] : []
    for (const file of beside) {
      const from = SHIM_FILES.includes(file) ? SHIM : FILTER
      copyFileSync(join(root, from, file), join(root, 'dist', name, file))
    }
    for (const file of readdirSync(join(root, 'dist', name))) {
      const path = `dist/${name}/${file}`
      if (!metafile.outputs[path] && !beside.includes(file)) rmSync(join(root, path), { recursive: true })
    }
  })
}

/** The kernel filter of Linux session hosts is loaded as the file it is. */
const FILTER = 'agent/drivers/linux/filter'
const FILTER_FILES = ['session-filter.bpf.o', 'session-filter-slow.bpf.o', 'session-filter.build.json']

/** So is the library for hosts where the kernel filter cannot be had. */
const SHIM = 'agent/drivers/linux/shim'
const SHIM_FILES = ['session-shim-x64.so', 'session-shim-arm64.so', 'session-shim.build.json']

/** Bundled CommonJS packages ask for Node's own modules by `require`; the first line lets a host run the file itself. */
const REQUIRE = {
  js: "#!/usr/bin/env node\nimport { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
}

function generate() {
  return runNode(join(root, 'node_modules/prisma/build/index.js'), ['generate'])
}

async function buildPages() {
  rmSync(join(root, '.next/BUILD_ID'), { force: true })
  mkdirSync(join(root, '.next'), { recursive: true })
  await runNode(join(root, 'node_modules/next/dist/bin/next'), ['build'], {
    NEXT_TELEMETRY_DISABLED: '1',
    NODE_ENV: 'production',
  })
}
