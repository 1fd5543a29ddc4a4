import { defineConfig } from '@playwright/test'
import browser from './playwright.config'

/** `npm run pictures` takes the guide's pictures anew, of the running demo: look at each before you keep it. */
export default defineConfig({
  ...browser,
  testDir: 'tests/pictures',
  globalSetup: './tests/pictures/demo-setup.ts',
  use: { ...browser.use, viewport: { width: 1280, height: 800 }, locale: 'en-US', trace: 'off' },
})
