import type { Page } from '@playwright/test'
import { signInAs } from '~/tests/support/browser'
import { expect, test } from './farm'

const STREAM = /\/api\/trpc\/sessions\.watch/
/** A stream that opens, as the server's do, and breaks off at once. */
const CUT = 'retry: 50\nevent: connected\ndata: {}\n\n'

/** Each screen's streams are cut after they opened, and none opens again until the answer is called. */
async function cutStreams(page: Page): Promise<() => Promise<void>> {
  let opened = false
  await page.route(STREAM, async (route) => {
    if (opened) return route.fulfill({ status: 503, body: 'away' })
    opened = true
    return route.fulfill({ contentType: 'text/event-stream', body: CUT })
  })
  return () => page.unroute(STREAM)
}

test('a live stream that is cut says that what is shown is old, in words, until it is back', async ({
  page,
  farm,
}) => {
  await signInAs(page, farm.users.helpdesk)
  const mend = await cutStreams(page)
  await page.goto('/sessions')
  const banner = page.getByRole('status').filter({ hasText: 'What you see is as it was then' })
  await expect(banner).toBeVisible()
  await expect(page.getByText('Reconnecting…', { exact: true })).toBeVisible()
  await expect(page.getByRole('table', { name: 'Sessions' })).toBeVisible()
  await mend()
  await expect(page.getByText('Live', { exact: true })).toBeVisible({ timeout: 20_000 })
  await expect(banner).toHaveCount(0)
})

test('a device without a network says so above the screen, loses nothing typed, and saves once it is back', async ({
  page,
  context,
  farm,
}) => {
  const name = `Typed offline ${farm.prefix}`
  await signInAs(page, farm.users.operator)
  await page.goto('/policies')
  await page.getByRole('button', { name: 'New policy' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill(name)
  await context.setOffline(true)
  await expect(page.getByText('This device is offline', { exact: true })).toBeVisible()
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(dialog.getByText(/The server could not be reached/)).toBeVisible()
  await expect(dialog.getByLabel('Name')).toHaveValue(name)
  await context.setOffline(false)
  await expect(page.getByText('This device is offline', { exact: true })).toHaveCount(0)
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
})
