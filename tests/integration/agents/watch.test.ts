import { request } from 'node:http'
import { createTRPCClient, httpSubscriptionLink } from '@trpc/client'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Nudge } from '~/protocol/check-in'
import { AGENT_BASE, AGENT_ROUTES } from '~/protocol/routes'
import { retireHost } from '~/server/services/retire-host'
import type { AgentRouter } from '~/server/trpc/routers/agent'
import { EventSourceOverHttp } from '~/tests/support/event-source'
import { publish } from '~/tests/support/publish'
import { CLI, createTestFarm, type EnrolledHost, listing, type TestFarm } from '~/tests/support/test-farm'
import { until } from '~/tests/support/until'

let farm: TestFarm
beforeAll(async () => {
  farm = await createTestFarm()
})
afterAll(() => farm.close())

interface Stream {
  text(): string
  isClosed(): boolean
  cut(): void
}

/** Reads the stream as bytes. */
async function open(host: EnrolledHost): Promise<Stream> {
  let text = ''
  let closed = false
  const call = request(farm.origin + AGENT_ROUTES.watch, {
    headers: { authorization: `Bearer ${host.credential}` },
  })
  call.on('error', () => {})
  call.on('response', (response) => {
    response.setEncoding('utf8').on('data', (chunk) => {
      text += chunk
    })
    response.on('error', () => {})
    response.on('close', () => {
      closed = true
    })
  })
  call.end()
  const stream = { text: () => text, isClosed: () => closed, cut: () => void call.destroy() }
  await until('the stream to begin', () => text.includes('data: {"revision"'))
  return stream
}

describe('the stream of nudges', () => {
  test('is understood by the real tRPC client: first where the farm stands, then each change', async () => {
    const host = await farm.enrol('CLIENT')
    const seen: Nudge[] = []
    const client = createTRPCClient<AgentRouter>({
      links: [
        httpSubscriptionLink({
          url: `${farm.origin}${AGENT_BASE}`,
          EventSource: EventSourceOverHttp,
          eventSourceOptions: { headers: { authorization: `Bearer ${host.credential}` } },
        }),
      ],
    })
    const subscription = client.watch.subscribe(undefined, { onData: (nudge) => seen.push(nudge) })
    await until('the first nudge', () => seen.length > 0)
    const revision = await publish(farm, [listing(['softphone.exe'])])
    await until('the nudge of the revision', () => seen.length > 1)
    expect(seen).toEqual([
      { revision: revision - 1, slotWindowMs: 0 },
      { revision, slotWindowMs: 0 },
    ])
    subscription.unsubscribe()
    await until('the stream to be forgotten', () => farm.ctx.nudges.size === 0)
  })

  test('says nothing to a host that a revision does not change', async () => {
    const [sales, calls] = [
      await farm.enrol('SALES', { group: 'Sales' }),
      await farm.enrol('CALLS', { group: 'Call centre' }),
    ]
    const streams = [await open(sales), await open(calls)]
    const before = streams.map((stream) => stream.text())
    await publish(farm, [
      listing(['softphone.exe']),
      listing(['crm.exe'], {
        name: 'Sales',
        priority: 2,
        settings: { VirtualLoopbackPortExclusion: [443] },
        filters: [{ type: 'DesktopGroup', mode: 'Allow', enabled: true, value: 'Sales' }],
      }),
    ])
    await until('the nudge of Sales', () => streams[0]?.text() !== before[0])
    expect(streams[1]?.text()).toBe(before[1])
    for (const stream of streams) stream.cut()
  })

  test('of one host is kept twice at most: the oldest one gives way', async () => {
    const host = await farm.enrol('THRICE')
    const [first, second, third] = [await open(host), await open(host), await open(host)]
    await until('the oldest stream to end', () => first.isClosed())
    expect([second.isClosed(), third.isClosed()]).toEqual([false, false])
    expect(first.text()).toMatch(/event: return/)
    second.cut()
    third.cut()
    await until('the streams to be forgotten', () => farm.ctx.nudges.size === 0)
  })

  test('ends when its host is retired, and does not begin again', async () => {
    const host = await farm.enrol('RETIRED')
    const stream = await open(host)
    await retireHost(farm.ctx, CLI, { id: host.id, reason: 'scrapped' })
    await until('the stream to end', () => stream.isClosed())
    const again = await fetch(farm.origin + AGENT_ROUTES.watch, {
      headers: { authorization: `Bearer ${host.credential}` },
    })
    expect(again.status).toBe(401)
    expect(await again.json()).toMatchObject({ error: { data: { path: 'watch', code: 'UNAUTHORIZED' } } })
  })

  test('ends when the host enrols anew: its old credential may not listen', async () => {
    const host = await farm.enrol('REKEYED')
    const stream = await open(host)
    await farm.enrol('REKEYED', { machineId: host.machineId })
    await until('the stream to end', () => stream.isClosed())
  })
})

describe('the heartbeat', () => {
  test('comes every 20 seconds, to all streams from one timer', async () => {
    vi.useFakeTimers({ toFake: ['setInterval'] })
    const other = await createTestFarm().finally(() => {})
    const host = await other.enrol('BEATS')
    let text = ''
    const call = request(other.origin + AGENT_ROUTES.watch, {
      headers: { authorization: `Bearer ${host.credential}` },
    })
    call.on('error', () => {})
    call.on('response', (response) =>
      response.on('data', (chunk) => {
        text += chunk
      }),
    )
    call.end()
    await until('the stream to begin', () => text.includes('connected'))
    expect(text).not.toContain('event: ping')
    vi.advanceTimersByTime(20_000)
    await until('the ping', () => text.includes('event: ping'))
    call.destroy()
    vi.useRealTimers()
    await other.close()
  })
})
