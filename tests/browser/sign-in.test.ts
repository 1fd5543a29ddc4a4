import { admin, signInAs } from '~/tests/support/browser'
import { expect, test } from './farm'

test('a wrong password is refused in words, and the right one opens the overview', async ({ page, farm }) => {
  await page.goto('/sign-in')
  await page.getByLabel('User name').fill(farm.users.operator.username)
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'not right' })).toBeVisible()
  await expect(page.getByLabel('User name')).toHaveValue(farm.users.operator.username)

  await page.getByLabel('Password').fill(farm.users.operator.password)
  await page.getByLabel('Password').press('Enter')
  await expect(page).toHaveURL(/\/overview$/)
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
})

test('signing out ends the session', async ({ page }) => {
  await signInAs(page, admin)
  await page.goto('/hosts')
  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in$/)
  await page.goto('/policies')
  await expect(page).toHaveURL(/\/sign-in\?/)
})

test('a link that somebody sent leads on, once one has signed in', async ({ page, farm }) => {
  await page.goto('/hosts?convergence=converged')
  await page.getByLabel('User name').fill(farm.users.operator.username)
  await page.getByLabel('Password').fill(farm.users.operator.password)
  await page.getByLabel('Password').press('Enter')
  await expect(page).toHaveURL(/\/hosts\?convergence=converged$/)
  await expect(page.getByRole('heading', { name: 'Hosts', level: 1 })).toBeVisible()
})
