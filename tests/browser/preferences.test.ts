import { signInAs } from '~/tests/support/browser'
import { expect, test } from './farm'

test('language and theme change at once, and are remembered with the person', async ({
  page,
  browser,
  farm,
}) => {
  await signInAs(page, farm.users.traveller)
  await page.goto('/hosts')
  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitemradio', { name: 'Español' }).click()
  await expect(page.getByRole('link', { name: 'Sesiones', exact: true })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'es')

  await page.getByRole('button', { name: /^Cuenta/ }).click()
  await page.getByRole('menuitemradio', { name: 'Oscuro' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect.poll(() => farmUser(page)).toMatchObject({ locale: 'es', theme: 'dark' })

  const elsewhere = await browser.newPage({ locale: 'en-GB' })
  await signInAs(elsewhere, farm.users.traveller)
  await elsewhere.goto('/hosts')
  await expect(elsewhere.locator('html')).toHaveAttribute('lang', 'es')
  await expect(elsewhere.locator('html')).toHaveAttribute('data-theme', 'dark')
  await elsewhere.close()
})

async function farmUser(page: import('@playwright/test').Page): Promise<unknown> {
  const answer = await page.request.get('/api/trpc/me.get')
  return (await answer.json()).result.data.user
}

test('the sign-in page speaks the browser’s language, or the one chosen', async ({ browser }) => {
  const page = await browser.newPage({ locale: 'es-ES' })
  await page.goto('/sign-in')
  await expect(page.getByRole('button', { name: 'Iniciar sesión' })).toBeVisible()
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await page.close()
})
