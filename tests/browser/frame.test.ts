import { readFile } from 'node:fs/promises'
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
  await expect(sheet.getByText('Ctrl', { exact: true }).first()).toBeVisible()
  // What this person may not open is not offered.
  await expect(sheet.getByText('Rollouts', { exact: true })).toBeVisible()
  await expect(sheet.getByText('Audit', { exact: true })).toHaveCount(0)
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

test('the palette finds a host and who holds an address', async ({ page, farm }) => {
  await signInAs(page, farm.users.operator)
  const { rows } = await farm.client.hosts.list.query({ deliveryGroup: farm.group })
  await openHosts(page)
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog')
  await palette.getByRole('combobox').fill(rows[0]?.name ?? '')
  await expect(palette.getByRole('option', { name: rows[0]?.name }).first()).toBeVisible()
  await palette.getByRole('combobox').fill('127.0.0.2')
  await expect(palette.getByRole('option', { name: /127\.0\.0\.2/ }).first()).toBeVisible()
})

test('a list keeps its columns in the address bar, in its file and in a view, which can be taken back once removed', async ({
  page,
  farm,
}) => {
  await signInAs(page, farm.users.auditor)
  await openHosts(page)
  const table = page.getByRole('table', { name: 'Hosts' })
  await expect(table.getByRole('columnheader', { name: 'System' })).toBeVisible()
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'System' }).click()
  await expect(table.getByRole('columnheader', { name: 'System' })).toHaveCount(0)
  await expect(page).toHaveURL(/columns=/)
  await page.keyboard.press('Escape')

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save what is shown as CSV' }).click()
  const [heading, ...rows] = (await readFile(await (await download).path(), 'utf8')).trim().split('\r\n')
  expect(heading).toBe('Host,Convergence,Delivery group,Last changed by,Sessions,Last heard')
  expect(rows).toHaveLength((await table.getByRole('row').count()) - 1)

  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('menuitem', { name: 'Save this view' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('Without systems')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)

  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('menuitem', { name: 'Standard view' }).click()
  await expect(table.getByRole('columnheader', { name: 'System' })).toBeVisible()
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('menuitem', { name: 'Without systems', exact: true }).click()
  await expect(table.getByRole('columnheader', { name: 'System' })).toHaveCount(0)

  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('menuitem', { name: /Remove.*Without systems/ }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: 'Views' }).click()
  await expect(page.getByRole('menuitem', { name: 'Without systems', exact: true })).toBeVisible()
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

test('a dialog that is closed gives the focus back to what opened it', async ({ page, farm }) => {
  await signInAs(page, farm.users.operator)
  const { rows } = await farm.client.hosts.list.query({ deliveryGroup: farm.group })
  await page.goto(`/hosts/${rows[0]?.id}`)
  const retire = page.getByRole('button', { name: 'Retire', exact: true })
  await retire.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(retire).toBeFocused()
})
