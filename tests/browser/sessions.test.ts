import { signInAs } from '~/tests/support/browser'
import { expect, test } from './farm'

test('sessions show their addresses live, and one opens beside the list', async ({ page, farm }) => {
  await signInAs(page)
  await page.goto(`/sessions?q=${farm.prefix}`)
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  const rows = page.getByRole('table', { name: 'Sessions' }).getByRole('row').filter({ hasText: farm.prefix })
  await expect(rows.first()).toBeVisible()

  await rows
    .first()
    .getByRole('button', { name: /^Details of/ })
    .click()
  const detail = page.getByRole('dialog')
  await expect(detail.getByText('Addresses held')).toBeVisible()
  await expect(page).toHaveURL(/session=/)
  await expect(detail.getByRole('button', { name: 'Copy help-desk text' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(detail).toBeHidden()
})

test('a row of the list follows the host without a reload', async ({ page, farm }) => {
  const { rows } = await farm.client.hosts.list.query({ deliveryGroup: farm.group })
  const host = rows[0]
  if (!host) throw new Error('the farm has hosts')
  await signInAs(page)
  await page.goto(`/hosts?q=${host.name}`)
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  const row = page.getByRole('table', { name: 'Hosts' }).getByRole('row').filter({ hasText: host.name })
  await expect(row).toBeVisible()
  await farm.client.hosts.update.mutate({ id: host.id, tags: ['cti', 'seen-live'] })
  await expect(row).toContainText('seen-live')
})

test('what a row became while the list was on its way is not undone by the list', async ({ page, farm }) => {
  const { rows } = await farm.client.hosts.list.query({ deliveryGroup: farm.group })
  const host = rows[1]
  if (!host) throw new Error('the farm has hosts')
  await signInAs(page)
  let arrive = () => {}
  const held = new Promise<void>((resolve) => {
    arrive = resolve
  })
  let asked = () => {}
  const onItsWay = new Promise<void>((resolve) => {
    asked = resolve
  })
  await page.route(/hosts\.list/, async (route) => {
    const answer = await route.fetch()
    asked()
    await held
    await route.fulfill({ response: answer })
  })
  await page.goto(`/hosts?q=${host.name}`)
  await onItsWay
  const row = page.getByRole('table', { name: 'Hosts' }).getByRole('row').filter({ hasText: host.name })
  await farm.client.hosts.update.mutate({ id: host.id, tags: ['cti', 'seen-late'] })
  await expect(row).toContainText('seen-late')
  const arrived = page.waitForResponse(/hosts\.list/)
  arrive()
  await (await arrived).finished()
  // One more round of what the page asks for: the answer has been taken by then.
  await page.getByRole('button', { name: 'Columns' }).click()
  await expect(page.getByRole('menu', { name: 'Columns' })).toBeVisible()
  // An open menu hides the list from whoever does not see.
  await page.keyboard.press('Escape')
  await expect(row).toContainText('seen-late')
})

test('who comes back to the window finds the list as it was, and the server is not asked for it again', async ({
  page,
}) => {
  await page.clock.install()
  await signInAs(page)
  await page.goto('/sessions')
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.clock.fastForward(20_000)
  await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
  await page.getByRole('button', { name: 'Help-desk card' }).click()
  await page.getByRole('dialog').getByRole('searchbox').fill('nobody')
  await expect(page.getByText('No session matches that exact name or address.')).toBeVisible()
  expect(asked.filter((url) => url.includes('sessions.list'))).toEqual([])
})

/** As if every program of every session had the name. */
function renamed(value: unknown, program: string): unknown {
  if (Array.isArray(value)) return value.map((one) => renamed(one, program))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, one]) => {
    if (key === 'discrepancy') return [key, { reason: 'not-listed', program }]
    return [key, key === 'program' && typeof one === 'string' ? program : renamed(one, program)]
  })
  return Object.fromEntries(entries)
}

test('the longest name that a program can have leaves the list and the panel their width', async ({
  page,
  farm,
}) => {
  await signInAs(page)
  const program = 'x'.repeat(255)
  await page.route(/sessions\.(?!watch)/, async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, json: renamed(await answer.json(), program) })
  })
  await page.goto(`/sessions?q=${farm.prefix}`)
  const rows = page.getByRole('table', { name: 'Sessions' }).getByRole('row').filter({ hasText: program })
  await expect(rows.first()).toBeVisible()
  const spare = () => page.evaluate(() => window.innerWidth - document.documentElement.scrollWidth)
  expect(await spare()).toBeGreaterThanOrEqual(0)
  await rows
    .first()
    .getByRole('button', { name: /^Details of/ })
    .click()
  const detail = page.getByRole('dialog')
  await expect(detail.getByText('Addresses held')).toBeVisible()
  const isCut = () =>
    detail.evaluate((panel) =>
      [panel, ...panel.querySelectorAll('ul, dl, [role=note]')].some(
        (one) => one.getBoundingClientRect().right > window.innerWidth,
      ),
    )
  // It slides in.
  await expect.poll(isCut).toBe(false)
})
