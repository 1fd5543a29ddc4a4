import { defineConfig } from '@playwright/test'
import browser from './playwright.config'

/**
 * `npm run visual`: every screen beside its picture of last time, in both themes and three widths.
 * `npm run visual -- --update-snapshots` takes them anew: look at each before you keep it.
 */
export default defineConfig({
  ...browser,
  testDir: 'tests/visual',
  globalSetup: './tests/visual/still-setup.ts',
  timeout: 240_000,
  snapshotPathTemplate: 'tests/visual/pictures/{arg}{ext}',
  use: {
    ...browser.use,
    // Half the size: enough to see what moved, and small enough to keep.
    deviceScaleFactor: 0.5,
    locale: 'en-GB',
    timezoneId: 'Europe/Madrid',
    // Each picture would be kept in it once more, which takes longer than taking it.
    trace: 'off',
    launchOptions: {
      ...browser.use?.launchOptions,
      // What a graphics card draws, or what stands in for one, is not what another draws.
      args: [...(browser.use?.launchOptions?.args ?? []), '--disable-gpu'],
    },
  },
  expect: {
    timeout: 30_000,
    toHaveScreenshot: { scale: 'device', animations: 'disabled', caret: 'hide', maxDiffPixelRatio: 0.0005 },
  },
})
