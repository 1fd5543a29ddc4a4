#!/usr/bin/env node
/**
 * `npm run kernels -- linux-image-*.deb ...`: the shipped session filter on other kernels than this machine's. Each
 * kernel of Debian is booted in an emulator (no KVM, so it takes a minute) with nothing but Node, the agent and what it
 * calls; two sessions then bind one port. A `bpftool_*.deb` among them, as of a kernel's own release, takes the place of
 * this machine's. Installs and fetches nothing: `apt-get download linux-image-6.1.0-56-cloud-amd64`.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { root } from './setup/paths.mjs'
import { command } from './setup.mjs'

const EMULATOR = 'qemu-system-x86_64'
const NEEDED = [EMULATOR, 'busybox', 'bpftool', 'flock', 'ip', 'cpio', 'gzip', 'dpkg-deb']
const LONGEST_MS = 300_000

await command(['install', 'agent'], async () => {
  const isTool = (name) => basename(name).startsWith('bpftool_')
  const packages = process.argv.slice(2).filter((name) => !isTool(name))
  const tool = process.argv.slice(2).find(isTool)
  if (packages.length === 0) throw new Error('kernels: give the packages of kernels, linux-image-*.deb')
  const missing = NEEDED.filter((name) => pathOf(name) === null)
  if (missing.length > 0)
    throw new Error(
      `kernels: missing here: ${missing.join(', ')} (Debian: qemu-system-x86, busybox-static, bpftool, util-linux, iproute2, cpio)`,
    )
  const place = mkdtempSync(join(tmpdir(), 'vipfarm-kernels-'))
  try {
    const files = guestFiles(place, tool ? bpftoolOf(tool, place) : pathOf('bpftool'))
    for (const one of packages) if (!tryKernel(one, files, place)) process.exitCode = 1
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
})

/** All that the guest has, packed as the first file system of a kernel. */
function guestFiles(place, bpftool) {
  const guest = join(place, 'guest')
  const put = (from, to) => {
    mkdirSync(dirname(join(guest, to)), { recursive: true })
    copyFileSync(from, join(guest, to))
  }
  for (const folder of ['proc', 'sys', 'dev', 'tmp', 'run', 'etc'])
    mkdirSync(join(guest, folder), { recursive: true })
  put(pathOf('busybox'), 'bin/busybox')
  const programs = {
    [process.execPath]: 'usr/bin/node',
    [pathOf('sh')]: 'bin/sh',
    [bpftool]: 'usr/bin/bpftool',
  }
  for (const name of ['flock', 'ip']) programs[pathOf(name)] = `usr/bin/${name}`
  for (const [from, to] of Object.entries(programs)) {
    put(from, to)
    for (const library of librariesOf(from)) put(library, library)
  }
  for (const name of readdirSync(join(root, 'dist/agent')))
    put(join(root, 'dist/agent', name), `agent/${name}`)
  put(join(root, 'scripts/kernels/init.sh'), 'init')
  put(join(root, 'scripts/kernels/guest.mjs'), 'guest.mjs')
  const packed = join(place, 'guest.gz')
  execFileSync('sh', ['-c', `chmod 755 init && find . | cpio -o -H newc --quiet | gzip -1 > "$0"`, packed], {
    cwd: guest,
  })
  return packed
}

function bpftoolOf(debian, place) {
  const folder = mkdtempSync(join(place, 'bpftool-'))
  execFileSync('dpkg-deb', ['-x', debian, folder])
  return join(folder, 'usr/sbin/bpftool')
}

function tryKernel(debian, files, place) {
  const folder = mkdtempSync(join(place, 'kernel-'))
  execFileSync('dpkg-deb', ['-x', debian, folder])
  const image = readdirSync(join(folder, 'boot')).find((name) => name.startsWith('vmlinuz'))
  if (!image) throw new Error(`kernels: ${debian} holds no kernel`)
  const line = 'console=ttyS0 quiet panic=-1'
  const machine = ['-accel', 'tcg', '-cpu', 'max', '-m', '1536', '-nographic', '-no-reboot', '-net', 'none']
  const since = performance.now()
  const { stdout } = spawnSync(
    EMULATOR,
    [...machine, '-kernel', join(folder, 'boot', image), '-initrd', files, '-append', line],
    { encoding: 'utf8', timeout: LONGEST_MS, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const told = stdout.split('\n').flatMap((text) => /kernels: (.*?)\r?$/.exec(text)?.[1] ?? [])
  const passed = told.at(-1) === 'passed'
  console.log(
    `${image} (${Math.round((performance.now() - since) / 1000)} s): ${passed ? 'passed' : 'FAILED'}`,
  )
  for (const text of passed ? told.slice(0, -1) : stdout.split('\n').slice(-40)) console.log(`  ${text}`)
  return passed
}

/** Root's own folders are not always on the path. */
function pathOf(name) {
  const { stdout } = spawnSync('sh', ['-c', `PATH="$PATH:/usr/sbin:/sbin" command -v "$0"`, name], {
    encoding: 'utf8',
  })
  return stdout.trim() || null
}

function librariesOf(program) {
  const told = execFileSync('ldd', [program], { encoding: 'utf8' })
  return [...told.matchAll(/(\/\S+)\s+\(0x/g)].map(([, path]) => path)
}
