import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type axe from 'axe-core'
import { signInAs } from '~/tests/support/browser'
import { type BrowserFarm, expect, test } from './farm'

const WIDTHS = [390, 768, 1920, 2560]
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type Rules = 'all' | 'colours'

/** The violations of the page as it stands, by rule and element. */
async function violations(page: Page, rules: Rules): Promise<string[]> {
  const results = await page.evaluate(
    (only) =>
      (globalThis as unknown as { axe: typeof axe }).axe.run(
        only === 'colours'
          ? { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } }
          : {},
      ),
    rules,
  )
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`),
  )
}

/** In both themes; a theme changes colours only, so the other rules are asked once. */
async function expectAccessible(page: Page, path: string): Promise<void> {
  await page.evaluate(AXE)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  expect(await violations(page, 'all'), `${path} in the light theme`).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  expect(await violations(page, 'colours'), `${path} in the dark theme`).toEqual([])
}

/** At each width once the page has settled: a font that arrives late moves it for a moment. */
async function expectNoSidewaysScroll(page: Page, path: string): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 844 })
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    await expect.poll(overflow, { message: `${path} at ${width} px`, intervals: [50] }).toBe(0)
  }
  await page.setViewportSize({ width: 1440, height: 900 })
}

async function screens({ client, group }: BrowserFarm): Promise<string[]> {
  const [hosts, policies, sessions, pools] = await Promise.all([
    client.hosts.list.query({ deliveryGroup: group }),
    client.policies.list.query(),
    client.sessions.list.query({}),
    client.pools.list.query(),
  ])
  const policy =
    policies.policies[0] ?? (await client.policies.create.mutate({ name: 'Seen', description: '' }))
  const pool = pools.rows[0] ?? (await client.pools.create.mutate({ name: 'Seen', network: '10.98.0.0/24' }))
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

test('every screen is accessible in both themes, and scrolls sideways at no width', async ({
  page,
  farm,
}) => {
  test.setTimeout(240_000)
  await page.goto('/sign-in')
  await expectAccessible(page, '/sign-in')
  await expectNoSidewaysScroll(page, '/sign-in')
  await signInAs(page)
  for (const path of await screens(farm)) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 }).or(page.getByRole('dialog')).first()).toBeVisible()
    if (path.startsWith('/sessions?session='))
      await expect(page.getByRole('dialog').getByRole('definition').first()).toBeVisible()
    await expectAccessible(page, path)
    await expectNoSidewaysScroll(page, path)
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
