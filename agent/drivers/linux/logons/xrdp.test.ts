import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
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

const machine = (processes: readonly Process[]): Sesman => changing(processes).sesman

/** The two places that it reads. */
function changing(processes: readonly Process[]) {
  const root = mkdtempSync(join(tmpdir(), 'vipfarm-sesman-'))
  machines.push(root)
  const be = (pid: number, name: string, parent: number) =>
    writeFileSync(join(root, String(pid), 'stat'), `${pid} (${name}) S ${parent}${' 0'.repeat(17)} 500 0`)
  for (const { pid, name, parent, uid } of processes) {
    mkdirSync(join(root, String(pid)))
    be(pid, name, parent)
    writeFileSync(join(root, String(pid), 'status'), `Name:\t${name}\nUid:\t${uid}\t${uid}\t${uid}\t${uid}\n`)
  }
  writeFileSync(join(root, 'passwd'), 'root:x:0:0::/root:/bin/sh\nana:x:1001:1001::/home/ana:/bin/sh\n')
  return {
    ...{ root, passwd: join(root, 'passwd') },
    sesman: new Sesman(root, join(root, 'passwd')),
    become: (pid: number, name: string) =>
      be(pid, name, processes.find((process) => process.pid === pid)?.parent ?? 1),
    end: (pid: number) => rmSync(join(root, String(pid)), { recursive: true }),
  }
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

test('a session inside a container is not one of this host', async () => {
  const server = { pid: 22, name: 'Xorg', parent: 20, uid: 1001 }
  const { root, passwd } = changing([...MANAGERS, server])
  const inNamespace = (entry: string, namespace: string) => {
    mkdirSync(join(root, entry, 'ns'), { recursive: true })
    symlinkSync(namespace, join(root, entry, 'ns/pid'))
  }
  for (const entry of ['10', '20']) inNamespace(entry, 'pid:[2]')
  inNamespace('self', 'pid:[1]')
  expect(await new Sesman(root, passwd).sessions()).toEqual([])
  // To an agent inside it is.
  expect(await new Sesman(root, passwd, 'pid:[2]').sessions()).toHaveLength(1)
})

test('a manager without an X server has no session yet', async () => {
  expect(
    await machine([...MANAGERS, { pid: 21, name: 'xrdp-sesman', parent: 20, uid: 0 }]).sessions(),
  ).toEqual([])
})

test('a process that became the X server after it was first seen is found, though no process came or went', async () => {
  const { sesman, become } = changing([...MANAGERS, { pid: 22, name: 'sh', parent: 20, uid: 1001 }])
  expect(await sesman.sessions()).toEqual([])
  become(22, 'Xorg')
  expect(await sesman.sessions()).toMatchObject([{ user: 'ana', leader: 20 }])
  expect(await sesman.sessions()).toMatchObject([{ user: 'ana', leader: 20 }])
})

test('a session that ends is gone at the next look', async () => {
  const { sesman, end } = changing([...MANAGERS, { pid: 22, name: 'Xorg', parent: 20, uid: 1001 }])
  for (let look = 0; look < 4; look++) expect(await sesman.sessions()).toHaveLength(1)
  end(22)
  expect(await sesman.sessions()).toEqual([])
})
