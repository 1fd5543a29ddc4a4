import type { Page } from '@playwright/test'
import { signInAs } from '~/tests/support/browser'
import { expect, test } from './farm'

const SCRIPT = /\/_next\/static\/chunks\/[^"?]+\.js/g

/** Holds back every script that the page does not begin with, until it is told. */
async function holdLateScripts(page: Page, path: string): Promise<() => void> {
  const html = await (await page.request.get(path)).text()
  const early = new Set(html.match(SCRIPT))
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(/\/_next\/static\/chunks\//, async (route) => {
    if (!early.has(new URL(route.request().url()).pathname)) await released
    await route.continue()
  })
  return release
}

test('a menu that is pressed before it has come opens as soon as it has', async ({ page, farm }) => {
  await signInAs(page, farm.users.auditor)
  const release = await holdLateScripts(page, '/hosts')
  await page.goto('/hosts', { waitUntil: 'commit' })
  await page.getByRole('button', { name: 'Columns' }).click()
  await expect(page.getByRole('menu')).toHaveCount(0)
  release()
  await expect(page.getByRole('menuitemcheckbox', { name: 'System' })).toBeVisible()
})

test('the hint of an address comes with its words for who hears it, and goes with Escape', async ({
  page,
  farm,
}) => {
  await signInAs(page, farm.users.auditor)
  const release = await holdLateScripts(page, '/sessions')
  await page.goto('/sessions', { waitUntil: 'commit' })
  const address = page.getByRole('button', { name: /^Copy 127\.0\.0\./ }).first()
  await address.hover()
  release()
  await expect(page.getByRole('tooltip')).toContainText('127.0.0.0 + ')
  await expect(address).toHaveAttribute('aria-describedby', /./)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('tooltip')).toHaveCount(0)
})
