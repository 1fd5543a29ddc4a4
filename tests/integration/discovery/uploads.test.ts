import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { receiveCapture } from '~/server/services/discovery/receive-capture'
import type {
  ComparisonRow,
  FindingList,
  FindingView,
  ReceivedCapture,
} from '~/server/services/views/discovery-view'
import type { Page } from '~/server/services/views/page'
import { type AdminServer, type Browser, startAdminServer } from '~/tests/support/admin-server'
import { netstatOf } from '~/tests/support/captures'
import { collectGarbage } from '~/tests/support/collect-garbage'
import { CLI } from '~/tests/support/test-farm'

let server: AdminServer
let operator: Browser
beforeAll(async () => {
  server = await startAdminServer()
  await server.addUser('operator')
  await server.addUser('helpdesk')
  operator = await server.signedIn('operator')
})
afterAll(() => server.close())

interface Refusal {
  error: { code: string; message: string; problems?: { field: string; rule: string; mend: string }[] }
}

async function upload(text: BodyInit, query: Record<string, string> = {}, who = operator) {
  const path = `/api/captures?${new URLSearchParams({ name: 'capture.txt', ...query })}`
  const response = await who.fetch(path, { method: 'POST', body: text })
  const body = (await response.json()) as ReceivedCapture & Refusal
  return { status: response.status, body }
}

const inbox = async (state = 'open') =>
  (await operator.query<FindingList>('discovery.findings', { state })).data.rows
const comparisons = async () =>
  (await operator.query<Page<ComparisonRow>>('discovery.comparisons', {})).data.rows

