import { test as base, type Page } from '@playwright/test'

/** The server of the run, and the user of its first start. */
export const admin = {
  username: process.env.BROWSER_TEST_USERNAME ?? '',
  password: process.env.BROWSER_TEST_PASSWORD ?? '',
}
export const serverUrl = process.env.BROWSER_TEST_URL ?? ''

/** Playwright's `test`; without a browser each test is skipped with the reason. */
export const test = base.extend<{ browserOrSkip: undefined }>({
  browserOrSkip: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to learn what the fixture needs.
    async ({}, use, testInfo) => {
      const missing = process.env.BROWSER_TEST_MISSING
      if (missing) testInfo.skip(true, missing)
      await use(undefined)
    },
    { auto: true },
  ],
})
export { expect } from '@playwright/test'

/** Signs in by HTTP, so that a test begins where it means to. The page's cookies are set. */
export async function signInAs(
  page: Page,
  user: { username: string; password: string } = admin,
): Promise<void> {
  const answer = await page.request.post('/api/auth/sign-in', { data: user, headers: { origin: serverUrl } })
  if (!answer.ok()) throw new Error(`signing in failed: ${answer.status()} ${await answer.text()}`)
}
