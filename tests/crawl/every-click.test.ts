import type { Page } from '@playwright/test'
import { admin, signInAs } from '~/tests/support/browser'
import { askToPublish } from '../browser/ask-to-publish'
import { type BrowserFarm, expect, test } from '../browser/farm'
import { type Clickable, clickables, control } from './clickable'
import { type Watch, watch } from './trouble'

/** Ends for a screen, for what one click opened on it, for what is gone back for, and the steps that lead there. */
const MOST = { screen: 120, opened: 60, again: 40, way: 3 }
/** What every list has: clicked on the first of a role's lists, and as one more kind on no other. */
const OF_EVERY_LIST = ['Views', 'Columns']
const CLICK_MS = 30_000
/** What was clicked before may have opened something after it had been looked for, or have drawn all anew. */
const COVERED_MS = 5_000
const POPUP = '[role=dialog], [role=menu]'

/** The clicks that led to a control, from the screen as it opens. */
type Way = readonly Clickable[]

interface Crawl {
  page: Page
  watched: Watch
  /** Screens by their pattern, each once; what is found on the way is added. */
  screens: Map<string, string>
  checked: Set<string>
  /** Controls by screen and key: what was there to click, and what was clicked. */
  found: Set<string>
  clicked: Set<string>
  /** Those that were no longer there when they were about to be clicked. */
  gone: Set<string>
  /** How each was come to first, by the same key. */
  ways: Map<string, { place: string; way: Way; clickable: Clickable }>
  /** Those that were gone back for. */
  lost: Set<string>
}

/** `/hosts/:id` of `/hosts/6f…`: screens of one kind are one screen. */
const patternOf = (path: string) => path.replace(/\/([0-9a-f-]{36}|[0-9a-f]{64}|\d+)(?=\/|$)/g, '/:id')
const ROLES = ['helpdesk', 'auditor', 'operator', 'admin'] as const
type Role = (typeof ROLES)[number]

const pathOf = (href: string) => new URL(href, 'http://here').pathname
/** Links that differ in values alone lead to the same: `/sessions?user=ana` and `/sessions?user=ben`. */
function kindOf(href: string): string {
  const { pathname, searchParams } = new URL(href, 'http://here')
  return `${patternOf(pathname)}?${[...searchParams.keys()].sort().join('&')}`
}

async function open(crawl: Crawl, href: string): Promise<boolean> {
  const answer = await crawl.page.goto(href)
  await expect(crawl.page.locator('h1').first()).toBeAttached()
  await crawl.watched.settled()
  return answer?.status() === 200
}

async function expectNoTrouble(crawl: Crawl, where: string): Promise<void> {
  await crawl.watched.settled()
  expect(await crawl.watched.found(), where).toEqual([])
}

async function follow(crawl: Crawl, path: string, all: readonly Clickable[]): Promise<void> {
  for (const href of all.flatMap((each) => (each.href?.startsWith('/') ? [each.href] : []))) {
    const pathname = pathOf(href)
    const pattern = patternOf(pathname)
    if (!pathname.startsWith('/api/') && !crawl.screens.has(pattern)) crawl.screens.set(pattern, href)
    const kind = kindOf(href)
    if (crawl.checked.has(kind)) continue
    crawl.checked.add(kind)
    const answer = await crawl.page.request.get(href)
    expect(answer.status(), `${path} -> ${href}`).toBe(200)
  }
}

const idOf = (place: string, { key, name }: Clickable) =>
  OF_EVERY_LIST.includes(name) ? name : `${place} ${key}`

/** The first that acts and was not clicked yet; all are noted as found, with the way that led to them. */
function nextOf(crawl: Crawl, place: string, all: readonly Clickable[], way: Way): Clickable | undefined {
  const acts = all.filter(({ href }) => href === null)
  for (const each of acts) {
    const id = idOf(place, each)
    crawl.found.add(id)
    if (!crawl.ways.has(id)) crawl.ways.set(id, { place, way, clickable: each })
  }
  return acts.find((each) => !crawl.clicked.has(idOf(place, each)))
}

async function click(crawl: Crawl, place: string, clickable: Clickable): Promise<void> {
  const id = idOf(place, clickable)
  crawl.clicked.add(id)
  if (!(await press(crawl, clickable))) {
    // Gone with what it stood in: it is clicked when it is met again, or was none of the screen's.
    if (crawl.gone.has(id)) crawl.found.delete(id)
    else crawl.clicked.delete(id)
    crawl.gone.add(id)
  }
  await expectNoTrouble(crawl, `${place}: ${clickable.name}`)
}

/** False when it is no longer there to be clicked. */
async function press(crawl: Crawl, { key, within }: Clickable): Promise<boolean> {
  const found = control(crawl.page, key)
  try {
    await found.click({ timeout: COVERED_MS })
  } catch {
    await closeAll(crawl)
    // What was drawn anew has lost its mark.
    if (!(await clickables(crawl.page, within)).some((each) => each.key === key)) return false
    await found.click({ timeout: CLICK_MS })
  }
  return true
}

const hasPopup = async ({ page }: Crawl) => (await page.locator(POPUP).count()) > 0

/** Escape closes the innermost first: a hint, a menu, the dialog under it. */
async function closeAll(crawl: Crawl): Promise<boolean> {
  for (let tries = 0; tries < 4 && (await hasPopup(crawl)); tries += 1) {
    await crawl.page.keyboard.press('Escape')
    await crawl.watched.settled()
  }
  return !(await hasPopup(crawl))
}

