import { signInAs } from '~/tests/support/browser'
import { expect, test } from './farm'

// As far from the server's zone as there is one.
test.use({ timezoneId: 'Pacific/Kiritimati' })

test('a reader in another zone than the server’s takes its pages over as they came, and reads times of their own', async ({
  page,
  farm,
}) => {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  await signInAs(page, farm.users.auditor)
  for (const path of ['/gallery', '/overview', '/audit?period=week', '/policies/export', '/addresses']) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  }
  await page.goto('/audit?from=2026-11-22T12:00:00.000Z')
  await expect(page.getByLabel('From')).toHaveValue('2026-11-23T02:00')
  expect(complaints).toEqual([])
})
