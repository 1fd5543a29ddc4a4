import { signInAs } from '~/tests/support/browser'
import { expect, test } from './farm'

test('a draft is edited, compared, published in waves, halted, and taken back', async ({
  page,
  farm: { client, group, hosts },
}) => {
  // Many steps, each with its page: the usual minute is meant for one.
  test.slow()
  const made = await client.policies.create.mutate({ name: 'Waves', description: '' })
  const others = (await client.policies.list.query()).policies.filter(({ id }) => id !== made.id)
  await client.policies.reorder.mutate({ ids: [made.id, ...others.map(({ id }) => id)] })
  await client.policies.save.mutate({
    id: made.id,
    version: made.version,
    name: 'Waves',
    description: '',
    enabled: true,
    settings: { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['before.exe'] },
    filters: [{ type: 'DesktopGroup', mode: 'Allow', enabled: true, value: group }],
  })
  const { baseRevision } = await client.policies.plan.query()
  const { revision: good } = await client.policies.publish.mutate({ baseRevision, reason: 'the good one' })

  await signInAs(page)
  await page.goto(`/policies/${made.id}`)
  const adder = page
    .getByRole('group', { name: 'Virtual loopback programs', exact: true })
    .getByLabel('Add a program')
  await adder.fill('after.exe')
  await adder.press('Enter')
  await page.getByRole('button', { name: 'Save draft' }).click()
  await expect(page.getByText('Draft saved.')).toBeVisible()

  await page.goto('/policies/publish')
  await expect(page.getByText('after.exe', { exact: true })).toBeVisible()
  await expect(page.getByText(`${hosts} hosts`, { exact: false }).first()).toBeVisible()
  await page.getByLabel('Reason').fill('The helper too')
  await page.getByRole('radio', { name: 'In waves' }).click()
  await page.getByText('Stop limits and timing').click()
  // The wave stays the only one, whatever this machine makes of the simulated sessions.
  await page.getByLabel('Minutes each wave must stay well').fill('600')
  await page.getByLabel('Discrepancies').fill('1000')
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await expect(page).toHaveURL(/\/rollouts\/[0-9a-f-]{36}$/)

  const bad = good + 1
  await expect(page.getByRole('heading', { name: `Rollout of revision ${bad}` })).toBeVisible()
  await expect(page.getByText(`1 of ${hosts} hosts`)).toBeVisible()
  const waves = page.getByRole('table', { name: 'Waves' })
  await expect(waves.getByRole('row').nth(1)).toContainText('1 of 1')
  await expect(waves.getByRole('row').nth(2)).toContainText('not yet')

  await page.getByRole('button', { name: 'Halt' }).click()
  const halt = page.getByRole('dialog', { name: `Halt the rollout of revision ${bad}` })
  await halt.getByRole('button', { name: 'Halt' }).click()
  await expect(halt.getByText('A reason is needed')).toBeVisible()
  await halt.getByLabel('Reason').fill('The phones are mute')
  await halt.getByRole('button', { name: 'Halt' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'The phones are mute' })).toBeVisible()

  await page.getByRole('button', { name: 'Roll back' }).click()
  const back = page.getByRole('dialog', { name: `Roll back revision ${bad}` })
  await expect(back.getByText('1 host with')).toBeVisible()
  await back.getByLabel('Reason').fill('The helper is to blame')
  await back.getByRole('button', { name: 'Roll back' }).click()
  await expect(page.getByText(`Revision ${bad + 1} brings back what was in force before.`)).toBeVisible()
  await expect(page.getByText(`${hosts} of ${hosts} hosts`)).toBeVisible()

  const { policies, restores } = await client.policies.revision.query({ number: bad + 1 })
  expect(restores).toBe(good)
  expect(policies[0]?.settings.VirtualLoopbackPrograms).toEqual(['before.exe'])
  const { rows } = await client.hosts.list.query({ deliveryGroup: group })
  const revisions = rows.map(({ wantedRevision }) => wantedRevision).sort((one, other) => one - other)
  expect(revisions).toEqual([good, good, good, bad + 1])

  // The draft is as it was edited: others publish from it.
  await client.policies.remove.mutate({
    id: made.id,
    version: (await client.policies.get.query({ id: made.id })).version,
  })
  await client.policies.publish.mutate({ baseRevision: bad + 1, reason: 'clean up' })
})
