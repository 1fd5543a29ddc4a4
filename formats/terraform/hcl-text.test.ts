import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readHcl } from './hcl'
import { hclString } from './hcl-text'

async function readBack(text: string) {
  const { resources } = await readHcl(
    'p.tf',
    `resource "citrix_policy" "a" {\n  name = ${hclString(text)}\n}\n`,
  )
  return resources[0]?.attributes.name
}

it.each(['{a}', '${{', '$${', '{if', '%%{', '%{'])(
  'reads $ and %s back as text, not as a template',
  async (rest) => {
    expect(await readBack(`$${rest}`)).toBe(`$${rest}`)
    expect(await readBack(`%${rest}`)).toBe(`%${rest}`)
  },
)

it('reads back any text of the symbols that templates are made of', async () => {
  const symbols = fc.string({ unit: fc.constantFrom('$', '%', '{', '}', '"', '\\', 'a', ' ') })
  await fc.assert(
    fc.asyncProperty(symbols, async (text) => {
      expect(await readBack(text)).toBe(text)
    }),
    { numRuns: 300 },
  )
})
