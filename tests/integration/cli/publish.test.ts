import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insertUser } from '~/server/repositories/user'
import { updateFarm } from '~/server/services/farm/farm-settings'
import { runInProcess } from '~/tests/support/command'
import { createRolloutFarm, type RolloutFarm } from '~/tests/support/rollout-farm'
import { CLI } from '~/tests/support/test-farm'

let farm: RolloutFarm
let data: string
beforeAll(async () => {
  farm = await createRolloutFarm(4)
  data = mkdtempSync(join(tmpdir(), 'vipfarm-cli-'))
})
afterAll(async () => {
  await farm.close()
  rmSync(data, { recursive: true, force: true })
})

const vipfarm = (args: string[], files: Record<string, string> = {}) =>
  runInProcess(args, files, { env: { DATABASE_URL: farm.database.url, VIPFARM_DATA: data } })
const plans = () =>
  farm.rows<{ plan: unknown; state: string }>('SELECT plan, state::text FROM rollout ORDER BY id')

describe('vipfarm publish', () => {
  it('publishes the draft at once, and says what was published', async () => {
    await farm.draft(['one.exe'])
    expect((await vipfarm(['publish'])).code).toBe(2)
    const { code, out } = await vipfarm([
      'publish',
      '--reason',
      'the first',
      '--ticket',
      'CHG-1',
      '--base',
      '0',
    ])
    expect([code, out]).toEqual([0, 'published revision 1: 4 hosts to change\n'])
    await farm.hostsAct()
  })

  it('refuses on another base than was looked at', async () => {
    await farm.draft(['one.exe', 'two.exe'])
    const { code, err } = await vipfarm(['publish', '--reason', 'stale', '--base', '0'])
    expect([code, err]).toEqual([1, 'vipfarm: cli published revision 1 since you looked.\n'])
  })

  it('asks a second person where the farm wants one', async () => {
    for (const username of ['ana', 'luis']) {
      await insertUser(farm.database.prisma, {
        username,
        name: username,
        role: 'operator',
        passwordHash: '-',
      })
    }
    await updateFarm(farm.ctx, CLI, { approveAboveHosts: 2, reason: 'two people' })
    const alone = await vipfarm(['publish', '--reason', 'alone'])
    expect([alone.code, alone.err]).toEqual([1, expect.stringContaining('a second person must agree')])
    const asked = await vipfarm(['publish', '--reason', 'please', '--ask', '--waves'])
    expect([asked.err, asked.out]).toEqual(['', 'asked for approval: it reaches 4 hosts\n'])
    const own = await vipfarm(['approval', 'approve', '--reason', 'fine'])
    expect([own.code, own.err]).toEqual([1, expect.stringContaining('another person must agree')])
    const list = await vipfarm(['approval', 'list'])
    expect(list.out).toMatch(/\nwaiting +\S+ +cli +4 +in 4 waves +- +please\n$/)
    const withdrawn = await vipfarm(['approval', 'decline', '--reason', 'later'])
    expect(withdrawn.out).toBe('withdrew what cli asked for\n')
    await updateFarm(farm.ctx, CLI, { approveAboveHosts: null, reason: 'done' })
  })

  it('publishes in waves, with gate and times as typed', async () => {
    const hours = '1-7 00:00-23:59 UTC'
    const waves = ['--waves', '1,tag:pilot,50%', '--gate', 'silent=25%', '--soak', '600', '--hours', hours]
    const { out, err } = await vipfarm([
      'publish',
      '--reason',
      'in waves',
      ...waves,
      '--on-failure',
      'roll-back',
    ])
    expect([err, out]).toEqual([
      '',
      'published revision 2: 4 hosts to change in waves: vipfarm rollout show 2\n',
    ])
    await farm.settle()
    const [rollout] = await plans()
    expect(rollout).toMatchObject({
      state: 'running',
      plan: {
        waves: [
          { kind: 'hosts', hosts: 1 },
          { kind: 'tag', tag: 'pilot' },
          { kind: 'percent', percent: 50 },
          { kind: 'percent', percent: 100 },
        ],
        gate: { failedHosts: 0, silentPercent: 25, bindFailures: 0, discrepancies: 0 },
        soakSeconds: 600,
        onFailure: 'roll-back',
        window: { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '23:59', timeZone: 'UTC' },
      },
    })
    expect([...(await farm.pointers()).values()].filter(({ revision }) => revision === 2)).toHaveLength(1)
  })

  it('refuses what is no wave, and options of waves without waves', async () => {
    const wrong = await vipfarm(['publish', '--reason', 'x', '--waves', 'half'])
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('"half" is no wave')])
    const stray = await vipfarm(['publish', '--reason', 'x', '--soak', '5'])
    expect([stray.code, stray.err]).toEqual([1, expect.stringContaining('--soak: this is of waves')])
  })

  it('takes an older revision back with a reason', async () => {
    const { out } = await vipfarm(['restore', '1', '--reason', 'two is bad'])
    expect(out).toMatch(/^published revision 3: \d hosts? to change\n$/)
    expect((await plans())[0]?.state).toBe('superseded')
    const history = await vipfarm(['history'])
    expect(history.out).toMatch(/^REVISION +PUBLISHED .*\n3 .* two is bad \(restores 1\)\n/)
    expect(history.out).toMatch(/\n1 +\S+ +cli +\d+ +4 +CHG-1 +the first\n$/)
    await farm.hostsAct()
  })
})

