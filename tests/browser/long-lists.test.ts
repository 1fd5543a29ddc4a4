import type { Page } from '@playwright/test'
import { signInAs } from '~/tests/support/browser'
import { type BrowserFarm, expect, test } from './farm'

const PAGES = 4
const PAGE_ROWS = 2_500
/** The window, what is drawn ahead of it above and below, and the rest of the chunks that these begin in. */
const MOST_DRAWN = 300

/** Those of the first page are longer than those that follow, and shorter than those of the last. */
const nameOf = (page: number, row: number) => `user ${page}.${row}${SUFFIXES[page] ?? ''}`
const SUFFIXES: Record<number, string> = {
  0: ' of a department',
  [PAGES - 1]: ' of a department with a long name',
}

/** So that the words for it do not grow while the test runs. */
const LONG_AGO = { logonAt: '2020-01-01T00:00:00.000Z', from: '2020-01-01T00:00:00.000Z' }

/** What a row may be made of: as many rows as a fast scroll uncovers are made in each frame. */
const MOST_ELEMENTS = 32

/** Scrolls by some rows a frame, and counts how often the page asked for the size of something on the way. */
const sizesAskedInScroll = (page: Page) =>
  page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame)
    // What waits for the scroll to rest waits until it has ended, however slow the machine is.
    const { setTimeout: later } = window
    const held: (() => void)[] = []
    window.setTimeout = ((work: () => void) => 1e9 + held.push(work)) as unknown as typeof later
    const body = document.querySelector('main table')
    const drawn = new Promise<void>((done) => {
      const watch = new MutationObserver(() => {
        watch.disconnect()
        done()
      })
      if (body) watch.observe(body, { childList: true })
    })
    while ((await Promise.race([drawn.then(() => 'drawn'), frame()])) !== 'drawn') window.scrollBy(0, 120)
    await frame()
    await frame()
    let asked = 0
    const restore = [
      [Element.prototype, 'scrollWidth'] as const,
      [Element.prototype, 'clientWidth'] as const,
      [HTMLElement.prototype, 'offsetHeight'] as const,
    ].map(([owner, name]) => {
      const usual = Object.getOwnPropertyDescriptor(owner, name)
      if (!usual?.get) throw new Error(`${name} is no size`)
      const { get } = usual
      Object.defineProperty(owner, name, {
        ...usual,
        get() {
          asked += 1
          return get.call(this)
        },
      })
      return () => Object.defineProperty(owner, name, usual)
    })
    for (let step = 0; step < 30; step += 1) {
      window.scrollBy(0, 120)
      await frame()
    }
    for (const each of restore) each()
    window.setTimeout = later
    for (const work of held) work()
    return asked
  })

interface LongList {
  path: string
  procedure: string
  label: string
  search: string
  /** Any row, to make others of. */
  row: (farm: BrowserFarm) => Promise<object | undefined>
}

const LISTS: LongList[] = [
  {
    path: '/sessions',
    procedure: 'sessions.list',
    label: 'Sessions',
    search: 'User, host, program or address',
    row: async ({ client, prefix }) => (await client.sessions.list.query({ q: prefix })).rows[0],
  },
  {
    path: '/addresses/held',
    procedure: 'addresses.now',
    label: 'Held now',
    search: 'Address, user or host',
    row: async ({ client, prefix }) => (await client.addresses.now.query({ q: prefix })).rows[0],
  },
]

/** Answers for the server with page after page of made-up rows, each of a user of its own. */
async function makeUpRows(page: Page, procedure: string, row: object): Promise<void> {
  await page.route(new RegExp(`/api/trpc/[^?]*${procedure.replace('.', '\\.')}`), (route) => {
    const url = decodeURIComponent(route.request().url())
    const at = Number(/page-(\d+)/.exec(url)?.[1] ?? 0)
    const rows = Array.from({ length: PAGE_ROWS }, (_, index) => ({
      ...row,
      ...LONG_AGO,
      id: `made-up-${at}-${index}`,
      user: nameOf(at, index),
    }))
    const next = at + 1 < PAGES ? `page-${at + 1}` : null
    return route.fulfill({ json: [{ result: { data: { rows, next } } }] })
  })
}

for (const { path, procedure, label, search, row } of LISTS) {
  test(`of 10,000 rows in ${label} only those near the window are in the document`, async ({
    page,
    farm,
  }) => {
    test.slow()
    const any = await row(farm)
    if (!any) throw new Error('the farm has sessions')
    await makeUpRows(page, procedure, any)
    await signInAs(page)
    await page.goto(path)
    // What is searched for comes from the made-up server; the page itself came from the real one.
    await page.getByLabel(search).fill('user')
    const drawn = page.locator('[data-row]')
    const user = (name: string) => page.getByText(name, { exact: true })
    await expect(page).toHaveURL(/[?&]q=user/)
    await expect(user(nameOf(0, 0))).toBeVisible()
    const more = page.getByRole('button', { name: 'Load more' })
    const count = (pages: number) =>
      page.getByRole('status').filter({ hasText: new Intl.NumberFormat('en').format(pages * PAGE_ROWS) })
    for (let read = 1; read < PAGES; read += 1) {
      await expect(count(read)).toBeVisible()
      // Where it stands moves with the rows that are drawn on the way to it: it is not scrolled to.
      await more.evaluate((button: HTMLElement) => button.click())
    }
    await expect(count(PAGES)).toBeVisible()
    expect(await drawn.count()).toBeLessThan(MOST_DRAWN)
    const columns = () =>
      page
        .getByRole('columnheader')
        .evaluateAll((heads) => heads.map((head) => head.getBoundingClientRect().width))
    // What made a frame of a scroll too long: sizes that are asked for one by one, and pictures in each row.
    expect(await sizesAskedInScroll(page)).toBe(0)
    expect(await drawn.locator('svg').count()).toBe(0)
    const elements = await drawn.evaluateAll((rows) => rows.map((row) => row.querySelectorAll('*').length))
    expect(Math.max(...elements)).toBeLessThanOrEqual(MOST_ELEMENTS)
    const before = await columns()

    for (const [part, name] of [
      [0, nameOf(0, 0)],
      [0.5, null],
      [1, nameOf(PAGES - 1, PAGE_ROWS - 1)],
    ] as const) {
      const scroll = () =>
        page.evaluate((to) => window.scrollTo(0, to * document.documentElement.scrollHeight), part)
      await scroll()
      if (name === null) {
        // Rows that come and go do not move the columns.
        await expect(drawn.first()).not.toContainText(nameOf(0, 0))
        expect(await columns()).toEqual(before)
        continue
      }
      // A name that does not fit makes room for itself, and until then has a second line: the list is longer meanwhile.
      await expect(async () => {
        await scroll()
        await expect(user(name)).toBeInViewport({ timeout: 500 })
      }).toPass()
      await expect
        .poll(() => user(name).evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth))
        .toBe(true)
      expect(await drawn.count()).toBeLessThan(MOST_DRAWN)
    }
  })
}
