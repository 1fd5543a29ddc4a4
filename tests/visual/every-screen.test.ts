import { expect, type Page, test } from '@playwright/test'
import { openDemoClient } from '~/server/demo/client'
import { askToPublish } from '../browser/ask-to-publish'
import { NOW } from './still-farm'

const SIZES = { phone: [390, 844], desk: [1440, 900], wall: [2560, 1440] } as const
const THEMES = ['light', 'dark'] as const

const {
  VISUAL_COOKIE: cookie,
  VISUAL_HOST: host,
  VISUAL_POLICY: policy,
  VISUAL_POOL: pool,
  VISUAL_ADMIN,
} = process.env
/** By the name of the picture. */
const SCREENS: Record<string, string> = {
  overview: '/overview',
  hosts: '/hosts',
  host: `/hosts/${host}`,
  sessions: '/sessions',
  addresses: '/addresses',
  pool: `/addresses/pools/${pool}`,
  'time-machine': '/addresses/then?address=127.0.0.5',
  policies: '/policies',
  policy: `/policies/${policy}`,
  publish: '/policies/publish',
  history: '/policies/history',
  revision: '/policies/history/1',
  import: '/policies/import',
  export: '/policies/export',
  plans: '/policies/plans',
  compare: '/policies/compare',
  'what-if': '/what-if',
  rollouts: '/rollouts',
  discovery: '/discovery',
  captures: '/discovery/captures',
  catalogue: '/discovery/catalogue',
  forecast: '/discovery/forecast',
  enrolment: '/enrolment',
  // Without the first entries: the name of a key is another on every run, and so is the width that it takes.
  audit: '/audit?from=2026-11-23T10:10:00.000Z',
  users: '/users',
  profile: '/settings',
  farm: '/settings/farm',
  keys: '/settings/keys',
  about: '/settings/about',
  gallery: '/gallery',
  nothing: '/hosts/00000000-0000-4000-8000-000000000000',
}

/** What is another on every run: keys, and what the machine is. */
const VOLATILE_SCREENS = ['about', 'keys']
const VOLATILE = '[data-volatile], main dl dd .font-mono, td.font-mono.break-all'

/** What is masked may take a line more in one run than in another. */
const masked = (page: Page) => ({
  mask: [page.locator(VOLATILE), page.locator('main dd')],
  maxDiffPixelRatio: 0.005,
})

/** Asks for the publish that the picture is of; last, as every other screen would say that it waits. */
async function requestPath(): Promise<string> {
  const client = await openDemoClient(process.env.BROWSER_TEST_URL ?? '', JSON.parse(VISUAL_ADMIN ?? '{}'))
  const other = { username: 'bea', name: 'Bea', role: 'operator' as const, password: 'some long password' }
  await client.users.create.mutate(other)
  const { id } = await askToPublish({ client, group: 'Claims' })
  return `/rollouts/requests/${id}`
}

const ALL = { 'sign-in': '/sign-in', ...SCREENS, request: requestPath }

for (const [name, path] of Object.entries(ALL)) {
  test(`${name} looks as it did`, async ({ page, baseURL }) => {
    await page.clock.setFixedTime(NOW)
    const [key = '', ...value] = cookie?.split('=') ?? []
    if (name !== 'sign-in')
      await page.context().addCookies([{ name: key, value: value.join('='), url: baseURL }])
    await page.goto(typeof path === 'string' ? path : await path())
    await expect(page.locator('h1').first()).toBeAttached()
    await expect(page.getByText('This page could not be shown')).toHaveCount(0)
    await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0)
    await page.evaluate(() => document.fonts.ready)
    for (const [size, [width, height]] of Object.entries(SIZES)) {
      await page.setViewportSize({ width, height })
      for (const theme of THEMES) {
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
        await expect
          .soft(page)
          .toHaveScreenshot(
            `${name}-${size}-${theme}.png`,
            VOLATILE_SCREENS.includes(name) ? masked(page) : {},
          )
      }
    }
  })
}
