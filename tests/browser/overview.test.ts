import { signInAs } from '~/tests/support/browser'
import { expect, test } from './farm'

test('after signing in the overview answers, and its numbers lead to the rows behind them', async ({
  page,
  farm,
}) => {
  // Of its own: what other tests change pushes older changes out of the panel.
  const newest = `Newest ${farm.group.slice(-4)}`
  await farm.client.deliveryGroups.create.mutate({ name: newest, kind: 'Shared' })
  await signInAs(page)
  await page.goto('/')
  await expect(page).toHaveURL(/\/overview$/)
  const bar = page.getByRole('region', { name: 'Convergence of the farm' })
  await expect(bar).toContainText(/\d+ of \d+ hosts?/)
  await expect(page.getByRole('region', { name: 'Sessions' })).toContainText(/open sessions? now/)
  await expect(page.getByRole('region', { name: 'Last changes' })).toContainText(newest)

  await page.getByText('As a table').click()
  await expect(page.getByRole('table', { name: 'Sessions by the hour' }).getByRole('row')).toHaveCount(25)

  await bar.getByRole('link', { name: /^Converged/ }).click()
  await expect(page).toHaveURL(/\/hosts\?convergence=converged$/)
  await page.goto('/overview')
  await page
    .getByRole('region', { name: 'Hosts by lifecycle' })
    .getByRole('link', { name: /^Active/ })
    .click()
  await expect(page).toHaveURL(/\/hosts\?lifecycle=active$/)
})

test('the overview follows hosts and sessions by one stream', async ({ page, farm }) => {
  const streams: string[] = []
  page.on('request', (request) => {
    const [, stream] = /\/api\/trpc\/(\w+\.watch)/.exec(request.url()) ?? []
    if (stream) streams.push(stream)
  })
  await signInAs(page, farm.users.helpdesk)
  await page.goto('/overview')
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  expect(streams).toEqual(['overview.watch'])
})

test('the overview shows the last changes only to those who may see the record', async ({ page, farm }) => {
  await signInAs(page, farm.users.helpdesk)
  await page.goto('/overview')
  await expect(page.getByRole('region', { name: 'Sessions' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Last changes' })).toHaveCount(0)
})
