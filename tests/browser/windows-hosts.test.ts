import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { HostCheck } from '~/protocol/report'
import { AGENT_ROUTES } from '~/protocol/routes'
import { PROTOCOL_VERSION } from '~/protocol/version'
import { projectRoot } from '~/server/project-root'
import { serverUrl, signInAs } from '~/tests/support/browser'
import { CitrixSiteStub, STUB_TOKEN } from '~/tests/support/citrix/site-stub'
import { type BrowserFarm, expect, test } from './farm'

const v = PROTOCOL_VERSION

async function call(path: string, body: object, credential?: string) {
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (credential) headers.authorization = `Bearer ${credential}`
  const answer = await fetch(`${serverUrl}${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  const { result } = await answer.json()
  if (!result) throw new Error(`${path} answered ${answer.status}`)
  return result.data
}

/** A Windows host that has said how its settings and its own conditions stand. */
async function windowsHost({ client, groupId }: BrowserFarm) {
  const machineId = randomBytes(16).toString('hex')
  const { token } = await client.tokens.create.mutate({
    label: 'windows',
    deliveryGroupId: groupId,
    uses: 1,
    hours: 1,
  })
  const name = `WIN-${machineId.slice(0, 6)}`
  const facts = { name, os: { family: 'windows', version: 'Windows Server 2019' }, arch: 'x64' }
  const host = await call(AGENT_ROUTES.enroll, {
    v,
    token,
    machineId,
    agentVersion: '0.1.0',
    driver: 'windows',
    facts,
  })
  const at = new Date().toISOString()
  const checks: HostCheck[] = [
    { code: 'server-os', state: 'fine', message: 'Windows Server 2019 Datacenter' },
    { code: 'adapter', state: 'fine', message: '10.7.0.0/16 is Ethernet0 (00-50-56-00-00-01)' },
    {
      code: 'session-host',
      state: 'broken',
      message: 'Remote Desktop Services is stopped',
      mend: 'Start the service TermService',
    },
  ]
  const message = 'group policy owns VirtualMode on this host: change it there, or take it out of there'
  const items = [
    {
      setting: 'VirtualIpMode',
      state: 'failed',
      code: 'group-policy',
      message,
      owner: 'group-policy',
      since: at,
    },
    {
      setting: 'VirtualLoopbackSupport',
      state: 'not-applicable',
      code: 'citrix-policy',
      message: 'Citrix policies carry it',
      since: at,
    },
  ]
  const applied = { generation: 1, items, effective: {}, checks }
  const report = {
    v,
    boot: 'boot-0001',
    seq: 1,
    at,
    full: true,
    machine: machineId,
    applied,
    opened: [],
    closed: [],
  }
  await call(AGENT_ROUTES.report, report, host.credential)
  return { id: host.hostId as string, name, credential: host.credential as string }
}

test('a host’s page says what stands in the way, with its mend, and who owns a value', async ({
  page,
  farm,
}) => {
  const host = await windowsHost(farm)
  await signInAs(page)
  await page.goto(`/hosts/${host.id}`)
  const checks = page.getByRole('region', { name: 'Pre-flight checks' })
  await expect(checks.getByRole('listitem').first()).toContainText('Start the service TermService')
  await expect(page.getByText('owned by group policy')).toBeVisible()
})

test('a key that two machines bear is shown as such, and can be taken away', async ({ page, farm }) => {
  const host = await windowsHost(farm)
  const clone = { v, boot: 'boot-0002', seq: 0, machine: 'another-machine' }
  await call(AGENT_ROUTES.checkIn, clone, host.credential)
  await signInAs(page)
  await page.goto(`/hosts/${host.id}`)
  await expect(page.getByText('This key was used by two machines')).toBeVisible()
  await page.getByRole('button', { name: 'Take the key away' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('cloned without sysprep')
  await dialog.getByRole('button', { name: 'Take the key away' }).click()
  await expect(page.getByText('This key was used by two machines')).toBeHidden()
  await expect(call(AGENT_ROUTES.checkIn, { ...clone, machine: undefined }, host.credential)).rejects.toThrow(
    '401',
  )
})

test('what `vipfarm citrix` writes to a site shows on the host as delivered, not yet in force', async ({
  page,
  farm,
}) => {
  const host = await windowsHost(farm)
  const { client } = farm
  const { baseRevision } = await client.policies.plan.query()
  if (baseRevision === 0) {
    await client.policies.create.mutate({ name: 'For the site', description: '' })
    await client.policies.publish.mutate({ baseRevision, reason: 'something to deliver' })
  }
  const stub = new CitrixSiteStub()
  const place = mkdtempSync(join(tmpdir(), 'vipfarm-site-'))
  try {
    const token = join(place, 'token')
    writeFileSync(token, STUB_TOKEN)
    const plan = join(place, 'plan.json')
    const site = ['--site', await stub.start(), '--instance', 'site-1']
    const access = ['--token-file', token, '--gap', '0']
    await vipfarm(['citrix', 'plan', ...site, ...access, '--out', plan])
    await vipfarm(['citrix', 'apply', '--plan', plan, ...access])
  } finally {
    await stub.stop()
    rmSync(place, { recursive: true, force: true })
  }
  await signInAs(page)
  await page.goto(`/hosts/${host.id}`)
  await expect(page.getByText('Delivered, not yet in force')).toBeVisible()
  await page.goto('/policies/export')
  const panel = page.getByRole('region', { name: 'Citrix site' })
  await expect(panel.getByText('Unproven against a live site')).toBeVisible()
  await expect(panel.getByRole('row').nth(1)).toContainText('Delivered')
})

/** The command as an admin types it, on the farm's own database. */
const vipfarm = (args: string[]) =>
  promisify(execFile)(process.execPath, [join(projectRoot(), 'scripts/vipfarm.mjs'), ...args], {
    env: { ...process.env, VIPFARM_DATA: process.env.BROWSER_TEST_DATA },
  })
