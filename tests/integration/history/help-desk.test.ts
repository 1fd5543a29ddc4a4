import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkText } from '~/components/sessions/discrepancy'
import { cardText } from '~/components/sessions/help-desk-text'
import { messagesFor } from '~/locales/catalogue'
import { formatFor } from '~/locales/format'
import type { Locale } from '~/locales/locale'
import { helpDeskCards } from '~/server/services/help-desk-card'
import { ingestReport } from '~/server/services/ingest-report'
import { publish } from '~/tests/support/publish'
import { openSession, report } from '~/tests/support/report'
import { createTestFarm, type EnrolledHost, listing, type TestFarm } from '~/tests/support/test-farm'

let farm: TestFarm
let desk: EnrolledHost
let other: EnrolledHost

const FAILED = {
  setting: 'VirtualLoopbackPrograms' as const,
  state: 'failed' as const,
  since: '2026-11-22T11:10:00.000Z',
  code: 'access-denied',
  message: 'access to the key is denied',
}

const COULD_NOT_BIND = {
  program: 'softphone.exe',
  protocol: 'tcp' as const,
  listening: true,
  failed: true as const,
  local: { address: '127.0.0.1', port: 5060 },
}
const BRIDGE = {
  program: 'ctibridge.exe',
  protocol: 'tcp' as const,
  listening: false,
  local: { address: '127.0.0.1', port: 49516 },
  remote: { address: '127.0.0.1', port: 5060 },
}
const OUTSIDE = {
  ...BRIDGE,
  program: 'notes.exe',
  local: { address: '10.0.0.5', port: 49517 },
  remote: { address: '10.0.0.9', port: 443 },
}

beforeAll(async () => {
  farm = await createTestFarm()
  desk = await farm.enrol('DESK1')
  other = await farm.enrol('DESK2')
  await publish(farm, [listing(['softphone.exe', 'crm.exe'])])
  const board = farm.ctx.board.byId(desk.id)
  const applied = {
    generation: board?.wantedGeneration ?? 0,
    hash: board?.wantedHash ?? '',
    items: [FAILED],
    effective: {},
  }
  const opened = [openSession(7, { user: 'Ana', clientName: 'DESK-PC' }), openSession(8, { user: 'ben' })]
  await ingestReport(farm.ctx, desk.id, report(1, { applied, opened }))
  // Virtual loopback is off here: 127.0.0.1 is what was predicted, and what two sessions cannot both have.
  const broken = openSession(12, {
    user: 'pau',
    prediction: { loopback: null, reason: 'switch-off', by: 'none' },
    allocations: [
      { kind: 'observed', address: '127.0.0.1', network: 'loopback', from: '2026-11-22T11:00:00.000Z' },
    ],
    sockets: [COULD_NOT_BIND, BRIDGE, OUTSIDE],
  })
  await ingestReport(farm.ctx, other.id, report(1, { opened: [openSession(9, { user: 'ana' }), broken] }))
})
afterAll(() => farm.close())

const found = async (q: string) =>
  (await helpDeskCards(farm.ctx, { q })).cards.map(({ host, number }) => `${host} ${number}`).sort()

describe('the card of what somebody pasted', () => {
  it.each([
    ['a user, in any case', 'ANA', ['DESK1 7', 'DESK2 9']],
    ['a host', 'desk1', ['DESK1 7', 'DESK1 8']],
    ['a client', 'desk-pc', ['DESK1 7']],
    ['an address', '127.0.0.9', ['DESK1 8']],
    ['an address that nobody holds', '127.0.0.99', []],
    ['what looks like an address and is none', '999.1.1.1', []],
    ['a part of a name', 'an', []],
    ['quotes', "ana' OR true --", []],
  ])('finds sessions by %s', async (_what, q, sessions) => {
    expect(await found(q)).toEqual(sessions)
  })

  it('holds the session, its addresses, the listed programs and the last error of its host', async () => {
    const { cards, cut } = await helpDeskCards(farm.ctx, { q: '127.0.0.8' })
    expect(cut).toBe(false)
    expect(cards).toMatchObject([
      {
        user: 'Ana',
        host: 'DESK1',
        number: 7,
        predicted: { address: '127.0.0.8' },
        listed: ['softphone.exe', 'crm.exe'],
        lastError: { setting: 'VirtualLoopbackPrograms', code: 'access-denied', message: FAILED.message },
      },
    ])
  })

  it('says of a host that has told nothing that there is nothing', async () => {
    const { cards } = await helpDeskCards(farm.ctx, { q: 'DESK2' })
    expect(cards).toHaveLength(2)
    for (const card of cards) expect(card).toMatchObject({ listed: [], lastError: null })
  })

  it.each<[Locale, string]>([
    ['en', 'softphone.exe 127.0.0.1:5060 (TCP)'],
    ['es', 'softphone.exe 127.0.0.1:5060 (TCP)'],
  ])('says in %s what could not bind, and not that all agrees', async (locale, bind) => {
    const [card] = (await helpDeskCards(farm.ctx, { q: 'pau' })).cards
    if (!card) throw new Error('no card')
    expect(card).toMatchObject({ discrepancy: null, unlisted: ['ctibridge.exe', 'softphone.exe'] })
    const t = messagesFor(locale)
    const text = cardText(card, t, formatFor(locale))
    expect(text).not.toContain(t.sessions.card.agrees)
    expect(text).toContain(t.sessions.card.agreesBut)
    expect(text).toContain(t.sessions.card.failedBinds(bind))
    expect(text).toContain(t.pools.card.unlisted(formatFor(locale).list(card.unlisted)))
    expect(checkText(card, t)).toBe(t.sessions.agreesBut(1))
    const whole = { ...card, failedBinds: [], unlisted: [] }
    expect(cardText(whole, t, formatFor(locale))).toContain(t.sessions.card.agrees)
    expect(checkText(whole, t)).toBe(t.sessions.agrees)
  })

  it.each<[Locale, string]>([
    ['en', 'Windows denied the access'],
    ['es', 'Windows denegó el acceso'],
  ])('becomes text in %s', async (locale, meaning) => {
    const [card] = (await helpDeskCards(farm.ctx, { q: '127.0.0.8' })).cards
    if (!card) throw new Error('no card')
    const text = cardText(card, messagesFor(locale), formatFor(locale))
    for (const part of ['Ana', 'DESK1', '127.0.0.8', 'softphone.exe']) expect(text).toContain(part)
    expect(text.split('\n').length).toBeGreaterThan(4)
    const words = messagesFor(locale).pools.card
    expect(text).toContain(
      words.lastError(`VirtualLoopbackPrograms · access-denied · ${meaning} · access to the key is denied`),
    )
    const leased = { address: '10.30.0.78', network: '10.30.0.0/24' }
    const virtualIps = ['granted', 'observed'].map((kind) => ({ ...leased, kind }))
    const both = cardText({ ...card, virtualIps }, messagesFor(locale), formatFor(locale))
    expect(both.split('\n')).toContain(messagesFor(locale).sessions.card.virtualIps('10.30.0.78'))
    expect(messagesFor('en').pools.card.noError).not.toBe(messagesFor('es').pools.card.noError)
  })
})
