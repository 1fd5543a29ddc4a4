/** The calls answered by hand and the same calls through tRPC itself: one client, and answers that must not differ. */

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTRPCClient, httpLink, TRPCClientError } from '@trpc/client'
import { nodeHTTPRequestHandler } from '@trpc/server/adapters/node-http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CheckInInput } from '~/protocol/check-in'
import type { Report } from '~/protocol/report'
import { AGENT_BASE } from '~/protocol/routes'
import { createEnrolmentGuard } from '~/server/services/enrolment-guard'
import { type AgentRouter, agentRouter } from '~/server/trpc/routers/agent'
import { BOOT, openSession, report } from '~/tests/support/report'
import { createTestFarm, type EnrolledHost, enrolment, type TestFarm } from '~/tests/support/test-farm'

let farm: TestFarm
let host: EnrolledHost
let trpcServer: Server
let origins: { byHand: string; byTrpc: string }

beforeAll(async () => {
  farm = await createTestFarm()
  host = await farm.enrol('CONTRACT')
  const guard = createEnrolmentGuard(farm.clock)
  trpcServer = createServer(
    (req, res) =>
      void nodeHTTPRequestHandler({
        req,
        res,
        path: (req.url ?? '').split('?', 1)[0]?.slice(AGENT_BASE.length + 1) ?? '',
        router: agentRouter,
        createContext: () => ({
          services: farm.ctx,
          guard,
          authorization: req.headers.authorization,
          from: '127.0.0.1',
        }),
      }),
  )
  await new Promise<void>((resolve) => trpcServer.listen(0, '127.0.0.1', resolve))
  const port = (trpcServer.address() as AddressInfo).port
  origins = { byHand: farm.origin, byTrpc: `http://127.0.0.1:${port}` }
})
afterAll(async () => {
  trpcServer.close()
  await farm.close()
})

const client = (origin: string, credential: string | null = host.credential) =>
  createTRPCClient<AgentRouter>({
    links: [
      httpLink({
        url: `${origin}${AGENT_BASE}`,
        headers: credential === null ? {} : { authorization: `Bearer ${credential}` },
      }),
    ],
  })

/** What a client sees: the answer, or the error whole. */
async function seen(call: Promise<unknown>): Promise<unknown> {
  try {
    return { answer: await call }
  } catch (error) {
    if (!(error instanceof TRPCClientError) || !error.shape) throw error
    return { error: error.shape, status: error.shape.data.httpStatus }
  }
}

/** `next` is spread on purpose; all else must agree. */
function steady(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, part) => (key === 'next' ? 'NEXT' : part)))
}

async function bothSee(
  call: (agent: ReturnType<typeof client>) => Promise<unknown>,
  credential?: string | null,
): Promise<unknown> {
  const byHand = steady(await seen(call(client(origins.byHand, credential))))
  const byTrpc = steady(await seen(call(client(origins.byTrpc, credential))))
  expect(byHand).toEqual(byTrpc)
  return byHand
}

const checkIn = (more: object = {}) => {
  const known = farm.ctx.board.byId(host.id)
  return {
    v: 1,
    boot: BOOT,
    seq: known?.reportSeq ?? 0,
    generation: known?.wantedGeneration,
    hash: known?.wantedHash ?? undefined,
    ...more,
  } as CheckInInput
}

describe('the real tRPC client sees the same by hand and by tRPC', () => {
  test('when a host checks in that never reported, has nothing, is idle, or is behind', async () => {
    expect(await bothSee((agent) => agent.checkIn.mutate(checkIn()))).toMatchObject({
      answer: { same: true, reportFull: true },
    })
    const nothing = checkIn({ generation: undefined, hash: undefined })
    expect(await bothSee((agent) => agent.checkIn.mutate(nothing))).toMatchObject({
      answer: { same: false, reportFull: true, signed: { ticket: { hostId: host.id, generation: 1 } } },
    })
    await client(origins.byHand).report.mutate(report(1))
    expect(await bothSee((agent) => agent.checkIn.mutate(checkIn()))).toEqual({
      answer: { same: true, next: 'NEXT' },
    })
    expect(await bothSee((agent) => agent.checkIn.mutate(nothing))).toMatchObject({ answer: { same: false } })
  })

  test('when a report comes twice, or leaves a gap', async () => {
    const second = report(2, { opened: [openSession(7)] })
    await client(origins.byTrpc).report.mutate(second)
    expect(await bothSee((agent) => agent.report.mutate(second))).toEqual({ answer: { ack: 2 } })
    expect(await bothSee((agent) => agent.report.mutate(report(9)))).toEqual({
      answer: { ack: 2, reportFull: true },
    })
  })

  test('when the credential is absent, garbled or unknown', async () => {
    const unknown = `vfc1.${host.id}.${'x'.repeat(43)}`
    for (const credential of [null, 'garbled', unknown]) {
      expect(await bothSee((agent) => agent.checkIn.mutate(checkIn()), credential)).toMatchObject({
        status: 401,
        error: { data: { code: 'UNAUTHORIZED', path: 'checkIn', app: { code: 'wrong-credentials' } } },
      })
      expect(await bothSee((agent) => agent.report.mutate(report(3)), credential)).toMatchObject({
        status: 401,
      })
    }
  })

  const wrongCheckIns: Record<string, object> = {
    'an unknown member': { extra: 1 },
    'a newer version': { v: 2, extra: 1 },
    'version zero': { v: 0 },
    'a version in words': { v: 'one' },
    'a short boot': { boot: 'x' },
    'no boot': { boot: undefined },
    'a negative seq': { seq: -1 },
    'a fraction': { seq: 1.5 },
    'generation zero': { generation: 0 },
    'a generation out of range': { generation: 2_000_000_001 },
    'a hash too short': { hash: 'abc' },
    'a status too long': { status: 'x'.repeat(65) },
    'null for applied': { applied: null },
  }
  test.each(Object.entries(wrongCheckIns))('when a check-in holds %s', async (_what, wrong) => {
    const input = checkIn(wrong)
    expect(await bothSee((agent) => agent.checkIn.mutate(input))).toMatchObject({
      status: 400,
      error: { data: { code: 'BAD_REQUEST', app: { code: 'bad-input' } } },
    })
  })

  const wrongReports: Record<string, object> = {
    'an unknown member': { extra: true },
    'a session id out of range': { opened: [openSession(7, { id: 16_777_215 })] },
    'a grant': {
      opened: [
        openSession(7, {
          allocations: [
            {
              kind: 'granted',
              address: '10.0.0.9',
              network: '10.0.0.0/24',
              from: '2026-11-22T11:00:00.000Z',
            },
          ],
        }),
      ],
    },
    'an address that is none': {
      opened: [openSession(7, { prediction: { loopback: '300.1.1.1', by: 'none' } })],
    },
  }
  test.each(Object.entries(wrongReports))('when a report holds %s', async (_what, wrong) => {
    const input = { ...report(3), ...wrong } as Report
    expect(await bothSee((agent) => agent.report.mutate(input))).toMatchObject({
      status: 400,
      error: {
        data: {
          app: { code: 'bad-input', problems: [expect.objectContaining({ mend: expect.any(String) })] },
        },
      },
    })
  })

  test('when a host enrols with a token that is none', async () => {
    const input = enrolment('no token at all', 'NOBODY')
    expect(await bothSee((agent) => agent.enroll.mutate(input), null)).toMatchObject({
      status: 401,
      error: { data: { path: 'enroll', app: { code: 'wrong-credentials' } } },
    })
  })
})
