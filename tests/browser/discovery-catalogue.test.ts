import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { signInAs } from '~/tests/support/browser'
import { netstatOf } from '~/tests/support/captures'
import { expect, test } from './farm'

/** What a link of the page downloads. */
async function exported(page: Page, link: string): Promise<string> {
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: link }).click()
  return readFile(await (await download).path(), 'utf8')
}

test("a program of one's own is added, changed, exported, cited by a finding, and taken out again", async ({
  page,
  farm,
}) => {
  test.slow()
  const name = `Weighbridge ${farm.prefix}`
  const program = `weigh${farm.prefix.toLowerCase()}.exe`
  const advice = `List it with its display ${farm.prefix}.`
  await signInAs(page, farm.users.operator)
  await page.goto('/discovery/catalogue')
  await page.getByRole('button', { name: 'Add a program' }).click()
  const adding = page.getByRole('dialog', { name: 'Add a program' })
  await adding.getByLabel('Name').fill(name)
  await adding.getByLabel('Executables', { exact: true }).fill(program)
  await adding.getByLabel('Ports', { exact: true }).fill('port 6210')
  await adding.getByLabel('What to do').fill('List it.')
  await adding.getByRole('button', { name: 'Save' }).click()
  await expect(adding.getByText(/Ports are written as tcp 8194/)).toBeVisible()
  await adding.getByLabel('Ports', { exact: true }).fill('tcp 6210')
  await adding.getByRole('button', { name: 'Save' }).click()
  await expect(adding).toBeHidden()

  const row = page.getByRole('row', { name })
  await expect(row).toContainText('tcp 6210')
  await row.getByRole('button', { name: `Edit ${name}` }).click()
  const editing = page.getByRole('dialog', { name: `Edit ${name}` })
  await editing.getByLabel('What to do').fill(advice)
  await editing.getByRole('button', { name: 'Save' }).click()
  await expect(editing).toBeHidden()
  await expect(row).toContainText(advice)

  const entries: unknown = JSON.parse(await exported(page, 'Export JSON'))
  expect(entries).toContainEqual(
    expect.objectContaining({
      name,
      processes: [program],
      ports: [{ protocol: 'tcp', first: 6210, last: 6210 }],
    }),
  )
  const csv = (await exported(page, 'Export CSV')).split(/\r?\n/)
  expect(csv.find((line) => line.includes(name))).toMatch(new RegExp(`${program}.*tcp 6210`))

  await page.goto('/discovery/captures')
  const asked = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose files' }).click()
  const capture = { name: `${program}.txt`, mimeType: 'text/plain' }
  await (await asked).setFiles([{ ...capture, buffer: Buffer.from(netstatOf(program, 4100, 6210)) }])
  await page
    .getByRole('region', { name: `${program}.txt` })
    .getByRole('link', { name: program })
    .click()
  const detail = page.getByRole('dialog', { name: program })
  await expect(detail).toContainText(advice)
  await expect(detail.getByText(name, { exact: true })).toBeVisible()

  await page.goto(`/discovery/catalogue?q=${encodeURIComponent(name)}`)
  await row.getByRole('button', { name: `Take out ${name}` }).click()
  await expect(row).toHaveCount(0)
})

test('what the catalogue came with can be taken out, and comes back as it was', async ({ page }) => {
  await signInAs(page)
  await page.goto('/discovery/catalogue')
  const known = page.getByRole('row', { name: /^Zotero/ })
  const before = await known.innerText()
  await known.getByRole('button', { name: 'Take out Zotero' }).click()
  await expect(known).toContainText('taken out')
  await known.getByRole('button', { name: 'Bring Zotero back as it came' }).click()
  await expect(known.getByRole('button', { name: 'Take out Zotero' })).toBeVisible()
  expect(await known.innerText()).toBe(before)
})
