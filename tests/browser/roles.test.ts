import { signInAs } from '~/tests/support/browser'
import { expect, test } from './farm'

test('the help desk sees hosts and sessions, and no policies', async ({ page, farm }) => {
  await signInAs(page, farm.users.helpdesk)
  await page.goto('/hosts')
  const screens = page.getByRole('navigation', { name: 'Main' })
  await expect(screens.getByRole('link')).toHaveText([
    'Overview',
    'Hosts',
    'Sessions',
    'Addresses',
    'Discovery',
    'Settings',
  ])
  for (const path of [
    '/policies',
    '/policies/publish',
    '/enrolment',
    '/audit',
    '/users',
    '/settings/farm',
    '/settings/keys',
  ]) {
    expect((await page.goto(path))?.status(), path).toBe(403)
    await expect(page.getByRole('heading', { name: 'Your role may not see this page' })).toBeVisible()
  }
})

test('the auditor reads policies and cannot change them', async ({ page, farm }) => {
  const policy = await farm.client.policies.create.mutate({ name: 'Read only', description: '' })
  await signInAs(page, farm.users.auditor)
  await page.goto('/policies')
  await expect(page.getByRole('button', { name: 'New policy' }).first()).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  await expect(page.getByRole('button', { name: /^Move / })).toHaveCount(0)
  await page.goto(`/policies/${policy.id}`)
  await expect(page.getByText('Your role may read policies, not change them.')).toBeVisible()
  await expect(page.getByLabel('Name', { exact: true })).toBeDisabled()
  await expect(page.getByRole('button', { name: 'Delete policy' })).toHaveAttribute('aria-disabled', 'true')
  expect((await page.goto('/enrolment'))?.status()).toBe(403)
})

test('what is not there is a 404 that says so', async ({ page, farm }) => {
  await signInAs(page, farm.users.auditor)
  expect((await page.goto('/hosts/00000000-0000-4000-8000-000000000000'))?.status()).toBe(404)
  await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible()
})
