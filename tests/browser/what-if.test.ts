import { signInAs } from '~/tests/support/browser'
import { expect, test } from './farm'

test('a described host and a host of the farm are asked about, and the address bar keeps the question', async ({
  page,
  farm,
}) => {
  await signInAs(page, farm.users.auditor)
  await page.goto('/what-if')
  await page.getByLabel('Host name').fill(`${farm.prefix}01`)
  await page.getByRole('button', { name: 'Show result' }).click()
  await expect(page.getByRole('region', { name: 'Predicted loopback' })).toContainText('Session 7')
  await expect(page.getByRole('region', { name: 'Settings', exact: true })).toBeVisible()

  await page.getByRole('radio', { name: 'Hypothetical host' }).click()
  await page.getByLabel('Host name').fill('NEW1')
  await page.getByLabel('User', { exact: false }).first().fill('ana')
  await page.getByRole('button', { name: 'Show result' }).click()
  await expect(page).toHaveURL(/name=NEW1/)
  await expect(page.getByRole('region', { name: 'With the filters for ana' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('region', { name: 'With the filters for ana' })).toBeVisible()
})
