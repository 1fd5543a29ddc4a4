import type { Page } from '@playwright/test'
import { signInAs } from '~/tests/support/browser'
import { netstatOf } from '~/tests/support/captures'
import { expect, test } from './farm'

/** A program of the simulated desktops that no policy of these tests lists. */
const PROGRAM = 'scanagent.exe'

/** What a file holds: its text, so many times over. */
interface Held {
  name: string
  text: string
  times?: number
}

/** Lets files go over the place for them, as a mouse does. */
async function drop(page: Page, files: Held[]): Promise<void> {
  const dataTransfer = await page.evaluateHandle((given) => {
    const held = new DataTransfer()
    for (const { name, text, times = 1 } of given) {
      held.items.add(new File(Array<string>(times).fill(text), name, { type: 'text/plain' }))
    }
    return held
  }, files)
  const place = page.getByRole('region', { name: 'Drop captures here' })
  for (const event of ['dragenter', 'dragover', 'drop']) await place.dispatchEvent(event, { dataTransfer })
}

async function choose(page: Page, files: { name: string; text: string }[]): Promise<void> {
  const asked = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose files' }).click()
  const chosen = files.map(({ name, text }) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) }))
  await (await asked).setFiles(chosen)
}

test('two captures give a verdict, one click a draft, a publish the end of the clash, and agents close the finding', async ({
  page,
  farm,
}) => {
  test.slow()
  const policy = await farm.client.policies.create.mutate({
    name: `Scanning ${farm.prefix}`,
    description: '',
  })
  await signInAs(page)
  await page.goto('/discovery/captures')
  await drop(page, [
    { name: 'one-session.txt', text: netstatOf(PROGRAM, 4100, 9100) },
    { name: 'two-sessions.txt', text: netstatOf(PROGRAM, 7200, 9100) },
  ])
  await expect(page.getByText('3 rows, 0 rejected')).toHaveCount(2)
  const comparison = page.getByRole('region', { name: 'one-session.txt' })
  await expect(comparison.getByRole('table')).toContainText('two-sessions.txt')
  await expect(comparison).toContainText('Needs loopback')
  await comparison.getByRole('link', { name: PROGRAM }).click()

  const detail = page.getByRole('dialog', { name: PROGRAM })
  await expect(detail.getByRole('list', { name: 'Why' })).toContainText('ask for the same port 9100')
  await expect(detail.getByRole('region', { name: 'Evidence' })).toContainText('one-session.txt, line 8')
  await detail.getByRole('button', { name: 'Put into a draft' }).click()
  const accept = page.getByRole('dialog', { name: `Put ${PROGRAM} into a policy` })
  await accept.getByLabel('Policy').selectOption(policy.id)
  await expect(accept.getByRole('region', { name: 'What changes' })).toContainText(`adds ${PROGRAM}`)
  await accept.getByRole('button', { name: 'Change the draft' }).click()
  await expect(detail.getByText('In a draft', { exact: true })).toBeVisible()

  await detail.getByRole('link', { name: 'Review and publish' }).click()
  await page.getByLabel('Reason').fill('The scan agent hard-codes its port')
  await page.getByRole('button', { name: 'Publish' }).click()
  await expect(page).toHaveURL(/\/hosts\?revision=\d+$/)
  await page.goto('/discovery?state=closed')
  await page.getByRole('button', { name: `Open what is known of ${PROGRAM}` }).click({ timeout: 60_000 })
  await expect(page.getByRole('dialog', { name: PROGRAM })).toContainText('Confirmed by agents')

  // The other tests begin with hosts that nobody lists anything for.
  const { version } = await farm.client.policies.get.query({ id: policy.id })
  await farm.client.policies.remove.mutate({ id: policy.id, version })
  const { head } = await farm.client.policies.list.query()
  const baseRevision = head?.revision ?? 0
  await farm.client.policies.publish.mutate({ baseRevision, reason: 'The test is over' })
})

test('what is no capture is refused by name, with the reason; what is put away asks why, can be taken back, and is found again', async ({
  page,
  farm,
}) => {
  await signInAs(page, farm.users.operator)
  await page.goto('/discovery/captures')
  await choose(page, [{ name: 'letter.txt', text: 'Dear colleague,\nno capture.\n' }])
  await expect(page.getByText('Refused: nothing of it was kept.')).toBeVisible()
  await expect(page.getByText(/No line of it has the shape of a known capture/)).toBeVisible()

  const program = `once${farm.prefix.toLowerCase()}.exe`
  await choose(page, [{ name: 'once.txt', text: netstatOf(program, 4100, 6123) }])
  await page.getByRole('link', { name: program }).click()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  const dialog = page.getByRole('dialog', { name: /^Dismiss the finding/ })
  await dialog.getByRole('button', { name: 'Dismiss' }).click()
  await expect(dialog.getByText('A reason is needed')).toBeVisible()
  const state = page.getByRole('dialog', { name: program })
  const dismiss = async () => {
    await dialog.getByLabel('Reason').fill('A test')
    await dialog.getByRole('button', { name: 'Dismiss' }).click()
    await expect(dialog).toBeHidden()
    await expect(state.getByText('Dismissed', { exact: true })).toBeVisible()
  }
  await dismiss()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(state.getByText('Open', { exact: true })).toBeVisible()
  await state.getByLabel('Snooze').selectOption('7')
  await expect(state.getByText('Snoozed', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(state.getByText('Open', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await dismiss()
  await page.goto(`/discovery?state=dismissed&q=${program}`)
  await expect(page.getByRole('table', { name: 'Findings' })).toContainText(program)
})

test('the help desk reads findings and may decide nothing', async ({ page, farm }) => {
  await signInAs(page, farm.users.helpdesk)
  await page.goto('/discovery/captures')
  await expect(page.getByRole('button', { name: 'Choose files' })).toHaveAttribute('aria-disabled', 'true')
})

test('an upload shows how far it is; cancelled on the way, it leaves nothing behind', async ({
  page,
  farm,
}) => {
  const cut = `cut-${farm.prefix}.txt`
  await signInAs(page, farm.users.operator)
  await page.goto('/discovery/captures')
  const line = await page.context().newCDPSession(page)
  const speed = (uploadThroughput: number) =>
    line.send('Network.emulateNetworkConditions', {
      ...{ offline: false, latency: 0, downloadThroughput: -1 },
      uploadThroughput,
    })
  // Slow enough that the file would be on its way for minutes.
  await speed(512 * 1_024)
  await drop(page, [{ name: cut, text: netstatOf('cutoff.exe', 4100, 9200), times: 150_000 }])
  const progress = page.getByRole('progressbar', { name: `Progress of ${cut}` })
  await expect.poll(() => progress.evaluate((bar: HTMLProgressElement) => bar.value)).toBeGreaterThan(0)
  await page.getByRole('button', { name: `Cancel the upload of ${cut}` }).click()
  await expect(page.getByText('Cancelled: nothing of it was kept.')).toBeVisible()
  await expect(progress).toBeHidden()

  await speed(-1)
  const whole = `whole-${farm.prefix}.txt`
  await drop(page, [{ name: whole, text: netstatOf('cutoff.exe', 4100, 9200) }])
  await expect(page.getByRole('region', { name: whole })).toBeVisible()
  await expect(page.getByRole('region', { name: cut })).toHaveCount(0)
})
