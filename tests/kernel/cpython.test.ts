import { spawnSync } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Lab, outcome, requireKernel } from './support/lab'

/**
 * CPython's own tests, outside and inside a session whose list has Python. Asked for by naming the Python, since they take
 * minutes: CPYTHON=/usr/bin/python3.11 npm test -- --project kernel tests/kernel/cpython
 */
const PYTHON = process.env.CPYTHON ?? ''
const MINUTES = 60_000
// The tests of VSOCK hang on some machines, with the filter and without.
const TESTS = ['-m', 'test', '-v', '-i', '*VSOCK*', '-i', '*Vsock*']

let lab: Lab
let directory: string
beforeAll(async () => {
  lab = await Lab.open()
  directory = mkdtempSync(join(tmpdir(), 'vipfarm-cpython-'))
})
beforeEach(async (context) => {
  if (PYTHON === '') context.skip('it takes minutes and is run where CPYTHON names a Python with its tests')
  const { stderr } = spawnSync(PYTHON, ['-c', 'import test.test_asyncio.test_events, test.test_socket'], {
    encoding: 'utf8',
  })
  if (stderr !== '') context.skip(`${PYTHON} has no tests: apt-get install libpython3-testsuite`)
  await requireKernel(context)
})
afterAll(async () => {
  await lab?.close()
  rmSync(directory, { recursive: true, force: true })
})

/** The file that runs: PYTHON may be a name to be found on the path. */
function executable(python: string): string {
  return spawnSync(python, ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).stdout.trim()
}

/** The tests that do not pass, by name, and how many there are. */
function read(text: string): { run: number; failed: Set<string> } {
  const names = [...text.matchAll(/^(?:FAIL|ERROR): \w+ \(test\.(?:test_asyncio\.)?([\w.]+)\)/gm)].map(
    ([, name]) => name ?? '',
  )
  return {
    run: Number(/^Total tests: run=([\d,]+)/m.exec(text)?.[1]?.replace(',', '') ?? 0),
    failed: new Set(names),
  }
}

const OF_IPV6 =
  /^test_socket\.(Recvmsg(Into)?RFC3542Ancillary\w+6Test\.|CreateServer(Functional)?Test\.test_(tcp6|family_and_type|ipv6_only_default)$)/

test.each([
  {
    name: 'test_asyncio, masked',
    tests: 'test_asyncio',
    masked: true,
    differs: /^$/,
  },
  {
    name: 'test_asyncio',
    tests: 'test_asyncio',
    masked: false,
    // They ask whether the address is 127.0.0.1.
    differs: /^test_events\.\w+Tests\.test_create_server(_ssl\w*)?$/,
  },
  {
    name: 'test_socket',
    tests: 'test_socket',
    masked: false,
    differs: new RegExp(`${OF_IPV6.source}|^test_socket\\.CreateServerTest\\.test_address$`),
  },
] satisfies { name: string; tests: string; masked: boolean; differs: RegExp }[])(
  '$name passes inside as outside, but for what docs/linux-calls.md explains',
  async ({ tests, masked, differs }) => {
    const outside = spawnSync(PYTHON, [...TESTS, tests], {
      cwd: directory,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    })
    const name = basename(realpathSync(executable(PYTHON)))
    const policies = lab.policies({
      VirtualLoopbackSupport: true,
      VirtualLoopbackPrograms: [name],
      ...(masked && { LoopbackMasking: [name] }),
    })
    const inFolder = ['sh', '-c', 'cd "$1" && shift && exec "$@"', 'sh', directory, PYTHON, ...TESTS, tests]
    const inside = await outcome(lab.session(7, ['--policies', policies], inFolder))
    const [without, within] = [read(outside.stdout), read(inside.out)]
    expect(within.run).toBe(without.run)
    expect(within.run).toBeGreaterThan(500)
    const more = [...within.failed].filter((name) => !without.failed.has(name))
    expect(more.filter((name) => !differs.test(name))).toEqual([])
  },
  15 * MINUTES,
)
