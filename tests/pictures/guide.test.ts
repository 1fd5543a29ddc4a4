import { expect, type Page, test } from '@playwright/test'
import { signInAs } from '~/tests/support/browser'

interface Picture {
  path: string
  theme?: 'dark'
  /** What is done before the picture is taken. */
  first?: (page: Page) => Promise<unknown>
  /** Pixels, where the usual 800 would cut off what the guide speaks of. */
  height?: number
}

/** Those pictures of the guide that the demo shows by itself; dialogs and rollouts are taken by hand. */
const PICTURES: Record<string, Picture> = {
  'overview-light': {
    path: '/overview',
    first: (page) => expect(page.getByText('Address pools')).toBeVisible(),
  },
  'sessions-light': { path: '/sessions' },
  'hosts-dark': { path: '/hosts', theme: 'dark' },
  'audit-light': {
    path: '/audit?period=7-days',
    first: (page) =>
      page
        .getByRole('row', { name: /Policies published/ })
        .first()
        .getByRole('button')
        .click(),
  },
  'keys-light': {
    path: '/settings/keys',
    first: async (page) => {
      await page.getByRole('button', { name: 'Hand out a new key' }).click()
      await page.getByRole('textbox', { name: 'Reason' }).fill('the yearly change')
      await page.getByRole('dialog').getByRole('button', { name: 'Hand out' }).click()
      await expect(page.getByRole('dialog')).toBeHidden()
    },
  },
  'gallery-light': { path: '/gallery', height: 1170 },
  addresses: { path: '/addresses' },
}

test.beforeEach(({ page }) => signInAs(page))

for (const [name, { path, theme, first, height = 800 }] of Object.entries(PICTURES)) {
  test(`the guide shows ${name}`, async ({ page }) => {
    await page.setViewportSize({ width: 1280, height })
    await page.emulateMedia({ colorScheme: theme ?? 'light', reducedMotion: 'reduce' })
    await page.goto(path)
    await expect(page.locator('h1').first()).toBeAttached()
    await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0)
    await expect(page.getByText('Connecting…')).toHaveCount(0)
    await first?.(page)
    await page.evaluate(() => document.fonts.ready)
    await page.screenshot({ path: `docs/pictures/${name}.png`, caret: 'hide' })
  })
}
