import { signInAs } from '~/tests/support/browser'
import { expect, test } from './farm'

test('an older revision is restored with a reason, after showing whom that reaches', async ({
  page,
  farm: { client, group, hosts },
}) => {
  const save = async (id: string, version: number, programs: string[]) =>
    client.policies.save.mutate({
      id,
      version,
      name: 'Rollback',
      description: '',
      enabled: true,
      settings: { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: programs },
      filters: [{ type: 'DesktopGroup', mode: 'Allow', enabled: true, value: group }],
    })
  const publish = async (reason: string) => {
    const { baseRevision } = await client.policies.plan.query()
    return (await client.policies.publish.mutate({ baseRevision, reason })).revision
  }
  const made = await client.policies.create.mutate({ name: 'Rollback', description: '' })
  const others = (await client.policies.list.query()).policies.filter(({ id }) => id !== made.id)
  await client.policies.reorder.mutate({ ids: [made.id, ...others.map(({ id }) => id)] })
  const saved = await save(made.id, made.version, ['good.exe'])
  const good = await publish('the good one')
  await save(made.id, saved.version, ['good.exe', 'bad.exe'])
  const bad = await publish('the bad one')

  await signInAs(page)
  await page.goto(`/policies/history/${good}`)
  await page.getByRole('button', { name: 'Restore this revision' }).click()
  const dialog = page.getByRole('dialog', { name: `Restore revision ${good}` })
  await expect(dialog.getByText(`${hosts} hosts`)).toBeVisible()
  await expect(dialog.getByText('bad.exe')).toBeVisible()
  await dialog.getByRole('button', { name: 'Restore', exact: true }).click()
  await expect(dialog.getByText('A reason is needed')).toBeVisible()
  await dialog.getByLabel('Reason').fill('The bad one broke the phones')
  await dialog.getByRole('button', { name: 'Restore', exact: true }).click()
  await expect(page).toHaveURL(new RegExp(`/policies/history/${bad + 1}$`))
  await expect(page.getByText('The bad one broke the phones')).toBeVisible()
  await expect(page.getByRole('main').getByText(`Revision ${good}`, { exact: true })).toBeVisible()
  const { restores, policies } = await client.policies.revision.query({ number: bad + 1 })
  expect(restores).toBe(good)
  expect(policies[0]?.settings.VirtualLoopbackPrograms).toEqual(['good.exe'])

  await page.goto(`/policies/history/${good}`)
  await page.getByRole('button', { name: 'Restore this revision' }).click()
  await expect(page.getByText('The policies of this revision are in force already.')).toBeVisible()
})
