import { readFile } from 'node:fs/promises'
import { signInAs } from '~/tests/support/browser'
import { expect, test } from './farm'

test('the record is filtered in the address bar, and exported exactly so', async ({ page, farm }) => {
  await signInAs(page, farm.users.auditor)
  await page.goto('/audit')
  await page.getByLabel('Action').selectOption('token.create')
  await expect(page).toHaveURL(/action=token\.create/)
  const table = page.getByRole('table', { name: 'Audit' })
  await expect(table.getByRole('cell', { name: 'Enrolment token created' }).first()).toBeVisible()
  await expect(table.getByRole('cell', { name: 'Signed in' })).toHaveCount(0)
  await table
    .getByRole('button', { name: 'Show before and after of Enrolment token created' })
    .first()
    .click()
  const details = page.getByRole('region', { name: 'Before and after' })
  await expect(details).toContainText('uses')
  // By which it is found in an export.
  await expect(details).toContainText('token.create')

  const arriving = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Export JSON Lines' }).click()
  const lines = (await readFile(await (await arriving).path(), 'utf8')).trim().split('\n')
  expect(lines.length).toBeGreaterThan(0)
  expect([...new Set(lines.map((line) => JSON.parse(line).action))]).toEqual(['token.create'])
})

test('the period that is chosen stays on view, also by a link to it, and is the one that is exported', async ({
  page,
  farm,
}) => {
  await signInAs(page, farm.users.auditor)
  await page.goto('/audit')
  const period = page.getByLabel('Time', { exact: true })
  const spans = async () => {
    const href = await page.getByRole('link', { name: 'Export CSV' }).getAttribute('href')
    return new URLSearchParams(href?.split('?')[1])
  }
  await period.selectOption({ label: 'Last 7 days' })
  await expect(page).toHaveURL(/period=7-days/)
  await page.reload()
  await expect(period).toHaveValue('7-days')
  await expect(page.getByRole('table', { name: 'Audit' })).toBeVisible()
  const from = Date.parse((await spans()).get('from') ?? '')
  expect(Math.abs(Date.now() - from - 7 * 86_400_000)).toBeLessThan(3_600_000)

  await period.selectOption('week')
  await expect(page.getByText('No entries fit these filters')).toBeVisible()
  await expect.poll(async () => [...(await spans()).keys()]).toEqual(['from', 'to'])
  await period.selectOption('between')
  await expect(page.getByLabel('From')).toHaveValue(/T00:00$/)
  await expect(page.getByLabel('To', { exact: true })).toHaveValue(/T00:00$/)
})
