import { expect, serverUrl, signInAs, test } from '~/tests/support/browser'

test('pages run under their content security policy, and ask nothing of any other server', async ({
  page,
}) => {
  const complaints: string[] = []
  const foreign: string[] = []
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/i.test(message.text())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(`${serverUrl}/`))
      foreign.push(request.url())
  })
  await page.goto('/sign-in')
  await expect(page.getByRole('button', { name: /sign in/i })).toBeVisible()
  await signInAs(page)
  for (const path of ['/', '/hosts', '/sessions', '/policies']) {
    await page.goto(path)
    await expect(page.getByRole('main')).toBeVisible()
  }
  expect(complaints).toEqual([])
  expect(foreign).toEqual([])
})

test('nobody signed out sees anything but the sign-in page', async ({ page }) => {
  for (const path of ['/', '/hosts', '/sessions', '/policies']) {
    await page.goto(path)
    await expect(page).toHaveURL(/\/sign-in/)
  }
})
