import { readFile } from 'node:fs/promises'
import { expect, test } from './farm'

test.use({ locale: 'es-ES' })

test('an operator who reads Spanish signs in, adds a program for one delivery group, sees it land, and finds who holds an address', async ({
  page,
  farm,
}) => {
  await page.goto('/sign-in')
  await page.getByLabel('Nombre de usuario').fill(farm.users.operator.username)
  await page.getByLabel('Contraseña').fill(farm.users.operator.password)
  await page.getByRole('button', { name: 'Iniciar sesión' }).click()
  await expect(page.getByRole('heading', { name: 'Resumen', level: 1 })).toBeVisible()

  const main = page.getByRole('navigation', { name: 'Principal' })
  await main.getByRole('link', { name: 'Directivas' }).click()
  await page.getByRole('button', { name: 'Nueva directiva' }).first().click()
  await page.getByRole('dialog').getByLabel('Nombre').fill('Centralita')
  await page.getByRole('button', { name: 'Crear directiva' }).click()
  await expect(page.getByRole('heading', { name: 'Centralita', level: 1 })).toBeVisible()
  await page.getByRole('button', { name: 'Agregar filtro' }).click()
  await page.getByRole('group', { name: 'Filtro 1' }).getByLabel('Valor').fill(farm.group)
  const programs = 'Lista de programas para bucle invertido de IP virtual'
  await page.getByRole('button', { name: `Definir en esta directiva: ${programs}`, exact: true }).click()
  const list = page.getByRole('group', { name: programs, exact: true })
  await list.getByLabel('Agregar un programa').fill('marcador.exe')
  await list.getByLabel('Agregar un programa').press('Enter')
  await page.getByRole('button', { name: 'Guardar borrador' }).click()
  await expect(page.getByText('Borrador guardado.')).toBeVisible()

  // Above what other tests gave the same group.
  const { policies } = await farm.client.policies.list.query()
  const mine = ({ name }: { name: string }) => name === 'Centralita'
  const ids = [...policies.filter(mine), ...policies.filter((policy) => !mine(policy))].map(({ id }) => id)
  await farm.client.policies.reorder.mutate({ ids })

  await page.getByRole('link', { name: 'Revisar y publicar' }).first().click()
  await page.getByLabel('Motivo').fill('La centralita usa un puerto fijo')
  await page.getByRole('button', { name: 'Publicar', exact: true }).click()
  await expect(page).toHaveURL(/\/hosts\?revision=\d+$/)
  await page.getByLabel('Grupo de entrega').selectOption(farm.group)
  const rows = page.getByRole('table', { name: 'Hosts' }).getByRole('row').filter({ hasText: farm.prefix })
  await expect(rows.filter({ hasText: 'Convergido' })).toHaveCount(farm.hosts)
  await rows.first().getByRole('link').first().click()
  const listed = page
    .getByRole('table', { name: 'Configuración resultante' })
    .getByRole('row', { name: new RegExp(programs) })
  await expect(listed).toContainText('marcador.exe')
  await expect(listed).toContainText('Aplicado')

  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog')
  await palette.getByRole('combobox').fill('127.0.0.2')
  await expect(palette.getByRole('option', { name: /127\.0\.0\.2/ }).first()).toBeVisible()
})

test('an auditor who reads Spanish exports what the last seven days changed', async ({ page, farm }) => {
  await page.goto('/sign-in')
  await page.getByLabel('Nombre de usuario').fill(farm.users.auditor.username)
  await page.getByLabel('Contraseña').fill(farm.users.auditor.password)
  await page.getByRole('button', { name: 'Iniciar sesión' }).click()
  await page.getByRole('navigation', { name: 'Principal' }).getByRole('link', { name: 'Auditoría' }).click()
  await page.getByLabel('Periodo').selectOption({ label: 'Últimos 7 días' })
  await expect(page).toHaveURL(/period=7-days/)
  await expect(page.getByRole('table', { name: 'Auditoría' }).getByRole('row').nth(1)).toBeVisible()
  const arriving = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Exportar CSV' }).click()
  const [, ...changes] = (await readFile(await (await arriving).path(), 'utf8')).trim().split('\n')
  expect(changes.length).toBeGreaterThan(0)
})
