import { expect, type Page, type Request } from '@playwright/test'

/** A stream stays open as long as its screen. */
const STREAM = /\.watch|EventSource/
const MESSAGE = /^(There is nothing here|Your role may not see this page|This page could not be shown)/

/** A click that fetches the script of a dialog asks a moment later than it ends. */
const QUIET_MS = 20
const QUIET_LOOKS = 3
const IDLE_MS = 1_000

export interface Watch {
  /** Resolves when what the page asked the server for was answered, and nothing more is asked for. */
  settled(): Promise<void>
  /** What went wrong since it was last asked: failed calls, forbidden ones, scripts that threw, pages with no way on. */
  found(): Promise<string[]>
}

export function watch(page: Page): Watch {
  let troubles: string[] = []
  const asked = new Set<Request>()
  const answered = (request: Request) => void asked.delete(request)
  page.on('pageerror', (error) => troubles.push(`script: ${error.message}`))
  page.on('dialog', (dialog) => void dialog.accept())
  page.on('request', (request) => {
    if (!STREAM.test(request.url()) && request.resourceType() !== 'eventsource') asked.add(request)
  })
  page.on('requestfinished', answered)
  page.on('requestfailed', answered)
  page.on('framenavigated', () => asked.clear())
  page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    const status = response.status()
    if (status >= 500 || status === 403 || status === 404)
      troubles.push(`${status} ${response.request().method()} ${pathname}`)
  })
  return {
    settled: async () => {
      let quiet = 0
      const look = () => {
        quiet = asked.size === 0 ? quiet + 1 : 0
        return quiet
      }
      do {
        quiet = 0
        await expect
          .poll(look, { intervals: [QUIET_MS], timeout: 60_000 })
          .toBeGreaterThanOrEqual(QUIET_LOOKS)
        await drawn(page)
      } while (asked.size > 0)
    },
    async found() {
      const now = troubles
      troubles = []
      const titles = await page.locator('h1').allTextContents()
      return [
        ...now,
        ...titles.filter((title) => MESSAGE.test(title)),
        ...(titles.length === 0 ? ['a page without a title'] : []),
      ]
    },
  }
}

/** Resolves when the page has nothing left to draw: what came last, such as the script of a dialog, is shown by then. */
async function drawn(page: Page): Promise<void> {
  const idle = () =>
    page.evaluate((timeout) => new Promise((done) => requestIdleCallback(done, { timeout })), IDLE_MS)
  // A page that is left in between has drawn all it will.
  await idle().catch(() => undefined)
}