describe('captures that are uploaded', () => {
  test('one says run a second instance; a second one of the same machine gives the verdict, with both rows', async () => {
    const first = await upload(netstatOf('ringer.exe', 4100, 5060), { name: 'one.txt' })
    expect(first).toMatchObject({ status: 200, body: { format: 'netstat-windows', rows: 3, rejected: 0 } })
    expect(await inbox()).toMatchObject([{ program: 'ringer.exe', verdict: 'seen-once' }])
    const { comparison } = first.body
    const second = await upload(netstatOf('ringer.exe', 7200, 5060), { name: 'two.txt', comparison })
    expect(second).toMatchObject({ status: 200, body: { comparison, findings: 1 } })
    const [row] = await inbox()
    expect(row).toMatchObject({
      program: 'ringer.exe',
      verdict: 'needs-loopback',
      confidence: 'high',
      reason: { code: 'fixed-loopback', values: { instances: 2, ports: '5060' } },
      ports: [{ protocol: 'tcp', port: 5060 }],
    })
    const { data } = await operator.query<FindingView>('discovery.finding', { id: row?.id })
    expect(data.content.evidence.map(({ file, line, pid }) => [file, line, pid])).toEqual([
      ['one.txt', 8, 4100],
      ['two.txt', 8, 7200],
    ])
    expect(data.sources).toEqual([{ comparison, name: 'one.txt' }])
  })

  test('a list of processes names what a capture without names shows, whichever comes first', async () => {
    const list =
      '"Image Name","PID","Session Name","Session#","Mem Usage"\r\n"biller.exe","4100","RDP-Tcp#1","3","10,000 K"\r\n'
    const named = await upload(list, { name: 'tasklist.csv', title: 'Billing' })
    expect(named.body).toMatchObject({ isSide: true, rows: 1 })
    const bare = netstatOf('x', 4100, 7070).replace(/^ \[.*\]\r\n|^ {2}RpcSs\r\n/gm, '')
    await upload(bare, { name: 'ano.txt', comparison: named.body.comparison })
    const found = (await comparisons()).find(({ name }) => name === 'Billing')
    expect(found?.findings).toContainEqual(
      expect.objectContaining({ program: 'biller.exe', verdict: 'seen-once' }),
    )
  })

  test('captures of two machines are refused, and nothing of the second is kept; said to be one, they are taken', async () => {
    const first = await upload(netstatOf('mixer.exe', 4100, 6060), { name: 'here.txt' })
    const { comparison } = first.body
    const elsewhere = netstatOf('mixer.exe', 9100, 6060, '10.9.9.9')
    const refused = await upload(elsewhere, { name: 'there.txt', comparison })
    expect(refused.status).toBe(400)
    expect(refused.body.error.message).toMatch(/10\.1\.0\.7.*10\.9\.9\.9.*share none/)
    const [kept] = await comparisons()
    expect(kept?.captures.map(({ name }) => name)).toEqual(['here.txt'])
    const taken = await upload(elsewhere, { name: 'there.txt', comparison, oneMachine: 'true' })
    expect(taken.status).toBe(200)
  })

  test.each([
    ['nothing', '', 'empty'],
    ['a program', `MZ\x90\0${'\0\x01\x02'.repeat(400)}`, 'Windows program|binary'],
    ['prose', 'Dear colleague,\nthis is no capture.\n', 'no line of it has the shape'],
  ])('%s is refused with the reason and what to give instead', async (_, text, why) => {
    const { status, body } = await upload(text, { name: 'odd.bin' })
    expect(status).toBe(400)
    expect(body.error.message).toMatch(new RegExp(why))
    expect(body.error.problems?.[0]).toMatchObject({
      field: 'file',
      mend: expect.stringContaining('capture'),
    })
  })

  test('hostile names of files and programs are kept as text, cut to a bound, without control characters', async () => {
    const name = `${'../'.repeat(200)}\u0000<script>alert(1)</script>\n=cmd|'/c calc'!A1.txt`
    const { body } = await upload(netstatOf('<img src=x onerror=alert(1)>.exe', 4100, 5061), { name })
    const found = (await comparisons()).find(({ id }) => id === body.comparison)
    expect(found?.captures[0]?.name).toHaveLength(255)
    expect(found?.captures[0]?.name).not.toMatch(/\p{Cc}/u)
    expect(found?.findings.map(({ program }) => program)).toContain('<img src=x onerror=alert(1)>.exe')
  })

  test('a file of 24 MB is read in bounded memory, and one that says it has more than 200 MB is refused unread', async () => {
    const rows =
      '  TCP    127.0.0.1:5060         0.0.0.0:0              LISTENING       4100\r\n [big.exe]\r\n'
    const before = process.memoryUsage().heapUsed
    const { status, body } = await upload(netstatOf('big.exe', 4100, 5060) + rows.repeat(270_000))
    expect(status).toBe(200)
    expect(body.rows).toBe(270_003)
    collectGarbage()
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 * 1024 * 1024)
    expect(await sendHeaders(300 * 1024 * 1024)).toBe(413)
  })

  test('a line of 32 MB is rejected by its number in bounded memory, and the rows around it are read', async () => {
    const junk = Buffer.alloc(1024 * 1024, 'x')
    const pieces = [netstatOf('around.exe', 4100, 5062), ...Array<Buffer>(32).fill(junk)]
    pieces.push(`\r\n${netstatOf('around.exe', 4100, 5063)}`)
    const body = new ReadableStream({
      pull(controller) {
        const piece = pieces.shift()
        if (piece === undefined) controller.close()
        else controller.enqueue(new Uint8Array(Buffer.from(piece)))
      },
    })
    const before = process.memoryUsage().rss
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit
    const response = await operator.fetch('/api/captures?name=line.txt', init)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ rows: 6, rejected: 1 })
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024)
  })

  test('an upload that is cancelled leaves nothing behind', async () => {
    const count = (await comparisons()).length
    const gone = new AbortController()
    // Each piece waits until the one before has left: the sender goes away in the middle.
    let pieces = 0
    const endless = new ReadableStream({
      async pull(controller) {
        await new Promise((resolve) => setImmediate(resolve))
        if (++pieces === 5) gone.abort()
        else controller.enqueue(new TextEncoder().encode(netstatOf('ghost.exe', 4100, 5060)))
      },
    })
    const path = '/api/captures?name=ghost.txt'
    const init = { method: 'POST', body: endless, duplex: 'half', signal: gone.signal } as RequestInit
    await expect(operator.fetch(path, init)).rejects.toThrow()
    expect(await comparisons()).toHaveLength(count)
    expect((await upload(netstatOf('after.exe', 1, 5060))).status).toBe(200)
  })

  test('a sender that goes away when all has left, before it is stored, leaves nothing behind either', async () => {
    const count = (await comparisons()).length
    const body = new Blob([netstatOf('late.exe', 4100, 5060)]).stream()
    const sent = receiveCapture(server.services, CLI, { name: 'late.txt' }, body, AbortSignal.abort())
    await expect(sent).rejects.toThrow('aborted')
    expect(await comparisons()).toHaveLength(count)
    expect((await inbox()).map(({ program }) => program)).not.toContain('late.exe')
  })

  test('only those who may edit policies upload; the help desk sees what came of it', async () => {
    const helpdesk = await server.signedIn('helpdesk')
    expect((await upload('x', {}, helpdesk)).status).toBe(403)
    expect((await helpdesk.query('discovery.findings', {})).status).toBe(200)
  })

  test('a comparison that is removed takes its findings with it', async () => {
    const { body } = await upload(netstatOf('leaver.exe', 4100, 5060))
    expect((await inbox()).map(({ program }) => program)).toContain('leaver.exe')
    await operator.mutate('discovery.removeComparison', { id: body.comparison })
    expect((await inbox()).map(({ program }) => program)).not.toContain('leaver.exe')
  })
})

