import { readFile } from 'node:fs/promises'
import { signInAs } from '~/tests/support/browser'
import { expect, test } from './farm'

test('the record is filtered in the address bar, and exported exactly so', async ({ page, farm }) => {
  await signInAs(page, farm.users.auditor)
  await page.goto('/audit')
  await page.getByLabel('Action').selectOption('token.create')
  await expect(page).toHaveURL(/action=token\.create/)
  const table = page.getByRole('table', { name: 'Audit' })
  await expect(table.getByRole('cell', { name: 'token.create' }).first()).toBeVisible()
  await expect(table.getByRole('cell', { name: 'user.sign-in' })).toHaveCount(0)
  await table.getByRole('button', { name: 'Show before and after of token.create' }).first().click()
  await expect(page.getByRole('region', { name: 'Before and after' })).toContainText('uses')

  const arriving = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Export JSON Lines' }).click()
  const lines = (await readFile(await (await arriving).path(), 'utf8')).trim().split('\n')
  expect(lines.length).toBeGreaterThan(0)
  expect([...new Set(lines.map((line) => JSON.parse(line).action))]).toEqual(['token.create'])
})
