import type { Page } from '@playwright/test'
import { signInAs } from '~/tests/support/browser'
import { type BrowserFarm, expect, test } from '../browser/farm'

/** What ends the visit, and what other tests of the same farm count on. */
const LEAVE_ALONE = /^(Sign out|Move .*)$/
/** Clicks on one screen: enough for each of its controls once, and an end for a list. */
const MOST_CLICKS = 30
/** Rows of a list are alike: the first two stand for all. */
const ROWS = 2

/** Everything of the page that takes a click, by what it is called, but for further rows of lists. */
async function clickables(page: Page): Promise<{ at: number; name: string }[]> {
  return page.evaluate(
    ({ rows }) => {
      const isShown = (element: Element) => element.checkVisibility() && element.getClientRects().length > 0
      const all = [
        ...document.querySelectorAll('main button, main [role=button], main summary, main a[href]'),
      ]
      return all.flatMap((element, at) => {
        const row = element.closest('tr')
        const place = row?.parentElement ? [...row.parentElement.children].indexOf(row) : 0
        const leaves = element.matches('a[download], a[target]')
        if (!isShown(element) || leaves || place >= rows || element.closest('table button[data-at]'))
          return []
        element.setAttribute('data-click', String(at))
        return [{ at, name: element.getAttribute('aria-label') ?? element.textContent?.trim() ?? '' }]
      })
    },
    { rows: ROWS },
  )
}

/** What went wrong since it was last asked: failed calls, forbidden ones, and scripts that threw. */
function troubleOf(page: Page): () => string[] {
  let found: string[] = []
  page.on('pageerror', (error) => found.push(`script: ${error.message}`))
  page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (response.status() >= 500 || response.status() === 403 || response.status() === 404)
      found.push(`${response.status()} ${response.request().method()} ${pathname}`)
  })
  return () => {
    const now = found
    found = []
    return now
  }
}

async function start({ client, group }: BrowserFarm, mayPolicies: boolean): Promise<string[]> {
  const hosts = await client.hosts.list.query({ deliveryGroup: group })
  const screens = ['/overview', '/hosts', `/hosts/${hosts.rows[0]?.id}`, '/sessions', '/settings', '/gallery']
  return mayPolicies ? [...screens, '/policies', '/policies/history', '/what-if'] : screens
}

const OF_ROLE = {
  helpdesk: [],
  auditor: ['/audit'],
  operator: ['/enrolment', '/policies/publish'],
} as const

for (const role of ['helpdesk', 'auditor', 'operator'] as const) {
  test(`whatever the ${role} clicks works, leads somewhere, and is allowed`, async ({ page, farm }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await signInAs(page, farm.users[role])
    const trouble = troubleOf(page)
    for (const path of [...(await start(farm, role !== 'helpdesk')), ...OF_ROLE[role]]) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      expect(trouble(), path).toEqual([])
      const links = new Set<string>()
      for (const { at, name } of (await clickables(page)).slice(0, MOST_CLICKS)) {
        const control = page.locator(`[data-click="${at}"]`)
        if (LEAVE_ALONE.test(name) || (await control.count()) === 0 || !(await control.isVisible())) continue
        const href = await control.getAttribute('href')
        if (href) {
          if (href.startsWith('/')) links.add(href.replace(/#.*/, ''))
          continue
        }
        // A control that may not be used says so and does nothing.
        if ((await control.getAttribute('aria-disabled')) === 'true' || !(await control.isEnabled())) continue
        await control.click()
        await expect(page.getByRole('heading', { level: 1, includeHidden: true }).first()).toBeAttached()
        expect(trouble(), `${path}: ${name}`).toEqual([])
        await page.keyboard.press('Escape')
        if (new URL(page.url()).pathname !== path) break
      }
      for (const href of links) {
        const answer = await page.request.get(href)
        expect(answer.status(), `${path} -> ${href}`).toBe(200)
      }
    }
  })
}
