import { randomBytes } from 'node:crypto'
import { serverUrl, signInAs } from '~/tests/support/browser'
import { expect, test } from './farm'

test('a pool is made after a look at what it means, shown as a map, and an address kept for a user', async ({
  page,
  farm,
}) => {
  const octet = randomBytes(1)[0] ?? 0
  const name = `Pool ${farm.prefix}`
  await signInAs(page)
  await page.goto('/addresses')
  await page.getByRole('button', { name: 'New pool' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByLabel('Network').fill(`10.99.${octet}.7/24`)
  await dialog.getByRole('button', { name: 'See what this means' }).click()
  await expect(dialog.getByText(`Write 10.99.${octet}.0/24`)).toBeVisible()
  await dialog.getByLabel('Network').fill(`10.99.${octet}.0/24`)
  await dialog.getByRole('button', { name: 'See what this means' }).click()
  await expect(dialog.getByText('The pool will hold 254 addresses.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Save pool' }).click()
  await expect(dialog).toBeHidden()

  await page.getByRole('link', { name: `Open the pool ${name}` }).click()
  await expect(page.getByText('0 of 254 held').first()).toBeVisible()
  await page.getByRole('button', { name: `10.99.${octet}.5 · Free`, exact: true }).click()
  await page.getByRole('button', { name: 'Keep it for somebody' }).click()
  const keep = page.getByRole('dialog')
  await keep.getByLabel('For a user').last().fill('ana')
  await keep.getByLabel('Reason').fill('a phone knows it')
  await keep.getByRole('button', { name: 'Save' }).click()
  await expect(keep).toBeHidden()
  await expect(page.getByRole('button', { name: `10.99.${octet}.5 · Reserved · kept for ana` })).toBeVisible()
})

test('a pool that cannot be is refused in the reader’s words, with what was typed', async ({ page }) => {
  await signInAs(page)
  await page.context().addCookies([{ name: 'vipfarm-locale', value: 'es', url: serverUrl }])
  await page.goto('/addresses')
  await page.getByRole('button', { name: 'Nuevo grupo' }).click()
  const dialog = page.getByRole('dialog')
  const check = dialog.getByRole('button', { name: 'Ver el efecto' })
  await check.click()
  await expect(dialog.getByText('No puede estar vacío. Indique un valor.')).toHaveCount(2)
  await dialog.getByLabel('Nombre').fill('Reclamaciones')
  await dialog.getByLabel('Red', { exact: true }).fill('172.20.0.0/16')
  await dialog.getByLabel('Rangos').fill('172.20.0.9-172.20.0.3\n172.21.0.1')
  await dialog.getByLabel('Casi lleno desde, en %').fill('200')
  await check.click()
  for (const said of [
    '172.20.0.9-172.20.0.3: un rango no puede terminar antes de la dirección con la que empieza. Escriba 172.20.0.3-172.20.0.9.',
    '172.21.0.1: se sale de la red 172.20.0.0/16.',
    '200: un umbral es un porcentaje entero de 0 a 100. Lo habitual es 80 y 95.',
  ]) {
    await expect(dialog.getByText(said)).toBeVisible()
  }

  // More than an address of the web holds.
  const ranges = Array.from({ length: 256 }, (_, at) => `172.20.${at}.100-172.20.${at}.199`)
  await dialog.getByLabel('Rangos').fill(ranges.join('\n'))
  await dialog.getByLabel('Casi lleno desde, en %').fill('95')
  await check.click()
  await expect(dialog.getByText('El grupo tendrá 25.600 direcciones.')).toBeVisible()
})

test('the time machine says who holds an address, and the help desk gets its text in either language', async ({
  page,
  farm,
}) => {
  const { rows } = await farm.client.sessions.list.query({ q: farm.prefix, state: 'open' })
  const session = rows.find(({ observed }) => observed.length > 0)
  if (!session) throw new Error('the farm has sessions')
  const address = session.observed[0]?.address ?? ''
  await signInAs(page)
  await page.goto(`/addresses/then?address=${address}&host=${session.host}`)
  await expect(page.getByRole('table').first().getByText(session.host).first()).toBeVisible()
  await page.goto('/sessions')
  await page.getByRole('button', { name: 'Help-desk card' }).click()
  const card = page.getByRole('dialog')
  await card.getByRole('searchbox').fill(session.host)
  await expect(card.getByText('The host reports no error in its settings.').first()).toBeVisible()
  await card.getByRole('radio', { name: 'ES' }).click()
  await expect(
    card.getByText('El host no informa de ningún error en su configuración.').first(),
  ).toBeVisible()
})
