import type { Page } from '@playwright/test'
import { signInAs } from '~/tests/support/browser'
import { expect, test } from './farm'

/** As a printer sees it: the frame and what can only be clicked are left out. */
async function expectPaper(page: Page): Promise<void> {
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await expect(page.getByRole('navigation', { name: 'Main' })).toHaveCount(0)
  await expect(page.getByRole('searchbox')).toHaveCount(0)
  expect(await page.evaluate(() => getComputedStyle(document.body).colorScheme)).toBe('light')
  // Landscape A4 without its margins, at 96 dots an inch.
  await page.setViewportSize({ width: 1032, height: 700 })
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  await expect.poll(overflow).toBe(0)
}

test('a host is printed without the frame, with the exact times of what the screen tells as past', async ({
  page,
  farm,
}) => {
  const { rows } = await farm.client.hosts.list.query({ deliveryGroup: farm.group })
  await signInAs(page, farm.users.auditor)
  await page.goto(`/hosts/${rows[0]?.id}`)
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  await expectPaper(page)
  await expect(page.getByRole('heading', { level: 1, name: rows[0]?.name })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Open sessions' })).toBeVisible()
  // What is folded on the screen nobody can open on paper.
  const folded = await page
    .locator('main details > :not(summary)')
    .evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().height))
  expect(folded.filter((height) => height === 0)).toEqual([])
  const told = page.locator('main time[data-told][title]').first()
  const printed = await told.evaluate((time) => [
    getComputedStyle(time).fontSize,
    getComputedStyle(time, '::after').content,
  ])
  expect(printed).toEqual(['0px', `"${await told.getAttribute('title')}"`])
})

test('the record is printed with the filters that its rows were chosen by', async ({ page, farm }) => {
  await signInAs(page, farm.users.auditor)
  await page.goto('/audit?action=user.create&from=2026-01-01T00:00:00.000Z')
  await expect(page.getByRole('table', { name: 'Audit' })).toBeVisible()
  await expect(page.getByText(/^From: .*2026/)).toBeHidden()
  await expectPaper(page)
  await expect(page.getByText(/Action: User created · From: .*2026/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Load more' })).toHaveCount(0)
})

test('nothing moves for longer than a blink for whoever asks for no motion', async ({ page, farm }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await signInAs(page, farm.users.operator)
  const longest = () =>
    page.evaluate(() =>
      Math.max(
        0,
        ...document
          .getAnimations()
          .map((each) => Number(each.effect?.getComputedTiming().activeDuration ?? 0)),
      ),
    )
  await page.route(/sessions\.watch/, (route) => route.fulfill({ status: 503, body: 'away' }))
  await page.goto('/sessions')
  // What breathes while a connection is sought, what slides in, and what appears over a screen.
  await expect(page.getByText('Connecting…', { exact: true })).toBeVisible()
  expect(await longest()).toBeLessThanOrEqual(1)
  await page.getByRole('table', { name: 'Sessions' }).getByRole('button').first().click()
  await expect(page.getByRole('dialog')).toBeVisible()
  expect(await longest()).toBeLessThanOrEqual(1)
})