describe('vipfarm apply', () => {
  it('takes a plan out in waves', async () => {
    const files = {
      'farm/cti.yaml': 'policies: [{name: Code, priority: 1, settings: {VirtualLoopbackSupport: true}}]',
    }
    const { hash } = JSON.parse((await vipfarm(['plan', 'farm', '--json'], files)).out)
    const applied = await vipfarm([
      'apply',
      '--plan',
      hash,
      '--reason',
      'as reviewed',
      '--waves',
      '--apply',
      'logon',
    ])
    expect(applied.err).toBe('')
    expect(applied.out).toMatch(/^published revision 4: 4 hosts to change in waves/)
    expect((await plans()).at(-1)?.plan).toMatchObject({ apply: 'logon', waves: [{ hosts: 1 }, {}, {}, {}] })
  })
})

describe('vipfarm compare, of the farm', () => {
  it('sets two revisions side by side', async () => {
    const { out } = await vipfarm(['compare', '--revision', '1', '--revision', '2'])
    expect(out).toBe('changed "CTI"\n  VirtualLoopbackPrograms:\n    + two.exe\n')
  })

  it('sets two policies, and two hosts, side by side', async () => {
    const policies = await vipfarm(['compare', '--policy', 'cti', '--policy', 'CTI', '--revision', '2'])
    expect([policies.err, policies.out]).toEqual(['', expect.stringContaining('No difference.\n')])
    const hosts = await vipfarm(['compare', '--host', 'h001', '--host', 'H002', '--revision', '1', '--json'])
    expect(JSON.parse(hosts.out)).toMatchObject({ kind: 'hosts', names: ['H001', 'H002'], different: false })
  })

  it('says which side there is not', async () => {
    const host = await vipfarm(['compare', '--host', 'H001', '--host', 'H099'])
    expect([host.code, host.err]).toEqual([1, 'vipfarm: There is no active host "H099".\n'])
    expect((await vipfarm(['compare', '--revision', 'last'])).code).toBe(2)
    expect((await vipfarm(['compare', '--host', 'H001'])).code).toBe(2)
  })
})

describe('vipfarm whatif, of the farm', () => {
  it('resolves what is published for a host by its name', async () => {
    const { out, err } = await vipfarm(['whatif', '--host', 'h003', '--session', '7', '--json'])
    expect(err).toBe('')
    expect(JSON.parse(out)).toMatchObject({
      settings: { VirtualLoopbackSupport: { value: true, policy: 'Code' } },
      sessions: [{ id: 7 }],
    })
  })
})

describe('vipfarm whatif, of the farm', () => {
  const files = {
    'new.yaml':
      'name: NEW1\nos: {family: windows, version: Windows Server 2022}\nsessions: [{id: 7, user: ana}, {id: 9, protocol: console}]\n',
  }
  const ask = (...args: string[]) => vipfarm(['whatif', ...args], files)

  it('answers for a described host and user what the exported policies answer in a file', async () => {
    const described = ['--host', 'new.yaml', '--user', 'ana', '--session', '300', '--json']
    const farms = await ask('--draft', ...described)
    const exported = (await vipfarm(['export', 'policies', '--draft'])).out
    const policies = { ...files, 'p.yaml': exported }
    const offline = await vipfarm(['whatif', '--policies', 'p.yaml', ...described], policies)
    expect([farms.code, farms.err]).toEqual([0, ''])
    expect(farms.out).toBe(offline.out)
    const resolved = JSON.parse(
      (await vipfarm(['resolve', '--policies', 'p.yaml', '--host', 'new.yaml', '--json'], policies)).out,
    )
    const { sessions, ...same } = JSON.parse(farms.out)
    expect(sessions.map(({ id }: { id: number }) => id)).toEqual([7, 9, 300])
    expect({ ...same, sessions: sessions.slice(0, 2) }).toMatchObject(resolved)
  })

  it('answers for a host of the farm by its name, and says which there is not', async () => {
    const { out } = await ask('--host', 'h001', '--session', '7')
    expect(out).toMatch(/^H001\b/)
    const wrong = await ask('--host', 'NOBODY')
    expect([wrong.code, wrong.err]).toEqual([1, 'vipfarm: There is no active host "NOBODY".\n'])
    const noFile = await ask('--host', 'nobody.yaml')
    expect([noFile.code, noFile.err]).toEqual([1, expect.stringContaining('--host: "nobody.yaml"')])
  })

  it('takes the rule that is given in place of the farm’s', async () => {
    const policy =
      'policies: [{name: Either, priority: 1, settings: {VirtualLoopbackSupport: true}, filters: [{type: DesktopTag, mode: Allow, value: absent}, {type: HostName, mode: Allow, value: NEW*}]}]'
    const code = { 'code/either.yaml': policy }
    const { hash } = JSON.parse((await vipfarm(['plan', 'code', '--json'], code)).out)
    await vipfarm(['apply', '--plan', hash, '--reason', 'two types of filters'])
    const settings = async (...args: string[]) =>
      JSON.parse((await ask('--host', 'new.yaml', '--json', ...args)).out).settings
    expect(await settings()).toEqual({})
    const any = ['--filter-rule', 'any-type']
    expect(await settings(...any)).toEqual({ VirtualLoopbackSupport: { value: true, policy: 'Either' } })
    const compare = ['compare', '--host', 'H001', '--host', 'new.yaml', '--json']
    const compared = async (...args: string[]) =>
      JSON.parse((await vipfarm([...compare, ...args], files)).out)
    expect(await compared()).toMatchObject({ names: ['H001', 'NEW1'], different: false })
    expect(await compared(...any)).toMatchObject({ names: ['H001', 'NEW1'], different: true })
  })
})
