import type { Page } from '@playwright/test'

/** One control of the page: what it is, what it is called, and the how-manieth of that name. */
export interface Clickable {
  key: string
  /** The scope it was looked for in. */
  within: string
  name: string
  /** In-app or export address of a link; null for what acts. */
  href: string | null
}

/** Ends the visit, or changes the words by which trouble is known. */
const LEAVE_ALONE = ['Sign out', 'Español']

/**
 * Everything shown within `scope` that takes a click and may be used; rows of a list are alike, so the first stands for
 * all. Marks each with its key, by which `control` finds it again.
 */
export async function clickables(page: Page, scope: string): Promise<Clickable[]> {
  return page.evaluate(
    ({ within, leave }) => {
      const roles = ['button', 'menuitem', 'menuitemcheckbox', 'menuitemradio', 'option', 'tab', 'switch']
      const controls = ['button', 'summary', 'a[href]', ...roles.map((role) => `[role=${role}]`)].join(', ')
      const seen = new Map<string, number>()
      const found = [...document.querySelectorAll(within)].flatMap((place) => [
        ...place.querySelectorAll(controls),
      ])
      return [...new Set(found)].flatMap((element) => {
        const row = element.closest('tbody tr')
        const body = row?.parentElement
        const further =
          body &&
          row &&
          ([...body.children].indexOf(row) > 0 || body.previousElementSibling?.matches('tbody'))
        const item = element.closest('li')
        const later = item?.parentElement && [...item.parentElement.children].indexOf(item) > 3
        const off = element.matches(':disabled, [aria-disabled=true], [aria-hidden=true] *, [data-at]')
        const shown = element.checkVisibility() && element.getClientRects().length > 0
        const name = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 80)
        if (!shown || off || further || later || leave.some((each) => name.includes(each))) return []
        // A dialog is often called as what opened it.
        const kind = `${within} ${element.tagName} ${element.getAttribute('role') ?? ''} ${name}`
        const nth = (seen.get(kind) ?? 0) + 1
        seen.set(kind, nth)
        const key = `${kind} ${nth}`
        element.setAttribute('data-crawl', key)
        return [{ key, within, name, href: element.getAttribute('href') }]
      })
    },
    { within: scope, leave: LEAVE_ALONE },
  )
}

export const control = (page: Page, key: string) =>
  page.locator(`[data-crawl=${JSON.stringify(key)}]`).first()
