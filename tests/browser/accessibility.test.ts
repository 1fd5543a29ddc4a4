import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type axe from 'axe-core'
import { signInAs } from '~/tests/support/browser'
import { askToPublish } from './ask-to-publish'
import { type BrowserFarm, expect, test } from './farm'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** From a phone to a wall. */
const WIDTHS = [390, 768, 2560]
/** What colours can break, by axe's names. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']

/** The violations of the page as it stands, by rule and element. */
async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  await page.evaluate(AXE)
  const results = await page.evaluate(
    (only) =>
      (globalThis as unknown as { axe: typeof axe }).axe.run(
        only ? { runOnly: { type: 'rule', values: [...only] } } : {},
      ),
    rules,
  )
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`),
  )
}

async function expectNoSidewaysScroll(page: Page, path: string): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 844 })
    // Once the page has settled: a font that arrives late moves it for a moment.
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    await expect.poll(overflow, { message: `${path} at ${width} px`, intervals: [50] }).toBe(0)
  }
  await page.setViewportSize({ width: 1440, height: 900 })
}

/** A publish that waited for a second person: asked for, told by its page, and taken back with what it needed. */
async function requestedPublish(farm: BrowserFarm): Promise<string> {
  const { id, policy } = await askToPublish(farm)
  await farm.client.publishRequests.decline.mutate({ id, reason: 'looked at' })
  await farm.client.policies.remove.mutate({ id: policy.id, version: policy.version })
  return id
}

async function screens(farm: BrowserFarm): Promise<string[]> {
  const { client, group } = farm
  const [hosts, policies, sessions, pools] = await Promise.all([
    client.hosts.list.query({ deliveryGroup: group }),
    client.policies.list.query(),
    client.sessions.list.query({}),
    client.pools.list.query(),
  ])
  const policy =
    policies.policies[0] ?? (await client.policies.create.mutate({ name: 'Seen', description: '' }))
  const pool = pools.rows[0] ?? (await client.pools.create.mutate({ name: 'Seen', network: '10.98.0.0/24' }))
  const request = await requestedPublish(farm)
  return [
    '/overview',
    '/addresses',
    '/addresses/held',
    '/addresses/then?address=127.0.0.2',
    `/addresses/pools/${pool.id}`,
    '/gallery',
    '/hosts',
    `/hosts/${hosts.rows[0]?.id}`,
    '/sessions',
    `/sessions?session=${sessions.rows[0]?.id}`,
    '/policies',
    '/what-if?name=NEW1&session=7',
    `/policies/${policy.id}`,
    '/policies/publish',
    '/policies/history',
    '/policies/import',
    '/policies/export',
    '/policies/plans',
    '/policies/compare',
    '/rollouts',
    `/rollouts/requests/${request}`,
    '/discovery',
    '/discovery/captures',
    '/discovery/catalogue',
    '/discovery/forecast',
    '/enrolment',
    '/audit',
    '/users',
    '/settings',
    '/settings/farm',
    '/settings/keys',
    '/settings/about',
  ]
}

async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await expect(page.getByRole('heading', { level: 1 }).or(page.getByRole('dialog')).first()).toBeVisible()
  if (path.startsWith('/sessions?session='))
    await expect(page.getByRole('dialog').getByRole('definition').first()).toBeVisible()
}

test('every screen is free of accessibility violations, and scrolls sideways at no width', async ({
  page,
  farm,
}) => {
  test.setTimeout(300_000)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.goto('/sign-in')
  expect(await violations(page), '/sign-in').toEqual([])
  await signInAs(page)
  for (const path of await screens(farm)) {
    await visit(page, path)
    expect(await violations(page), path).toEqual([])
    await expectNoSidewaysScroll(page, path)
  }
})

// A theme changes colours and nothing else: the other rules hold as they do in the light one.
test('every screen has the contrasts it needs in the dark theme', async ({ page, farm }) => {
  test.setTimeout(300_000)
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await page.goto('/sign-in')
  expect(await violations(page, COLOUR_RULES), '/sign-in').toEqual([])
  await signInAs(page)
  for (const path of await screens(farm)) {
    await visit(page, path)
    expect(await violations(page, COLOUR_RULES), path).toEqual([])
  }
})

test('the palette reaches a screen from the keyboard alone', async ({ page, farm }) => {
  await signInAs(page, farm.users.operator)
  await page.goto('/hosts')
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill('enrol')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/enrolment$/)
})
