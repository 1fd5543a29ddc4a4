/** What only a browser can tell: how soon a logon is on screen, and whether a long list scrolls smoothly. */

import { chromium, type Page } from '@playwright/test'
import { findChromium } from '~/tests/support/chromium'
import { openSession, report } from '~/tests/support/report'
import type { Caller } from './pages-http'
import { type BenchResult, median } from './result'

const LOGONS = 10
const LONG_LIST = 200_000
const PAGE_ROWS = 1_000
const SCROLL_MS = 5_000
/** The median of so many: a few frames that the machine takes for something else weigh on one. */
const SCROLLS = 3
const SCROLL_PX = 120
/** A plain table of so many rows: more than are scrolled past. */
const PLAIN_ROWS = 1_000
const BAR_FPS = 50

export async function measureInBrowser(
  { origin, user }: Caller,
  token: string,
  result: BenchResult,
): Promise<void> {
  const found = await findChromium()
  if ('missing' in found) {
    result.notes?.push(`no live row and no scrolling: ${found.missing}`)
    return
  }
  const browser = await chromium.launch({ executablePath: found.path, args: ['--no-sandbox'] })
  try {
    const context = await browser.newContext({ baseURL: origin, viewport: { width: 1440, height: 900 } })
    await context.request.post('/api/auth/sign-in', { data: user, headers: { origin } })
    const page = await context.newPage()
    const live = await liveRows(page, origin, token)
    result.figures.liveRowMedianMs = median(live)
    result.figures.liveRowWorstMs = Math.max(...live)
    result.figures.scrollRows = await loadLongList(page)
    const { fps, slowFrames } = await scroll(page)
    result.figures.scrollFps = fps
    result.figures.scrollSlowFramesPercent = slowFrames * 100
    await showPlainTable(page)
    const plain = await scroll(page)
    result.limits.plainTableFps = plain.fps
    result.ratios.scrollToPlainTable = fps / plain.fps
    if (fps < BAR_FPS) result.notes?.push(`${fps.toFixed(0)} frames a second are under the bar of ${BAR_FPS}`)
  } finally {
    await browser.close()
  }
}

/** From the report that a host sends to the row in the list, in milliseconds. */
async function liveRows(page: Page, origin: string, token: string): Promise<number[]> {
  const call = async (procedure: string, input: unknown, credential?: string) => {
    const answer = await fetch(`${origin}/api/agent/${procedure}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(credential && { authorization: `Bearer ${credential}` }),
      },
      body: JSON.stringify(input),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${procedure} answered ${answer.status}: ${text}`)
    return JSON.parse(text).result.data
  }
  const { credential } = await call('enroll', {
    v: 1,
    token,
    machineId: `machine-live-row-${Date.now()}`,
    agentVersion: '0.1.0',
    driver: 'simulated',
    facts: { name: 'LIVE-1', os: { family: 'windows', version: 'Windows Server 2022' }, arch: 'x64' },
  })
  await page.goto('/sessions')
  await page.getByText('Live', { exact: true }).waitFor()
  // Of its own, where the rows of an earlier run are kept.
  const run = Date.now().toString(36)
  const times: number[] = []
  for (let logon = 1; logon <= LOGONS; logon += 1) {
    const name = `live.${run}.${logon}`
    const shown = page.getByText(name, { exact: true }).waitFor()
    const began = performance.now()
    const opened = [openSession(logon, { user: name, logonAt: new Date().toISOString() })]
    await call(
      'report',
      report(logon, { full: logon === 1, opened, at: new Date().toISOString() }),
      credential,
    )
    await shown
    times.push(performance.now() - began)
  }
  return times
}

/** A list of 200,000 rows, loaded page by page from one made-up answer. Returns how many. */
async function loadLongList(page: Page): Promise<number> {
  const first = await page.request.get('/api/trpc/sessions.list?input=%7B%22state%22%3A%22open%22%7D')
  const [row] = (await first.json()).result.data.rows
  let served = 0
  await page.route(/\/api\/trpc\/sessions\.list\?/, (route) => {
    served += 1
    const rows = Array.from({ length: PAGE_ROWS }, (_, at) => ({
      ...row,
      id: `${served}-${at}`,
      user: `user${served}.${at}`,
    }))
    return route.fulfill({ json: [{ result: { data: { rows, next: `page-${served}` } } }] })
  })
  await page.goto('/sessions')
  await page.getByText('Live', { exact: true }).waitFor()
  const more = page.getByRole('button', { name: 'Load more' })
  // One of them is the page that came with the document.
  for (let at = 0; at < LONG_LIST / PAGE_ROWS; at += 1) {
    await more.evaluate((button: HTMLElement) => button.click())
    // The foot of the list counts what was read.
    await page.waitForFunction(
      (least) =>
        [...document.querySelectorAll('main [role=status]')].some(
          ({ textContent }) => Number(textContent?.replace(/\D/g, '')) >= least,
        ),
      (at + 1) * PAGE_ROWS,
    )
  }
  return served * PAGE_ROWS
}

/** The limit: rows of the same kind without a program behind them, all of them in the document from the start. */
async function showPlainTable(page: Page): Promise<void> {
  const html = await page.evaluate((most) => {
    const drawn = [...document.querySelectorAll('main table [data-row]')].map(({ outerHTML }) => outerHTML)
    const rows = Array.from({ length: most }, (_, at) => drawn[at % drawn.length]).join('')
    const styles = [...document.querySelectorAll('link[rel=stylesheet]')].map(({ outerHTML }) => outerHTML)
    const { className } = document.querySelector('main table') ?? { className: '' }
    const head = document.querySelector('main table thead')?.outerHTML
    const fonts = document.documentElement.className
    return `<html class="${fonts}">${styles.join('')}<table class="${className}">${head}<tbody>${rows}</tbody></table></html>`
  }, PLAIN_ROWS)
  await page.goto('/healthz')
  await page.setContent(html)
  await page.evaluate(async () => void (await document.fonts.ready))
}

interface Smoothness {
  fps: number
  slowFrames: number
}

async function scroll(page: Page): Promise<Smoothness> {
  const runs: Smoothness[] = []
  for (let run = 0; run < SCROLLS; run += 1) runs.push(await scrollOnce(page))
  return {
    fps: median(runs.map(({ fps }) => fps)),
    slowFrames: median(runs.map(({ slowFrames }) => slowFrames)),
  }
}

/** Scrolled by the same way at each frame. */
async function scrollOnce(page: Page): Promise<Smoothness> {
  const { frames, took } = await page.evaluate(
    async ({ forMs, px }) => {
      window.scrollTo(0, 0)
      const frames: number[] = []
      const began = performance.now()
      let last = began
      await new Promise<void>((done) => {
        const step = (now: number) => {
          frames.push(now - last)
          last = now
          window.scrollBy(0, px)
          if (now - began < forMs) requestAnimationFrame(step)
          else done()
        }
        requestAnimationFrame(step)
      })
      return { frames: frames.slice(1), took: last - began }
    },
    { forMs: SCROLL_MS, px: SCROLL_PX },
  )
  return {
    fps: (frames.length / took) * 1_000,
    slowFrames: frames.filter((ms) => ms > 1_000 / BAR_FPS + 1).length / frames.length,
  }
}
