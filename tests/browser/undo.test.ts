import { signInAs } from '~/tests/support/browser'
import { expect, test } from './farm'

test('a role given and a user disabled by mistake are taken back from the message', async ({
  page,
  farm,
}) => {
  const username = `mistaken-${farm.prefix.toLowerCase()}`
  const { id } = await farm.client.users.create.mutate({
    username,
    name: 'Mistaken',
    role: 'helpdesk',
    password: 'a-password-of-the-test',
  })
  const stored = async () =>
    (await farm.client.users.list.query()).rows.find((user) => user.id === id) ?? {
      role: null,
      disabled: null,
    }
  await signInAs(page)
  await page.goto('/users')
  await page.getByLabel(`Role of ${username}`).selectOption('admin')
  await expect(page.getByText(`${username}: the role is now Administrator.`)).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByLabel(`Role of ${username}`)).toHaveValue('helpdesk')
  await expect.poll(async () => (await stored()).role).toBe('helpdesk')

  await page.getByRole('button', { name: `Disable ${username}` }).click()
  await expect(page.getByText(`${username} was disabled.`)).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('button', { name: `Disable ${username}` })).toBeVisible()
  await expect.poll(async () => (await stored()).disabled).toBe(false)
})

test('a program taken out of the catalogue by mistake comes back from the message', async ({
  page,
  farm,
}) => {
  const { rows } = await farm.client.catalogue.list.query()
  const entry = rows.find(({ origin }) => origin === 'known')
  if (!entry) throw new Error('the catalogue begins with programs')
  await signInAs(page, farm.users.operator)
  await page.goto('/discovery/catalogue')
  await page.getByRole('button', { name: `Take out ${entry.name}`, exact: true }).click()
  await expect(
    page.getByRole('button', { name: `Bring ${entry.name} back as it came`, exact: true }),
  ).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('button', { name: `Take out ${entry.name}`, exact: true })).toBeVisible()
  const after = (await farm.client.catalogue.list.query()).rows.find(({ id }) => id === entry.id)
  expect(after).toEqual(entry)
})
