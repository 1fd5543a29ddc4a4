import { defineConfig } from '@playwright/test'
import browser from './playwright.config'

/** `npm run crawl`: every click of every role takes minutes, so it is no part of `npm test`. */
export default defineConfig({
  ...browser,
  testDir: 'tests/crawl',
  timeout: 900_000,
  // A trace keeps the page as it was at each of a thousand clicks, which takes longer than the clicks.
  use: { ...browser.use, trace: 'off' },
})
