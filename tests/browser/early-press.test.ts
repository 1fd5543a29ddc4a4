import type { Page } from '@playwright/test'
import { signInAs } from '~/tests/support/browser'
import { expect, test } from './farm'

const SCRIPTS = /\/_next\/static\/.*\.js/

/** Keeps the page's scripts back until they are let go. */
async function holdScripts(page: Page): Promise<() => void> {
  let letGo = () => {}
  const gone = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await page.route(SCRIPTS, async (route) => {
    await gone
    await route.continue()
  })
  return letGo
}

test('a menu that was opened before the page’s scripts have come opens once they have', async ({
  page,
  farm,
}) => {
  await signInAs(page, farm.users.operator)
  const letGo = await holdScripts(page)
  const arriving = page.goto('/hosts')
  await page.getByRole('button', { name: 'Columns' }).click()
  letGo()
  await arriving
  await expect(page.getByRole('menuitemcheckbox', { name: 'System' })).toBeVisible()
})

test('who signs in before the scripts have come is signed in once they have, and no address holds the password', async ({
  page,
  farm,
}) => {
  const letGo = await holdScripts(page)
  const arriving = page.goto('/sign-in').catch(() => {})
  await page.getByLabel('User name').fill(farm.users.helpdesk.username)
  await page.getByLabel('Password').fill(farm.users.helpdesk.password)
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.getByLabel('Password').press('Enter')
  letGo()
  await expect(page).toHaveURL(/\/overview$/)
  await arriving
  expect(asked.filter((url) => url.includes('password='))).toEqual([])
})

test('menus and dialogs pressed while their files do not come open once they do', async ({ page, farm }) => {
  await signInAs(page, farm.users.operator)
  await page.goto('/policies')
  await page.route(SCRIPTS, (route) => route.abort())
  await page.getByRole('button', { name: 'New policy' }).first().click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('heading', { name: 'Policies', level: 1 })).toBeVisible()
  await page.unroute(SCRIPTS)
  await expect(page.getByRole('dialog', { name: 'New policy' })).toBeVisible()
})