describe('what people decide of a finding', () => {
  const twice = async (program: string, port: number) => {
    const { body } = await upload(netstatOf(program, 4100, port))
    await upload(netstatOf(program, 7200, port), { comparison: body.comparison })
    const row = (await inbox()).find((one) => one.program === program)
    return { id: row?.id ?? '', comparison: body.comparison }
  }

  test('dismissed, it stays away while more rows say the same, and comes back with another port', async () => {
    const { id, comparison } = await twice('nagger.exe', 5070)
    expect((await operator.mutate('discovery.dismiss', { id, reason: '' })).status).toBe(400)
    await operator.mutate('discovery.dismiss', { id, reason: 'One user at a time' })
    await upload(netstatOf('nagger.exe', 9300, 5070), { comparison })
    expect((await inbox()).map((row) => row.id)).not.toContain(id)
    await upload(netstatOf('nagger.exe', 4100, 5071), { comparison, name: 'three.txt' })
    await upload(netstatOf('nagger.exe', 7200, 5071), { comparison, name: 'four.txt' })
    expect((await inbox()).map((row) => row.id)).toContain(id)
  })

  test('snoozed until tomorrow it is not in the inbox; a time that is over is refused', async () => {
    const { id } = await twice('sleeper.exe', 5080)
    const past = await operator.mutate('discovery.snooze', { id, until: '2020-01-01T00:00:00Z' })
    expect(past.error?.problems?.[0]?.field).toBe('until')
    const until = new Date(Date.now() + 86_400_000).toISOString()
    await operator.mutate('discovery.snooze', { id, until })
    expect((await inbox()).map((row) => row.id)).not.toContain(id)
    await operator.mutate('discovery.reopen', { id })
    expect((await inbox()).map((row) => row.id)).toContain(id)
  })

  test('accepted, the program is in the draft with its switch on, once; the record says who did it', async () => {
    const { id } = await twice('joiner.exe', 5090)
    const policy = await operator.mutate<{ id: string }>('policies.create', { name: 'Taken in' })
    const policyId = policy.data.id
    const first = await operator.mutate('discovery.accept', { id, policyId })
    expect(first.data).toMatchObject({
      changes: [
        { setting: 'VirtualLoopbackSupport', value: true },
        { setting: 'VirtualLoopbackPrograms', add: ['joiner.exe'] },
      ],
    })
    expect((await operator.mutate('discovery.accept', { id, policyId })).data).toMatchObject({ changes: [] })
    const draft = await operator.query<{ settings: object }>('policies.get', { id: policyId })
    expect(draft.data.settings).toEqual({
      VirtualLoopbackSupport: true,
      VirtualLoopbackPrograms: ['joiner.exe'],
    })
    expect(await inbox('accepted')).toMatchObject([{ id }])
    const told = await server.database.prisma.auditEvent.count({
      where: { action: 'finding.accept', objectId: id },
    })
    expect(told).toBe(2)
  })
})

/** The status that headers alone get, for a body of this many bytes. */
function sendHeaders(bytes: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const call = request(`${server.url}/api/captures?name=huge.txt`, {
      method: 'POST',
      headers: { origin: server.url, cookie: operator.cookie ?? '', 'content-length': bytes },
    })
    call.on('response', (response) => {
      resolve(response.statusCode)
      call.destroy()
    })
    call.on('error', reject)
    call.flushHeaders()
  })
}
