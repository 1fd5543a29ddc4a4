import { signInAs } from '~/tests/support/browser'
import { expect, test } from './farm'

const EXPORT = `<?xml version="1.0" encoding="utf-8"?>
<Policies xmlns="PolicyData.xsd">
  <Computer>
    <Policy>
      <PolicyName>NAME</PolicyName>
      <Description>From the old farm</Description>
      <Enabled>True</Enabled>
      <Priority>1</Priority>
      <Settings>
        <Setting><Name>VirtualLoopbackSupport</Name><State>Enabled</State></Setting>
        <Setting>
          <Name>VirtualLoopbackPrograms</Name><State>Enabled</State>
          <Values><Value>softphone.exe</Value><Value>crm.exe</Value></Values>
        </Setting>
        <Setting><Name>ClipboardRedirection</Name><State>Disabled</State></Setting>
      </Settings>
      <Filters>
        <Filter>
          <Name>names</Name><Mode>Allow</Mode><Enabled>True</Enabled>
          <FilterType>ClientName</FilterType><FilterValue>PC-*</FilterValue>
        </Filter>
      </Filters>
    </Policy>
  </Computer>
</Policies>
`

test('an export of Citrix is imported, reviewed, taken into the draft, compared and published', async ({
  page,
  farm,
}) => {
  test.slow()
  const name = `Imported ${farm.prefix}`
  const { head } = await farm.client.policies.list.query()
  await signInAs(page, farm.users.operator)
  await page.goto('/policies/import')
  await page.getByLabel('Files', { exact: true }).setInputFiles({
    name: 'farm.xml',
    mimeType: 'text/xml',
    buffer: Buffer.from(EXPORT.replace('NAME', name)),
  })
  await page.getByRole('button', { name: 'Read and review' }).click()

  await expect(page).toHaveURL(/\/policies\/plans\/[0-9a-f]{64}$/)
  await expect(page.getByRole('region', { name: 'Changes to what is published' })).toContainText(name)
  await expect(page.getByRole('region', { name: /Not taken over/ })).toContainText('ClipboardRedirection')
  await expect(page.getByRole('region', { name: /Not taken over/ })).toContainText('farm.xml:15')
  await page.getByRole('button', { name: 'Take into the draft' }).click()

  await expect(page).toHaveURL(/\/policies\/publish$/)
  const changes = page.getByRole('region', { name: 'Changes' })
  await expect(changes).toContainText(name)
  await expect(changes).toContainText('softphone.exe')
  await page.getByLabel('Reason').fill('moved from the old farm')
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await expect(async () => {
    const after = await farm.client.policies.list.query()
    expect(after.head?.revision ?? 0).toBeGreaterThan(head?.revision ?? 0)
  }).toPass()

  await page.goto('/policies/plans')
  await expect(page.getByRole('row').filter({ hasText: 'farm.xml' })).toContainText(
    'Can no longer be applied',
  )
})

test('a plan is published exactly as it stands, from its page', async ({ page, farm }) => {
  const name = `Planned ${farm.prefix}`
  const text = EXPORT.replace('NAME', name)
  const base64 = Buffer.from(text).toString('base64')
  const files = [{ name: 'planned.xml', base64 }]
  const plan = await farm.client.policies.planImport.mutate({ files, as: 'add' })
  const hash = String(plan.hash)
  await signInAs(page, farm.users.operator)
  await page.goto(`/policies/plans/${hash}`)
  await expect(page.getByRole('region', { name: 'Changes to what is published' })).toContainText(name)
  await page.getByRole('button', { name: 'Publish plan' }).click()
  await expect(page.getByText('A reason is needed')).toBeVisible()
  await page.getByLabel('Reason').fill('as reviewed')
  await page.getByRole('button', { name: 'Publish plan' }).click()
  await expect(page).toHaveURL(/\/policies\/history\/\d+$/)
  await expect(page.getByText('as reviewed')).toBeVisible()
  const { appliedAs } = await farm.client.policies.storedPlan.query({ hash })
  const { policies } = await farm.client.policies.revision.query({ number: appliedAs ?? 0 })
  expect(policies.map((policy) => policy.name)).toContain(name)
})

test('a file that cannot be read is refused with its place, and what was typed stays', async ({
  page,
  farm,
}) => {
  await signInAs(page, farm.users.operator)
  await page.goto('/policies/import')
  await page.getByRole('radio', { name: 'Replaces all policies' }).click()
  await page.getByLabel('Files', { exact: true }).setInputFiles({
    name: 'cut.xml',
    mimeType: 'text/xml',
    buffer: Buffer.from(EXPORT.slice(0, 200)),
  })
  await page.getByRole('button', { name: 'Read and review' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'nothing was imported' })).toContainText(
    /cut\.xml:\d+:\d+/,
  )
  await expect(page.getByRole('radio', { name: 'Replaces all policies' })).toBeChecked()
})

test('policies are compared and exported, with what the format cannot say', async ({ page, farm }) => {
  const host = (at: number) => `${farm.prefix}0${at}`
  await signInAs(page, farm.users.auditor)
  await page.goto(`/policies/compare?kind=hosts&one=${host(1)}&other=${host(2)}`)
  await expect(page.getByRole('region', { name: `${host(1)} · ${host(2)}` })).toContainText('No difference.')

  await page.goto('/policies/export')
  await page.getByLabel('Format', { exact: true }).selectOption('yaml')
  await page.getByLabel('Policies of').selectOption('draft')
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(page.getByRole('textbox', { name: 'policies.yaml' })).toHaveValue(/policies:/)
  await expect(page.getByRole('region', { name: 'What the format cannot say' })).toContainText(
    'says everything',
  )
})
