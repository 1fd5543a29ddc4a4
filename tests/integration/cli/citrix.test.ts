/** The connector against a stub of the documented calls: never against a live site. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { projectRoot } from '~/server/project-root'
import { newestDelivery, readDeliveries } from '~/server/services/citrix/read-deliveries'
import { createPolicy } from '~/server/services/policies/create-policy'
import { publishPolicies } from '~/server/services/policies/publish-policies'
import { savePolicy } from '~/server/services/policies/save-policy'
import { CitrixSiteStub, STUB_TOKEN } from '~/tests/support/citrix/site-stub'
import { runInProcess } from '~/tests/support/command'
import { CLI, createTestFarm, type TestFarm } from '~/tests/support/test-farm'
import { until } from '~/tests/support/until'

const GROUP = '11111111-2222-4333-8444-555555555555'
let farm: TestFarm
let data: string
let stub: CitrixSiteStub
let origin: string
/** Files that commands wrote are there for the next. */
let files: Record<string, string>

beforeAll(async () => {
  farm = await createTestFarm()
  data = mkdtempSync(join(tmpdir(), 'vipfarm-citrix-'))
})
afterAll(async () => {
  await farm.close()
  rmSync(data, { recursive: true, force: true })
})
beforeEach(async () => {
  stub = new CitrixSiteStub()
  origin = await stub.start()
  stub.add({ policyName: 'Printing', settings: [stub.setting('AutoCreationLimit', '5')] })
  stub.add({ policyName: 'Unfiltered' })
  files = {
    token: `${STUB_TOKEN}\n`,
    ids: JSON.stringify({ deliveryGroups: { 'Call centre': GROUP } }),
    'policies.yaml': policiesOf(['softphone.exe', 'agent.exe']),
  }
})
afterEach(() => stub.stop())

const policiesOf = (programs: string[], more = '') => `policies:
  - name: CTI
    description: Softphones
    priority: 1
    settings: {VirtualLoopbackSupport: true, VirtualLoopbackPrograms: [${programs.join(', ')}]}
    filters: [{type: DesktopGroup, mode: Allow, value: Call centre}]
${more}`

async function vipfarm(...args: string[]) {
  const ran = await runInProcess(args, files, {
    env: { DATABASE_URL: farm.database.url, VIPFARM_DATA: data },
  })
  for (const [path, content] of Object.entries(ran.written ?? {})) files[path] = String(content)
  expect(ran.out + ran.err + JSON.stringify(ran.written ?? {})).not.toContain(STUB_TOKEN)
  return ran
}
const site = () => ['--site', origin, '--instance', 'site-1', '--token-file', 'token', '--gap', '0']
const plan = (...more: string[]) =>
  vipfarm(
    'citrix',
    'plan',
    ...site(),
    ...['--out', 'plan.json', '--policies', 'policies.yaml', '--ids', 'ids', ...more],
  )
const apply = () => vipfarm('citrix', 'apply', '--plan', 'plan.json', '--token-file', 'token', '--gap', '0')
/** Plans and applies, and what the site was asked to write. */
async function deliver(...more: string[]) {
  stub.calls.length = 0
  expect(await plan(...more)).toMatchObject({ code: 0 })
  const applied = await apply()
  expect(applied).toMatchObject({ code: 0, err: '' })
  return { applied, writes: stub.writes }
}

