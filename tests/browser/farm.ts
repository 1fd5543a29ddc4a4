import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { AgentProcesses } from '~/server/demo/agent-processes'
import { type DemoClient, openDemoClient } from '~/server/demo/client'
import { admin, test as base, serverUrl } from '~/tests/support/browser'
import { until } from '~/tests/support/until'

export { expect } from '@playwright/test'

/** Users by name, with their role. The traveller and the profiled are for tests that change a person's own settings. */
const USERS = {
  operator: 'operator',
  helpdesk: 'helpdesk',
  auditor: 'auditor',
  traveller: 'auditor',
  profiled: 'auditor',
} as const
type UserName = keyof typeof USERS
const HOSTS = 4

export interface BrowserFarm {
  /** Calls the API as the administrator: to bring about what a test begins with. */
  client: DemoClient
  /** The delivery group of the simulated hosts. */
  group: string
  groupId: string
  /** What the names of its hosts begin with. */
  prefix: string
  hosts: number
  users: Record<UserName, { username: string; password: string }>
}

/** A small farm for the tests of one worker: a delivery group with simulated hosts and sessions, and a user of each role. */
async function openFarm(agents: AgentProcesses): Promise<BrowserFarm> {
  const client = await openDemoClient(serverUrl, admin)
  // A worker that starts anew after a failure must not meet the names of the one before.
  const mark = randomBytes(2).toString('hex')
  const name = `Call centre ${mark}`
  const prefix = `CTI${mark.toUpperCase()}N`
  const group = await client.deliveryGroups.create.mutate({ name, kind: 'Shared' })
  const { token } = await client.tokens.create.mutate({
    label: `Farm ${mark}`,
    deliveryGroupId: group.id,
    tags: ['cti'],
    uses: HOSTS,
    hours: 1,
  })
  const groups = `${prefix}:${HOSTS}:${token}`
  const options = ['--groups', groups, '--sessions', '3', '--minutes', '5', '--seed', '7']
  agents.start('simulated', [
    'simulate',
    '--server',
    serverUrl,
    ...options,
    '--state',
    join(agents.directory, 'state'),
  ])
  const users = Object.fromEntries(
    await Promise.all(
      (Object.keys(USERS) as UserName[]).map(
        async (name) => [name, await addUser(client, name, mark)] as const,
      ),
    ),
  ) as BrowserFarm['users']
  await until('the simulated hosts to report sessions', async () => {
    const fallen = agents.fallen()
    if (fallen.length > 0) throw new Error(`${fallen.join('; ')}\n${agents.lastWords('simulated')}`)
    const { rows } = await client.hosts.list.query({ deliveryGroup: name })
    return rows.length === HOSTS && rows.every(({ sessions }) => sessions > 0)
  })
  return { client, group: name, groupId: group.id, prefix, hosts: HOSTS, users }
}

async function addUser(client: DemoClient, who: UserName, mark: string) {
  const user = { username: `${who}-${mark}`, password: randomBytes(12).toString('base64url') }
  await client.users.create.mutate({ ...user, name: `${who} ${mark}`, role: USERS[who] })
  return user
}

/** Resolves when React has taken the page over: what is clicked or chosen earlier would go unheard. */
async function taken(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const main = document.querySelector('main')
    return main !== null && Object.keys(main).some((key) => key.startsWith('__reactProps'))
  })
}

export const test = base.extend<object, { farm: BrowserFarm }>({
  page: async ({ page }, use) => {
    const goto = page.goto.bind(page)
    page.goto = async (...args) => {
      const answer = await goto(...args)
      await taken(page)
      return answer
    }
    await use(page)
  },
  farm: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to learn what the fixture needs.
    async ({}, use) => {
      // Without a browser every test is skipped: there is no server then either.
      if (process.env.BROWSER_TEST_MISSING) return use({} as BrowserFarm)
      const directory = mkdtempSync(join(tmpdir(), 'vipfarm-browser-'))
      const agents = new AgentProcesses(directory)
      try {
        await use(await openFarm(agents))
      } finally {
        await agents.stop()
        rmSync(directory, { recursive: true, force: true })
      }
    },
    { scope: 'worker', timeout: 120_000 },
  ],
})
