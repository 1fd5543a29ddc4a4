import { appendFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { findBpftool } from '~/agent/drivers/linux/filter/bpftool'
import { cgroupMount, removeCgroup } from '~/agent/drivers/linux/filter/cgroup'
import { OBJECT_FILE } from '~/agent/drivers/linux/filter/filter-object'
import { SHIM_FILES } from '~/agent/drivers/linux/shim/shim-library'
import { background, Lab, outcome, requireKernel } from './support/lab'
import { bind } from './support/python'

let lab: Lab
beforeAll(async () => {
  lab = await Lab.open()
})
beforeEach(requireKernel)
afterAll(async () => {
  if (cgroupMount() !== null) await removeCgroup(foreign())
  await lab?.close()
})

/** The agent's command where the machine is as `change` leaves it, which nobody else sees. */
async function inMachine(change: string, ...args: string[]) {
  const command = [
    'unshare',
    '--mount',
    'sh',
    '-c',
    `${change}\nexec "$@"`,
    'sh',
    process.execPath,
    lab.agent,
    ...args,
  ]
  return lab.run(90, [], ...command)
}

const groups = () => cgroupMount() ?? ''

const foreign = () => join(groups(), `vipfarm-test-foreign-${process.pid}`)
/** As where another tool holds a hook of the group that all sessions are in, and shares it with nobody. */
const holdHook = () => `
mkdir -p ${foreign()} ${lab.directory}/pins && mount -t bpf none ${lab.directory}/pins
bpftool prog loadall ${join(dirname(lab.agent), OBJECT_FILE)} ${lab.directory}/pins/all >/dev/null
bpftool cgroup attach ${foreign()} bind4 pinned ${lab.directory}/pins/all/vf_bind4
mount --bind ${foreign()} ${groups()}`

test.each([
  ['no-bpftool', () => `mount --bind /dev/null ${findBpftool()}`, 'the command bpftool is missing'],
  ['no-cgroup-v2', () => `umount -l ${groups()}`, 'cgroup version 2 is not mounted'],
  ['cgroup-read-only', () => `mount -o remount,bind,ro ${groups()}`, 'read-only file system'],
  ['no-btf', () => 'mount -t tmpfs none /sys/kernel/btf', '/sys/kernel/btf/vmlinux is missing'],
  [
    'lockdown',
    () =>
      'mount -t tmpfs none /sys/kernel/security && echo "none [confidentiality]" > /sys/kernel/security/lockdown',
    'kernel lockdown',
  ],
  ['foreign-hooks', holdHook, 'failed to attach program'],
])(
  '%s is named, with its mend, and launched sessions get the library, which says what it is',
  async (code, change, reason) => {
    const probed = await inMachine(change(), 'probe', '--json')
    const probe = JSON.parse(probed.out) as { driver: string; code: string; reason: string; mend: string }
    expect(probe).toMatchObject({ driver: 'preload', code, reason: expect.stringContaining(reason) })
    expect(probe.mend).toMatch(/\w/)
    const policies = lab.policies({ VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['crm'] })
    const program = [lab.listed, '-c', bind('127.0.0.1', 0)]
    const run = ['session', 'run', '--session', '91', '--policies', policies, '--', ...program]
    expect(await inMachine(change(), ...run)).toMatchObject({
      code: 0,
      out: '127.0.0.92\n',
      err: expect.stringContaining('compatibility, not enforcement'),
    })
  },
)

/** Has `bpftool` do otherwise what the case of a shell says; `$own` is the real one. */
const otherBpftool = (otherwise: string) => `
own=${lab.directory}/bpftool
cp ${findBpftool()} $own
echo '#!/bin/sh' > ${lab.directory}/wrapper
echo 'own=${lab.directory}/bpftool; case "$*" in ${otherwise};; *) exec $own "$@";; esac' >> ${lab.directory}/wrapper
chmod 755 ${lab.directory}/wrapper && mount --bind ${lab.directory}/wrapper ${findBpftool()}`

test('bpftool-mismatch: a bpftool that does not list what it attached is named', async () => {
  const { out } = await inMachine(otherBpftool('*"cgroup show"*) echo "[]"'), 'probe', '--json')
  expect(JSON.parse(out)).toMatchObject({
    driver: 'preload',
    code: 'bpftool-mismatch',
    mend: expect.stringContaining("kernel's own release"),
  })
})

test('a bpftool that names programs by their sections, as that of Linux 5.10 does, serves as well', async () => {
  const bySections = `*loadall*) $own "$@" && cd "$5" && for one in vf_*; do mv "$one" "cgroup_\${one#vf_}"; done`
  const { out } = await inMachine(otherBpftool(bySections), 'probe', '--json')
  expect(JSON.parse(out)).toMatchObject({ driver: 'bpf', code: 'ready' })
})

test('no-rights: somebody who is not root is told so', async () => {
  const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']
  const { out } = await lab.run(90, [], ...nobody, process.execPath, lab.agent, 'probe', '--json')
  expect(JSON.parse(out)).toMatchObject({ driver: 'preload', code: 'no-rights' })
})

test('object-damaged: a changed object is not loaded', async () => {
  const broken = await Lab.open()
  try {
    appendFileSync(join(dirname(broken.agent), OBJECT_FILE), 'x')
    const probed = await outcome(broken.command('probe', '--json'))
    expect(JSON.parse(probed.out)).toMatchObject({ driver: 'preload', code: 'object-damaged' })
  } finally {
    await broken.close()
  }
})

test('where the library is damaged as well, nothing is begun', async () => {
  const broken = await Lab.open()
  try {
    for (const file of [OBJECT_FILE, ...SHIM_FILES]) appendFileSync(join(dirname(broken.agent), file), ' x')
    const probed = await outcome(broken.command('probe', '--json'))
    expect(JSON.parse(probed.out)).toMatchObject({ driver: 'none', code: 'object-damaged' })
    const policies = broken.policies({ VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['crm'] })
    expect(await broken.run(91, ['--policies', policies], 'echo', 'ran')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('cannot enforce the policies'),
    })
  } finally {
    await broken.close()
  }
})

test('a session that cannot begin leaves nothing behind', async () => {
  const settings = { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['crm'] }
  const policies = ['--policies', lab.policies(settings)]
  const one = background(lab.session(7, policies, ['sh', '-c', 'echo ready; sleep 60']))
  await one.line()
  const refused = await lab.run(7, policies, 'true')
  expect(refused.err).toContain('session 7 is already open')
  expect((await lab.run(8, policies, '/no/such/program')).code).toBe(1)
  expect(await one.end()).toBe(128 + 15)
})

test.each([
  ['policies: [', 'policies'],
  [
    '{"policies": [{"name": "a", "priority": 1, "settings": {"VirtualLoopbackSupport": "yes"}}]}',
    'VirtualLoopbackSupport',
  ],
])('a policies file that is not sound runs nothing: %s', async (text, field) => {
  const path = join(lab.directory, 'unsound.yaml')
  writeFileSync(path, text)
  const refused = await lab.run(7, ['--policies', path], 'echo', 'ran')
  expect(refused).toMatchObject({ code: 1, out: '', err: expect.stringContaining(field) })
})
