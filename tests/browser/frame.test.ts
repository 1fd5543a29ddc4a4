import type { Page } from '@playwright/test'
import { signInAs } from '~/tests/support/browser'
import { expect, test } from './farm'

/** The list stands, its live connection too. */
async function openHosts(page: Page): Promise<void> {
  await page.goto('/hosts')
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
}

test('the keyboard has a sheet, goes to screens, and walks the rows of a list', async ({ page, farm }) => {
  await signInAs(page, farm.users.operator)
  await openHosts(page)
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(sheet.getByText('Ctrl', { exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)

  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox').first()).toBeFocused()
  await page.getByRole('searchbox').first().blur()
  await page.keyboard.press('j')
  const rows = page.locator('[data-row]')
  await expect(rows.first()).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(rows.nth(1)).toBeFocused()
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await expect(page).toHaveURL(/\/sessions$/)
})

test('a list that cannot be loaded says so, and is tried again', async ({ page, farm }) => {
  await signInAs(page, farm.users.auditor)
  await openHosts(page)
  await page.route(/hosts\.list/, (route) => route.fulfill({ status: 502, body: 'away' }))
  await page.getByLabel('Lifecycle').selectOption('active')
  await expect(page.getByRole('alert').filter({ hasText: 'Hosts could not be loaded' })).toBeVisible()
  await page.unroute(/hosts\.list/)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('table', { name: 'Hosts' })).toBeVisible()
})
