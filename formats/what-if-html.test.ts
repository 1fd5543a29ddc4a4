import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import { whatIf } from '~/domain/what-if'
import { plainText, policies } from '~/tests/golden/import/random-policies'
import { whatIfHtml } from './what-if-html'

const host = {
  name: '<script>alert(1)</script>',
  os: { family: 'windows' as const, version: 'Windows Server 2022 "x"' },
  tags: ['<img src=x onerror=alert(1)>', '\u202egnp.exe'],
  ou: "OU=a'b,DC=x",
}

/** The page as XML: every element it has, and that it is well formed. */
function elementsOf(page: string) {
  const elements: { name: string; attributes: Record<string, string> }[] = []
  const parser = new SaxesParser<{ xmlns: false }>({ xmlns: false })
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => elements.push({ name, attributes }))
  parser.write(page.replace('<!doctype html>', '').replace(/<meta([^>]*)>/g, '<meta$1/>')).close()
  return elements
}

describe('the what-if page', () => {
  it('escapes whatever policies, hosts and users are called', () => {
    fc.assert(
      fc.property(policies, plainText(60), (list, user) => {
        const answer = whatIf({
          policies: list,
          host,
          sessions: [{ id: 7, user }],
          user: { user, clientIp: '10.0.0.1' },
        })
        const elements = elementsOf(whatIfHtml(answer))
        const names = new Set(elements.map(({ name }) => name))
        for (const dangerous of ['script', 'img', 'iframe', 'object', 'link', 'form', 'a'])
          expect(names).not.toContain(dangerous)
        for (const { attributes } of elements) {
          expect(Object.keys(attributes).filter((key) => /^on|^src$|^href$|^style$/.test(key))).toEqual([])
        }
      }),
      { numRuns: 100 },
    )
  })

  it('stands alone: a policy that forbids all fetching, inline style, both themes, print', () => {
    const page = whatIfHtml(whatIf({ policies: [], host, sessions: [] }))
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
    expect(page).toContain('prefers-color-scheme: dark')
    expect(page).toContain('@media print')
    expect(page).not.toMatch(/https?:|url\(|@import/)
  })

  it('shows marks that turn the direction of text for what they are', () => {
    expect(whatIfHtml(whatIf({ policies: [], host, sessions: [] }))).toContain('&lt;U+202E&gt;gnp.exe')
  })

  it('is the same bytes for the same answer', () => {
    const answer = whatIf({ policies: [], host, sessions: [{ id: 1 }] })
    expect(whatIfHtml(answer)).toBe(whatIfHtml(answer))
  })
})
