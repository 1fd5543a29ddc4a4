import type { Page } from '@playwright/test'
import { signInAs } from '~/tests/support/browser'
import { type BrowserFarm, expect, test } from './farm'

const programField = (page: Page) =>
  page.getByRole('group', { name: 'Virtual loopback programs', exact: true }).getByLabel('Add a program')

async function paste(page: Page, text: string) {
  await programField(page).evaluate((field, pasted) => {
    const data = new DataTransfer()
    data.setData('text', pasted)
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  }, text)
}

/** A policy of the draft for the farm's own group, made through the API. */
async function draftPolicy({ client, group }: BrowserFarm, name: string, programs: string[]) {
  const made = await client.policies.create.mutate({ name, description: '' })
  return client.policies.save.mutate({
    id: made.id,
    version: made.version,
    name,
    description: '',
    enabled: true,
    settings: { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: programs },
    filters: [{ type: 'DesktopGroup', mode: 'Allow', enabled: true, value: group }],
  })
}

test('a program added in the browser is published and applied on every matching host', async ({
  page,
  farm,
}) => {
  await signInAs(page)
  await page.goto('/policies')
  await page.getByRole('button', { name: 'New policy' }).first().click()
  await page.getByRole('dialog').getByLabel('Name').fill('CTI')
  await page.getByRole('button', { name: 'Create policy' }).click()
  await expect(page.getByRole('heading', { name: 'CTI', level: 1 })).toBeVisible()

  await page.getByRole('button', { name: 'Add filter' }).click()
  await page.getByRole('group', { name: 'Filter 1' }).getByLabel('Value').fill(farm.group)
  await page
    .getByRole('group', { name: 'Virtual loopback support', exact: true })
    .getByRole('radio', { name: 'On' })
    .click()
  await page
    .getByRole('button', { name: 'Set in this policy: Virtual loopback programs', exact: true })
    .click()
  await paste(page, 'softphone.exe\ncrm.exe\n\nSOFTPHONE.EXE\n')
  await expect(page.getByText('2 programs added · 1 double left out')).toBeVisible()
  await programField(page).fill('java.exe')
  await programField(page).press('Enter')
  await expect(page.getByText('An interpreter.')).toBeVisible()
  await page.getByRole('button', { name: 'Remove java.exe' }).press('Delete')
  await expect(page.getByText('An interpreter.')).toBeHidden()
  await page.getByRole('button', { name: 'Save draft' }).click()
  await expect(page.getByText('Draft saved.')).toBeVisible()

  await page.goto('/policies')
  await page.getByRole('link', { name: 'Review and publish' }).click()
  await page.getByText(`${farm.hosts} hosts with`).click()
  await expect(page.getByRole('link', { name: farm.prefix })).toHaveCount(farm.hosts)
  await page.getByRole('button', { name: 'Publish' }).click()
  await expect(page.getByText('A reason is needed')).toBeVisible()
  await page.getByLabel('Reason').fill('The softphone hard-codes its port')
  await page.getByRole('button', { name: 'Publish' }).click()
  // Those that it changes, and no others.
  await expect(page).toHaveURL(/\/hosts\?revision=\d+$/)
  await expect(page.getByRole('button', { name: /^Changed by revision \d+/ })).toBeVisible()
  await expect(
    page.getByRole('table', { name: 'Hosts' }).getByRole('row', { name: farm.prefix }),
  ).toHaveCount(farm.hosts)

  await page.getByLabel('Delivery group').selectOption(farm.group)
  const rows = page.getByRole('table', { name: 'Hosts' }).getByRole('row').filter({ hasText: farm.prefix })
  await expect(rows.filter({ hasText: 'Converged' })).toHaveCount(farm.hosts)
  await rows.first().getByRole('link').first().click()
  const effective = page.getByRole('table', { name: 'Effective settings' })
  await expect(effective.getByRole('row', { name: /Virtual loopback programs/ })).toContainText(
    'softphone.exe, crm.exe',
  )
  await expect(effective.getByRole('row', { name: /Virtual loopback programs/ })).toContainText('Applied')
})

test('a stale save keeps what was typed, shows both, and lets one choose', async ({ page, farm }) => {
  const policy = await draftPolicy(farm, 'Stale', ['one.exe'])
  await signInAs(page)
  await page.goto(`/policies/${policy.id}`)
  await programField(page).fill('mine.exe')
  await programField(page).press('Enter')
  const { id, version, name, description, enabled, filters, settings } = policy
  const theirs = { ...settings, VirtualLoopbackPrograms: ['one.exe', 'theirs.exe'] }
  await farm.client.policies.save.mutate({
    id,
    version,
    name,
    description,
    enabled,
    filters,
    settings: theirs,
  })

  await page.getByRole('button', { name: 'Save draft' }).click()
  const compare = page.getByRole('table', { name: 'Somebody else saved this policy' })
  await expect(compare.getByRole('row', { name: /Virtual loopback programs/ })).toContainText('mine.exe')
  await expect(compare.getByRole('row', { name: /Virtual loopback programs/ })).toContainText('theirs.exe')
  await expect(page.getByRole('button', { name: 'Remove mine.exe' })).toBeVisible()

  await page.getByRole('button', { name: 'Overwrite with mine' }).click()
  await expect(page.getByText('Draft saved.')).toBeVisible()
  const saved = await farm.client.policies.get.query({ id })
  expect(saved.settings.VirtualLoopbackPrograms).toEqual(['one.exe', 'mine.exe'])
})

test('bad entries are refused beside the field, and the good ones stay', async ({ page, farm }) => {
  const policy = await draftPolicy(farm, 'Bad entries', ['one.exe'])
  await signInAs(page)
  await page.goto(`/policies/${policy.id}`)
  await paste(page, `good.exe\n${'x'.repeat(261)}\n`)
  await expect(page.getByText('261 characters; 260 is the limit.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Remove good.exe' })).toBeVisible()
  await page.getByLabel('Name', { exact: true }).fill('')
  await page.getByRole('button', { name: 'Save draft' }).click()
  await expect(page.getByText('Give the policy a name.')).toBeVisible()
})

test('priorities move by button, and the order is said aloud', async ({ page, farm }) => {
  await draftPolicy(farm, 'Order A', ['a.exe'])
  await draftPolicy(farm, 'Order B', ['b.exe'])
  await signInAs(page)
  await page.goto('/policies')
  await page.getByRole('button', { name: 'Move Order B up' }).click()
  await expect(page.getByText(/Order B now has priority \d+\./)).toBeAttached()
  await page.reload()
  const names = await page
    .getByRole('table', { name: 'Priority order' })
    .getByRole('link', { name: /Order [AB]/ })
    .allTextContents()
  expect(names).toEqual(['Order B', 'Order A'])
})
