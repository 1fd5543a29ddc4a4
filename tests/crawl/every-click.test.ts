import type { Page } from '@playwright/test'
import { admin, signInAs } from '~/tests/support/browser'
import { type BrowserFarm, expect, test } from '../browser/farm'
import { type Clickable, clickables, control } from './clickable'
import { type Watch, watch } from './trouble'

/** Ends for a screen, for what one click opened, and for the addresses that one screen leads to. */
const MOST = { screen: 40, opened: 12, links: 30 }
const CLICK_MS = 4_000

interface Crawl {
  page: Page
  watched: Watch
  /** Screens by their pattern, each once; what is found on the way is added. */
  screens: Map<string, string>
  checked: Set<string>
  clicks: number
}

/** `/hosts/:id` of `/hosts/6f…`: screens of one kind are one screen. */
const patternOf = (path: string) => path.replace(/\/([0-9a-f-]{36}|[0-9a-f]{64}|\d+)(?=\/|$)/g, '/:id')

async function open(crawl: Crawl, path: string): Promise<boolean> {
  await crawl.page.keyboard.press('Escape')
  const answer = await crawl.page.goto(path)
  await expect(crawl.page.locator('h1').first()).toBeAttached()
  await crawl.watched.settled()
  return answer?.status() === 200
}

async function expectNoTrouble(crawl: Crawl, where: string): Promise<void> {
  await crawl.watched.settled()
  expect(await crawl.watched.found(), where).toEqual([])
}

async function follow(crawl: Crawl, path: string, links: Iterable<string>): Promise<void> {
  for (const href of [...links].slice(0, MOST.links)) {
    const { pathname } = new URL(href, 'http://here')
    const pattern = patternOf(pathname)
    if (!pathname.startsWith('/api/') && !crawl.screens.has(pattern)) crawl.screens.set(pattern, href)
    if (crawl.checked.has(href)) continue
    crawl.checked.add(href)
    const answer = await crawl.page.request.get(href)
    expect(answer.status(), `${path} -> ${href}`).toBe(200)
  }
}

/** Clicks what a menu or dialog offers, one after the other, as long as it stands; each that closed it opens it anew. */
async function clickOpened(crawl: Crawl, path: string, opener: Clickable): Promise<void> {
  const { page, watched } = crawl
  const scope = '[role=dialog], [role=menu]'
  const done = new Set<string>()
  for (let clicks = 0; clicks < MOST.opened; clicks += 1) {
    if ((await page.locator(scope).count()) === 0) {
      const again = control(page, opener.key)
      if ((await again.count()) === 0 || !(await again.isVisible())) return
      await again.click({ timeout: CLICK_MS })
      await watched.settled()
    }
    const next = (await clickables(page, scope)).find(({ key, href }) => href === null && !done.has(key))
    if (!next) return
    done.add(next.key)
    crawl.clicks += 1
    await control(page, next.key).click({ timeout: CLICK_MS })
    await expectNoTrouble(crawl, `${path}: ${opener.name} > ${next.name}`)
    if (new URL(page.url()).pathname !== path) return
  }
}

async function visit(crawl: Crawl, href: string): Promise<void> {
  const { page } = crawl
  const path = new URL(href, 'http://here').pathname
  if (!(await open(crawl, href))) throw new Error(`${href} does not open`)
  await expectNoTrouble(crawl, href)
  const done = new Set<string>()
  for (let clicks = 0; clicks < MOST.screen; clicks += 1) {
    const all = await clickables(page, 'main, nav')
    await follow(
      crawl,
      path,
      all.flatMap((each) => (each.href?.startsWith('/') ? [each.href] : [])),
    )
    const next = all.find((each) => each.href === null && !done.has(each.key))
    if (!next) return
    done.add(next.key)
    crawl.clicks += 1
    await control(page, next.key).click({ timeout: CLICK_MS })
    await expectNoTrouble(crawl, `${path}: ${next.name}`)
    if (await page.locator('[role=dialog], [role=menu]').count()) await clickOpened(crawl, path, next)
    await page.keyboard.press('Escape')
    const left = new URL(page.url()).pathname !== path || (await page.locator('[role=dialog]').count()) > 0
    // What was deleted on the way is gone; everything else opens again.
    if (left && !(await open(crawl, href))) {
      await crawl.watched.found()
      return
    }
  }
}

const userOf = (farm: BrowserFarm, role: 'admin' | 'operator' | 'helpdesk' | 'auditor') =>
  role === 'admin' ? admin : farm.users[role]

for (const role of ['helpdesk', 'auditor', 'operator', 'admin'] as const) {
  test(`whatever the ${role} clicks works, leads somewhere, and is allowed`, async ({ page, farm }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await signInAs(page, userOf(farm, role))
    const crawl: Crawl = {
      page,
      watched: watch(page),
      screens: new Map([['/overview', '/overview']]),
      checked: new Set(),
      clicks: 0,
    }
    // A map is walked in the order in which it grows.
    for (const href of crawl.screens.values()) await visit(crawl, href)
    test.info().annotations.push({
      type: 'crawl',
      description: `${role}: ${crawl.screens.size} screens, ${crawl.clicks} clicks, ${crawl.checked.size} links`,
    })
    console.log(test.info().annotations.at(-1)?.description)
    expect(crawl.screens.size).toBeGreaterThan(5)
  })
}