describe('vipfarm citrix', () => {
  test('a plan tells every call and makes none; applied, the site holds the policy, with what it had', async () => {
    const { out } = await plan()
    expect(stub.writes).toEqual([])
    expect(out).toContain('+ create "CTI" (on)')
    expect(out).toContain('Unproven against a live site')
    const { code, out: done } = await apply()
    expect(code).toBe(0)
    expect(done).toContain('Delivered, not yet in force')
    expect(stub.writes).toEqual(['POST /policies', `PUT /policySets/${stub.setGuid}`])
    expect(stub.policies.map(({ policyName }) => policyName)).toEqual(['Printing', 'Unfiltered', 'CTI'])
    expect(stub.named('CTI')).toMatchObject({ isEnabled: true, description: 'Softphones [vipfarm]' })
    expect(stub.named('CTI').settings.map(({ settingValue }) => settingValue)).toEqual([
      '1',
      '["softphone.exe","agent.exe"]',
    ])
  })

  test('planned again there is nothing to do, though the site reads values back in other words', async () => {
    await deliver()
    const { out } = await plan()
    expect(out).toContain('Nothing to do')
    expect((await deliver()).writes).toEqual([`PUT /policySets/${stub.setGuid}`])
  })

  test('a change is single calls; settings of the policy that are not the farm’s stay', async () => {
    await deliver()
    const own = stub.setting('ClipboardRedirection', '0')
    stub.named('CTI').settings.push(own)
    files['policies.yaml'] = policiesOf(['softphone.exe'])
    const { writes } = await deliver()
    expect(writes).toEqual([expect.stringMatching(/^PATCH \/settings\//), `PUT /policySets/${stub.setGuid}`])
    expect(stub.named('CTI').settings).toContain(own)
  })

  test('filters that move by more than one: the policy is off meanwhile, and on at the end', async () => {
    await deliver()
    files['policies.yaml'] = policiesOf(['softphone.exe', 'agent.exe']).replace(
      '{type: DesktopGroup, mode: Allow, value: Call centre}',
      '{type: OU, mode: Allow, value: "OU=A,DC=example,DC=com"}, {type: DesktopKind, mode: Allow, value: SharedApp}',
    )
    const states: boolean[] = []
    stub.trouble = (call, at) => {
      if (at === 'after' && /\/filters/.test(call)) states.push(stub.named('CTI').isEnabled)
      return undefined
    }
    await deliver()
    expect(states).toEqual([false, false, false])
    expect(stub.named('CTI').isEnabled).toBe(true)
    expect(stub.named('CTI').filters.map(({ filterType }) => filterType)).toEqual(['OU', 'DesktopKind'])
  })

  test('ours stand in the farm’s order in the places that are ours, and go when the farm has them no more', async () => {
    await deliver()
    const more = '  - {name: First, priority: 2, settings: {VirtualLoopbackSupport: false}}\n'
    files['policies.yaml'] = policiesOf(['softphone.exe'], more)
    await deliver()
    files['policies.yaml'] = files['policies.yaml'].replace('priority: 1', 'priority: 3')
    await deliver()
    const names = () => stub.policies.map(({ policyName }) => policyName)
    expect(names()).toEqual(['Printing', 'Unfiltered', 'First', 'CTI'])
    files['policies.yaml'] = policiesOf(['softphone.exe'])
    await deliver()
    expect(names()).toEqual(['Printing', 'Unfiltered', 'CTI'])
  })

  test('a policy of the same name that Vipfarm did not make is refused, until an admin gives it', async () => {
    stub.add({ policyName: 'CTI', settings: [stub.setting('AutoCreationLimit', '5')] })
    const refused = await plan()
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('--adopt "CTI"')
    await deliver('--adopt', 'CTI')
    expect(stub.named('CTI').settings.map(({ settingName }) => settingName)).toEqual([
      'AutoCreationLimit',
      'VirtualLoopbackSupport',
      'VirtualLoopbackPrograms',
    ])
  })

  test('a policy of the site that sets the same above ours is named', async () => {
    stub.add({ policyName: 'Old', settings: [stub.setting('VirtualLoopbackSupport', '0')] })
    expect((await plan()).out).toContain('"Old" of the site sets VirtualLoopbackSupport too, above ours')
  })
})

describe('vipfarm citrix apply', () => {
  test('refuses a site that somebody changed since the plan, and writes nothing over it', async () => {
    await deliver()
    files['policies.yaml'] = policiesOf(['softphone.exe'])
    await plan()
    stub.named('CTI').settings = [stub.setting('VirtualLoopbackSupport', '0')]
    stub.calls.length = 0
    const { code, err } = await apply()
    expect(code).toBe(1)
    expect(err).toContain('"CTI" was changed on the site since the plan was made')
    expect(stub.writes).toEqual([])
  })

  test('refuses in the middle, when the change comes between two of its calls', async () => {
    await deliver()
    files['policies.yaml'] = policiesOf(['softphone.exe']).replace('mode: Allow', 'mode: Deny')
    await plan()
    stub.trouble = (call, at) => {
      if (at === 'after' && call.startsWith('PATCH /settings')) stub.named('CTI').description = 'by hand'
      return undefined
    }
    stub.calls.length = 0
    expect((await apply()).err).toContain('was changed on the site')
    expect(stub.writes.filter((call) => call.includes('/filters'))).toEqual([])
  })

  test('goes on after it was cut off, and does nothing twice', async () => {
    await plan()
    let cut = true
    stub.trouble = (call, at) => (cut && call.startsWith('PUT') && at === 'before' ? 'cut' : undefined)
    expect((await apply()).code).toBe(1)
    cut = false
    stub.calls.length = 0
    expect((await apply()).out).toContain('Nothing was left to do')
    expect(stub.writes).toEqual([`PUT /policySets/${stub.setGuid}`])
    expect(stub.serialised).toBe(1)
  })

  test('looks first when only the answer of a write was lost', async () => {
    await plan()
    stub.trouble = (call, at) => (call === 'POST /policies' && at === 'after' ? 'cut' : undefined)
    expect((await apply()).code).toBe(0)
    expect(stub.writes.filter((call) => call === 'POST /policies')).toHaveLength(1)
  })

  test('waits as the site asks it to', async () => {
    await plan()
    let times = 0
    stub.trouble = (call, at) => {
      if (call !== 'POST /policies' || at === 'after' || times++ > 0) return undefined
      return { status: 429, headers: { 'retry-after': '0.01' } }
    }
    expect((await apply()).code).toBe(0)
    expect(stub.writes.filter((call) => call === 'POST /policies')).toHaveLength(2)
  })

  test('says of a refused token what to do, and never the token, though the site repeats it', async () => {
    await plan()
    stub.trouble = () => ({ status: 401, json: { errorMessage: `not valid: ${STUB_TOKEN}` } })
    const { code, err } = await apply()
    expect(code).toBe(1)
    expect(err).toContain('[token]')
    expect(err).toContain('Get a new one and run the same command again')
  })

  test('does not believe a site that answers otherwise than is documented', async () => {
    stub.trouble = (call) => (call === 'GET /policies' ? { status: 200, json: { items: [{}] } } : undefined)
    const { code, err } = await plan()
    expect(code).toBe(1)
    expect(err).toContain('otherwise than is documented')
  })

  test('sends no token over the network in the clear', async () => {
    const { code, err } = await vipfarm(
      ...['citrix', 'plan', '--site', 'http://ddc.example.com', '--instance', 'site-1'],
      ...['--token-file', 'token', '--out', 'plan.json'],
    )
    expect(code).toBe(2)
    expect(err).toContain('https://')
  })
})

describe('what the farm publishes', () => {
  const SETTINGS = { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['softphone.exe'] }
  const planFarm = () => vipfarm('citrix', 'plan', ...site(), '--out', 'plan.json')

  test('is written to the site on the record, and simulated there', async () => {
    const { id, version } = await createPolicy(farm.ctx, CLI, { name: 'Farm' })
    const whole = { id, version, name: 'Farm', description: '', enabled: true, filters: [] }
    await savePolicy(farm.ctx, CLI, { ...whole, settings: SETTINGS })
    await publishPolicies(farm.ctx, CLI, { baseRevision: 0, reason: 'the first' })
    expect((await planFarm()).code).toBe(0)
    expect((await apply()).code).toBe(0)
    expect(await farm.rows('SELECT state, revision, calls FROM citrix_delivery')).toEqual([
      { state: 'delivered', revision: 1, calls: 1 },
    ])
    const audited = await farm.rows<{ action: string }>(
      `SELECT action FROM audit_event WHERE object_kind = 'citrixDelivery' ORDER BY id`,
    )
    expect(audited.map(({ action }) => action)).toEqual(['citrix.deliver', 'citrix.delivered'])
    const asked = ['--delivery-group', GROUP, '--computer', 'CORP\\TS-01']
    const { out } = await vipfarm('citrix', 'simulate', ...site(), ...asked)
    expect(out).toContain('VirtualLoopbackSupport: True (Farm)')
  })

  test('an interrupted run is on the record with its reason', async () => {
    expect((await planFarm()).code).toBe(0)
    stub.trouble = (call) => (call.startsWith('POST') ? { status: 403 } : undefined)
    expect((await apply()).code).toBe(1)
    const [newest] = await farm.rows<{ state: string; why: string }>(
      'SELECT state, why FROM citrix_delivery ORDER BY started_at DESC LIMIT 1',
    )
    expect(newest).toMatchObject({ state: 'interrupted', why: expect.stringContaining('403') })
  })

  test('a killed run shows as broken off once it is silent, and the same command goes on where it was', async () => {
    expect((await planFarm()).code).toBe(0)
    const [plan, token] = [join(data, 'plan.json'), join(data, 'token')]
    writeFileSync(plan, files['plan.json'] ?? '')
    writeFileSync(token, STUB_TOKEN)
    // The site has taken the call, and its answer never comes.
    stub.trouble = (call, at) => (call === 'POST /policies' && at === 'after' ? 'hang' : undefined)
    const command = ['citrix', 'apply', '--plan', plan, '--token-file', token, '--gap', '0']
    const child = spawn(process.execPath, [join(projectRoot(), 'scripts/vipfarm.mjs'), ...command], {
      stdio: 'ignore',
      env: { ...process.env, DATABASE_URL: farm.database.url, VIPFARM_DATA: data },
    })
    const gone = once(child, 'exit')
    await until('the call to be made', () => stub.calls.includes('POST /policies'), 60_000)
    child.kill('SIGKILL')
    await gone
    const newest = async () => (await readDeliveries(farm.ctx)).rows[0]
    expect(await newest()).toMatchObject({ state: 'applying', finishedAt: null })
    expect((await apply()).err).toContain('Another run writes into this policy set')

    await farm.rows(
      `UPDATE citrix_delivery SET alive_at = alive_at - interval '31 seconds' WHERE state = 'applying'`,
    )
    expect(await newest()).toMatchObject({ state: 'broken-off', finishedAt: expect.any(String) })
    expect((await newestDelivery(farm.ctx))?.state).toBe('broken-off')
    stub.trouble = null
    expect((await apply()).out).toContain('Nothing was left to do')
    expect(stub.writes.filter((call) => call === 'POST /policies')).toHaveLength(1)
    const { rows } = await readDeliveries(farm.ctx)
    expect(rows.slice(0, 2).map(({ state }) => state)).toEqual(['delivered', 'interrupted'])
    expect(rows[1]?.why).toContain('killed')
  })
})
