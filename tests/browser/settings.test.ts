import { signInAs } from '~/tests/support/browser'
import { expect, test } from './farm'

test('the profile sets language, theme, density and time zone, by which the record is filtered and told', async ({
  page,
  farm,
}) => {
  await signInAs(page, farm.users.profiled)
  await page.goto('/settings')
  await page.getByRole('radio', { name: 'Compact' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-density', 'compact')
  await page.getByRole('radio', { name: 'Dark' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.getByLabel('Time zone').selectOption('Pacific/Kiritimati')
  const mine = async () => (await (await page.request.get('/api/trpc/me.get')).json()).result.data.user
  await expect.poll(mine).toMatchObject({ density: 'compact', theme: 'dark', timeZone: 'Pacific/Kiritimati' })

  await page.goto('/audit?from=2026-11-22T12:00:00.000Z')
  await expect(page.getByLabel('From')).toHaveValue('2026-11-23T02:00')
  await page.getByLabel('From').fill('2026-11-23T03:30')
  await expect(page).toHaveURL(/from=2026-11-22T13%3A30%3A00\.000Z/)

  await page.goto('/settings')
  await page.getByLabel('Language').selectOption('es')
  await expect(page.locator('html')).toHaveAttribute('lang', 'es')
  await expect(page.getByLabel('Zona horaria')).toHaveValue('Pacific/Kiritimati')
})

test('a signing key is handed out, used once hosts have it, and the old one retired, each with its reason', async ({
  page,
  farm,
}) => {
  await signInAs(page)
  await page.goto('/settings/keys')
  const keys = page.getByRole('region', { name: 'Signing keys' })
  const step = async (button: string, submit: string) => {
    await keys.getByRole('button', { name: button, exact: true }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Reason').fill('The yearly change')
    await dialog.getByRole('button', { name: submit, exact: true }).click()
    await expect(dialog).toHaveCount(0)
  }
  await step('Hand out a new key', 'Hand out')
  await expect(keys.getByText(/The new key has reached/)).toBeVisible()
  const waiting = async () =>
    (await farm.client.keys.list.query()).reach?.missing.filter(({ name }) => name.startsWith(farm.prefix))
  await expect.poll(waiting).toEqual([])
  await step('Put it in use', 'Put in use')
  await expect(keys.getByRole('cell', { name: 'Still trusted' })).toBeVisible()
  await step('Retire', 'Retire the key')
  await expect(keys.getByRole('cell', { name: 'Still trusted' })).toHaveCount(0)
  await expect(keys.getByRole('cell', { name: 'In use' })).toHaveCount(1)
})
