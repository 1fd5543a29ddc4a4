import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type axe from 'axe-core'
import { signInAs } from '~/tests/support/browser'
import { type BrowserFarm, expect, test } from './farm'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The violations of the page as it stands, by rule and element. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const results = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run())
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`),
  )
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

for (const theme of ['light', 'dark'] as const) {
  test(`every screen is free of accessibility violations in the ${theme} theme`, async ({ page, farm }) => {
    test.slow()
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await page.goto('/sign-in')
    expect(await violations(page), '/sign-in').toEqual([])
    await signInAs(page)
    for (const path of await screens(farm)) {
      await page.goto(path)
      await expect(page.getByRole('main').or(page.getByRole('dialog')).first()).toBeVisible()
      if (path.startsWith('/sessions?session='))
        await expect(page.getByRole('dialog').getByRole('definition').first()).toBeVisible()
      expect(await violations(page), path).toEqual([])
    }
  })
}

for (const width of [390, 768, 1920]) {
  test(`no screen scrolls sideways at ${width} px`, async ({ page, farm }) => {
    test.slow()
    await page.setViewportSize({ width, height: 844 })
    await signInAs(page)
    for (const path of await screens(farm)) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 }).or(page.getByRole('dialog')).first()).toBeVisible()
      // Once the page has settled: a font that arrives late moves it for a moment.
      const overflow = () =>
        page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      await expect.poll(overflow, { message: path }).toBe(0)
    }
  })
}

test('the palette reaches a screen from the keyboard alone', async ({ page, farm }) => {
  await signInAs(page, farm.users.operator)
  await page.goto('/hosts')
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill('enrol')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/enrolment$/)
})
