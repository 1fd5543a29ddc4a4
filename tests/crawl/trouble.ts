import { expect, type Page, type Request } from '@playwright/test'

/** A stream stays open as long as its screen. */
const STREAM = /\.watch|EventSource/
const MESSAGE = /^(There is nothing here|Your role may not see this page|This page could not be shown)/

export interface Watch {
  /** Resolves when what the page asked the server for was answered. */
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
    settled: () => expect.poll(() => asked.size, { intervals: [20, 50], timeout: 10_000 }).toBe(0),
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