/** Clicks what a menu or dialog offers, one after the other, until one of them closes it or leads elsewhere. */
async function clickOpened(crawl: Crawl, place: string, way: Way): Promise<void> {
  const path = pathOf(crawl.page.url())
  const steps = [...way]
  for (let clicks = 0; clicks < MOST.opened && (await hasPopup(crawl)); clicks += 1) {
    const next = nextOf(crawl, place, await clickables(crawl.page, POPUP), [...steps])
    if (!next) return
    await click(crawl, place, next)
    steps.push(next)
    if (pathOf(crawl.page.url()) !== path) return
  }
}

/** What was seen on the way and is still to be clicked: the screen is opened anew, and the same way gone to it. */
async function clickLeft(crawl: Crawl, href: string, pattern: string): Promise<void> {
  for (let rounds = 0; rounds < MOST.again; rounds += 1) {
    const left = [...crawl.ways].find(
      ([id, { place }]) =>
        `${place} > `.startsWith(`${pattern} > `) &&
        crawl.found.has(id) &&
        !crawl.clicked.has(id) &&
        !crawl.lost.has(id),
    )
    if (!left || !(await open(crawl, href))) return
    const [id, { place, way, clickable }] = left
    // Once is enough: what is not there on its own way a second time was deleted, or done with.
    crawl.lost.add(id)
    if (!(await goWay(crawl, way))) continue
    if (!(await clickables(crawl.page, clickable.within)).some(({ key }) => key === clickable.key)) continue
    await click(crawl, place, clickable)
    if (await hasPopup(crawl))
      await clickOpened(crawl, inside(place, way[0] ?? clickable), [...way, clickable])
    await closeAll(crawl)
  }
}

async function goWay(crawl: Crawl, way: Way): Promise<boolean> {
  for (const step of way) {
    const all = await clickables(crawl.page, step.within)
    if (!all.some(({ key }) => key === step.key)) return false
    if (!(await press(crawl, step))) return false
    await crawl.watched.settled()
  }
  return true
}

/** What is opened is named by what opened it from the screen. */
const inside = (place: string, opener: Clickable) =>
  place.includes(' > ') ? place : `${place} > ${opener.name}`

/** The frame stands around every screen: its controls are clicked on the first. */
async function visit(crawl: Crawl, href: string, pattern: string, scope: string): Promise<void> {
  const { page } = crawl
  const path = pathOf(href)
  if (!(await open(crawl, href))) throw new Error(`${href} does not open`)
  await expectNoTrouble(crawl, href)
  let way: Way = []
  for (let clicks = 0; clicks < MOST.screen; clicks += 1) {
    const all = await clickables(page, scope)
    await follow(crawl, path, all)
    const next = nextOf(crawl, pattern, all, way)
    if (!next) break
    await click(crawl, pattern, next)
    if (await hasPopup(crawl)) await clickOpened(crawl, inside(pattern, next), [next])
    way = [...way, next].slice(-MOST.way)
    const left = !(await closeAll(crawl)) || pathOf(page.url()) !== path
    // What was deleted on the way is gone; everything else opens again.
    if (left && !(await open(crawl, href))) {
      await crawl.watched.found()
      return
    }
    if (left) way = []
  }
  await clickLeft(crawl, href, pattern)
}

/** A request that waits, while it does: what is clicked on other screens may outdate it. */
async function asked(farm: BrowserFarm, role: Role): Promise<[string, string][]> {
  if (role === 'helpdesk') return []
  const { id } = await askToPublish(farm, `Asked for ${role}`)
  return [['/rollouts/requests/:id', `/rollouts/requests/${id}`]]
}

const userOf = (farm: BrowserFarm, role: Role) => (role === 'admin' ? admin : farm.users[role])

for (const role of ROLES) {
  test(`whatever the ${role} clicks works, leads somewhere, and is allowed`, async ({ page, farm }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await signInAs(page, userOf(farm, role))
    const crawl: Crawl = {
      page,
      watched: watch(page),
      screens: new Map([['/overview', '/overview'], ...(await asked(farm, role))]),
      checked: new Set(),
      found: new Set(),
      clicked: new Set(),
      gone: new Set(),
      ways: new Map(),
      lost: new Set(),
    }
    // A map is walked in the order in which it grows.
    for (const [pattern, href] of crawl.screens) {
      const began = performance.now()
      const before = crawl.clicked.size
      await visit(crawl, href, pattern, pattern === '/overview' ? 'main, aside' : 'main')
      if (process.env.CRAWL_TELL) {
        const seconds = ((performance.now() - began) / 1_000).toFixed(1)
        console.log(`  ${pattern}: ${crawl.clicked.size - before} clicks, ${seconds} s`)
      }
    }
    const share = ((crawl.clicked.size / crawl.found.size) * 100).toFixed(0)
    const controls = `${crawl.clicked.size} of ${crawl.found.size} controls (${share} %)`
    if (process.env.CRAWL_TELL) {
      for (const id of crawl.found) if (!crawl.clicked.has(id)) console.log(`  not clicked: ${id}`)
    }
    console.log(`${role}: ${crawl.screens.size} screens, ${controls}, ${crawl.checked.size} links`)
    expect(crawl.screens.size).toBeGreaterThan(5)
  })
}
