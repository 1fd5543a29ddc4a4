import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectRoot } from '~/server/project-root'

/** The shipped libraries of both architectures, each below a program of its own kind. */

const SHIM = join(projectRoot(), 'agent/drivers/linux/shim')
const SOURCE = join(projectRoot(), 'tests/kernel/support/shim-calls.c')
const [LOOP, VIP] = ['127.0.0.10', '127.98.76.9']
const runs = (program: string) => spawnSync(program, ['--version']).status === 0

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'vipfarm-shim-'))
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

test.for([
  { architecture: 'x64', native: 'x64', gnu: 'x86_64-linux-gnu', emulator: 'qemu-x86_64' },
  { architecture: 'arm64', native: 'arm64', gnu: 'aarch64-linux-gnu', emulator: 'qemu-aarch64' },
])(
  'the library for $architecture gives each call its session',
  ({ architecture, native, gnu, emulator }, context) => {
    const compiler = `${gnu}-gcc`
    if (!runs(compiler)) context.skip(`${compiler} is missing: apt-get install gcc gcc-aarch64-linux-gnu`)
    const isNative = process.arch === native
    const emulators = [emulator, `${emulator}-static`].filter(runs)
    if (!isNative && emulators.length === 0) context.skip(`${emulator} is missing: apt-get install qemu-user`)
    const program = join(directory, `crm-${architecture}`)
    execFileSync(compiler, ['-O1', '-o', program, SOURCE])
    const library = join(SHIM, `session-shim-${architecture}.so`)
    // Given to the program alone: it is nothing for the emulator itself.
    const preload = isNative
      ? ['env', `LD_PRELOAD=${library}`]
      : [emulators[0] ?? '', '-L', `/usr/${gnu}`, '-E', `LD_PRELOAD=${library}`]
    const [command = '', ...args] = [...preload, program, VIP]
    const env = {
      ...process.env,
      VIPFARM_SHIM_LOOP: LOOP,
      VIPFARM_SHIM_VIP: VIP,
      VIPFARM_SHIM_PROGRAMS: `crm-${architecture}=3\n`,
    }
    expect(execFileSync(command, args, { env, encoding: 'utf8' }).trim().split('\n')).toEqual([
      `bind ${LOOP}`,
      `connect ${LOOP}`,
      `accept ${LOOP}`,
      `sendto ${LOOP}`,
      `bind-all ${VIP}`,
      `getaddrinfo ${VIP}`,
      'gethostbyaddr own',
      'getnameinfo own',
    ])
  },
)
