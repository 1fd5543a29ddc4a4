import { mkdtemp, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { idsFor } from './choose-id'
import { parseSessionIds, parseSessions } from './loginctl-output'
import { Logind } from './logind'
import { groupsOf, leavesUserManagerOut, scopeOf } from './session-group'

const first = (name: string, ...taken: number[]) => idsFor(name, new Set(taken)).next().value

test('a session keeps the number that logind gives it, else gets the lowest free one', () => {
  expect(first('7')).toBe(7)
  expect(first('7', 7)).toBe(1)
  expect(first('c7', 1, 2)).toBe(3)
  expect(first('16777214')).toBe(1)
})

test('an id whose address has another tenant is not given', () => {
  expect(first('52')).toBe(1)
  const upTo51 = Array.from({ length: 51 }, (_, at) => at + 1)
  expect(first('c1', ...upTo51)).toBe(54)
})

// As systemd 252 prints them, shortened to what is read and a few others.
const SHOWN = `Id=c1
Name=ana
TimestampMonotonic=812345678
RemoteHost=192.0.2.7
Service=xrdp-sesman
Leader=4711
Remote=yes
Type=x11
Class=user
State=active

Id=2
Name=luis
TimestampMonotonic=5
Seat=seat0
RemoteHost=
Service=gdm-password
Leader=4712
Remote=no
Class=user
State=online

Id=c2
Name=gdm
Service=gdm-launch-environment
Leader=99
Class=greeter
State=online

Id=9
Name=eva
Service=sshd
Leader=98
Remote=yes
RemoteHost=desk.example
Class=user
State=closing

Id=c3
Name=bruno
Service=xrdp-sesman
Leader=4713
Remote=yes
Class=user
State=opening
`

test('people whose session is open, and how they came, are told from what loginctl prints', () => {
  expect(parseSessions(SHOWN)).toEqual([
    {
      ...{ manager: 'logind', name: 'c1', user: 'ana', leader: 4711, begunAtMicros: 812_345_678 },
      ...{ protocol: 'xrdp', clientIp: '192.0.2.7' },
    },
    {
      ...{ manager: 'logind', name: '2', user: 'luis', leader: 4712, begunAtMicros: 5, protocol: 'console' },
    },
  ])
  expect(parseSessionIds('     c1   1000 ana    pts/0 active no\n      2   1001 luis seat0\n\n')).toEqual([
    'c1',
    '2',
  ])
  expect(parseSessions('')).toEqual([])
})

test('a session that shares its group with others has no scope', () => {
  const scope = '/user.slice/user-1000.slice/session-c1.scope'
  expect(scopeOf(`1:name=systemd:/x\n0::${scope}\n`, '/sys/fs/cgroup')).toBe(`/sys/fs/cgroup${scope}`)
  expect(scopeOf('0::/c1\n', '/sys/fs/cgroup')).toBe('/sys/fs/cgroup/c1')
  expect(scopeOf('0::/system.slice/xrdp-sesman.service\n', '/sys/fs/cgroup')).toBeNull()
  expect(scopeOf('0::/\n', '/sys/fs/cgroup')).toBeNull()
  expect(scopeOf('0::/../user.slice/user-1.slice/session-1.scope\n', '/sys/fs/cgroup')).toBeNull()
})

test('the whole slice of a user is filtered while one session is in it', () => {
  const [one, two] = ['c1', 'c2'].map((name) => `/cg/user.slice/user-1000.slice/session-${name}.scope`) as [
    string,
    string,
  ]
  const alone = groupsOf([one]).get(one)
  expect(alone).toEqual({ scope: one, attach: '/cg/user.slice/user-1000.slice' })
  expect(alone && leavesUserManagerOut(alone)).toBe(false)
  const shared = groupsOf([one, two]).get(two)
  expect(shared).toEqual({ scope: two, attach: two })
  expect(shared && leavesUserManagerOut(shared)).toBe(true)
})

test('a logind that did not answer is asked again, though its folder stands as it stood', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vipfarm-logind-'))
  await utimes(folder, 1, 1)
  let asked = 0
  const logind = new Logind(async ([command]) => {
    if (command !== 'list-sessions') return SHOWN
    if (++asked === 1) throw new Error('it is about to start')
    return 'c1 1000 ana\n'
  }, folder)
  expect(await logind.sessions()).toEqual([])
  expect((await logind.sessions()).map(({ name }) => name)).toEqual(['c1', '2'])
  await logind.sessions()
  expect(asked).toBe(2)
  await rm(folder, { recursive: true })
})
