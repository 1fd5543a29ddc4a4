import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { Sesman } from './xrdp'

const machines: string[] = []
afterEach(() => {
  for (const machine of machines.splice(0)) rmSync(machine, { recursive: true, force: true })
})

interface Process {
  pid: number
  name: string
  parent: number
  uid: number
}

/** The two places that it reads. */
function machine(processes: readonly Process[]): Sesman {
  const root = mkdtempSync(join(tmpdir(), 'vipfarm-sesman-'))
  machines.push(root)
  for (const { pid, name, parent, uid } of processes) {
    mkdirSync(join(root, String(pid)))
    writeFileSync(join(root, String(pid), 'stat'), `${pid} (${name}) S ${parent}${' 0'.repeat(17)} 500 0`)
    writeFileSync(join(root, String(pid), 'status'), `Name:\t${name}\nUid:\t${uid}\t${uid}\t${uid}\t${uid}\n`)
  }
  writeFileSync(join(root, 'passwd'), 'root:x:0:0::/root:/bin/sh\nana:x:1001:1001::/home/ana:/bin/sh\n')
  return new Sesman(root, join(root, 'passwd'))
}

const MANAGERS = [
  { pid: 10, name: 'xrdp-sesman', parent: 1, uid: 0 },
  { pid: 20, name: 'xrdp-sesman', parent: 10, uid: 0 },
]

test("a session in its first moments is the X server's person's, not root's, whose the desktop is still", async () => {
  const desktop = { pid: 21, name: 'xrdp-sesman', parent: 20, uid: 0 }
  const server = { pid: 22, name: 'Xorg', parent: 20, uid: 1001 }
  expect(await machine([...MANAGERS, desktop, server]).sessions()).toEqual([
    { manager: 'xrdp', user: 'ana', name: '20', leader: 20, begunAtMicros: 5_000_000, protocol: 'xrdp' },
  ])
})

test('a manager without an X server has no session yet', async () => {
  expect(
    await machine([...MANAGERS, { pid: 21, name: 'xrdp-sesman', parent: 20, uid: 0 }]).sessions(),
  ).toEqual([])
})
