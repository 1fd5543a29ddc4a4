import { afterEach, expect, it, vi } from 'vitest'
import { createApi } from './client'

afterEach(() => vi.unstubAllGlobals())

const asked = async (sessions: number) => {
  const seen: { method: string; url: string; body: unknown }[] = []
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    seen.push({ method: init.method ?? 'GET', url, body: init.body })
    return Response.json([{ result: { data: { rows: [] } } }])
  })
  const sessionIds = Array.from({ length: sessions }, () => crypto.randomUUID())
  await createApi().addresses.nowOf.query({ sessionIds })
  return { sessionIds, seen }
}

it('a short question is asked in the address', async () => {
  const { seen } = await asked(2)
  expect(seen).toMatchObject([{ method: 'GET' }])
})

it('a storm of logons is asked about in the body: no address is that long', async () => {
  const { seen, sessionIds } = await asked(100)
  expect(seen).toMatchObject([{ method: 'POST' }])
  expect(seen[0]?.url.length).toBeLessThan(200)
  expect(JSON.parse(String(seen[0]?.body))).toEqual({ 0: { sessionIds } })
})
