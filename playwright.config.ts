import { defineConfig } from '@playwright/test'

/** The server, the first user and the browser come from `tests/support/browser-setup.ts`, by environment. */
export default defineConfig({
  testDir: 'tests/browser',
  outputDir: 'test-results',
  globalSetup: './tests/support/browser-setup.ts',
  // Other tests run beside these: a wait that is over sooner costs nothing.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  // One server and one farm: the tests share them.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  use: {
    baseURL: process.env.BROWSER_TEST_URL,
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.BROWSER_TEST_CHROMIUM,
      args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update'],
    },
  },
})
