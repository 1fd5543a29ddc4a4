import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { canonicalHostConfig } from '~/domain/host-config'
import { sha256 } from '~/protocol/hash'
import { signTicket } from '~/protocol/signature'
import { MAX_BUNDLE_BYTES, type SignedTicket } from '~/protocol/ticket'
import { type Hook, makeSigningKey } from './support/control-plane'
import { loopbackFor, Rig } from './support/rig'

let rig: Rig
afterEach(() => rig.stop())

/** A host at generation 2, told by `say` something it must not believe. */
async function told(say: (rig: Rig) => SignedTicket) {
  rig = await Rig.start()
  await rig.run()
  rig.plane.publish(loopbackFor('softphone.exe'))
  await rig.appliedGeneration(1)
  rig.plane.publish(loopbackFor('softphone.exe', 'crm.exe'))
  await rig.appliedGeneration(2)
  const signed = say(rig)
  rig.plane.host.signed = signed
  rig.plane.alter.checkIn = () => ({ same: false, next: 30, signed })
  rig.plane.nudge({ revision: 9, slotWindowMs: 0 })
  const report = await rig.eventually('the refusal', () =>
    rig.plane.reports.find((one) => one.applied?.refused),
  )
  return report.applied
}

const IN_FORCE = ['softphone.exe', 'crm.exe']

describe('a ticket that is not to be believed is refused, reported, and changes nothing', () => {
  const other = sha256('another bundle')
  const cases: [string, string, (rig: Rig) => SignedTicket][] = [
    [
      'an older generation',
      'ticket-older',
      ({ plane }) => plane.ticket(plane.host, { generation: 1, hash: other }),
    ],
    [
      'the same generation with another hash',
      'ticket-conflict',
      ({ plane }) => plane.ticket(plane.host, { generation: 2, hash: other }),
    ],
    [
      'another host',
      'ticket-host',
      ({ plane }) =>
        plane.ticket(plane.host, {
          generation: 3,
          hash: other,
          hostId: '00000000-0000-4000-8000-000000000001',
        }),
    ],
    [
      'a content that was changed after it was signed',
      'ticket-signature',
      ({ plane }) => {
        const signed = plane.ticket(plane.host, { generation: 3, hash: other })
        return { ...signed, ticket: { ...signed.ticket, generation: 4 } }
      },
    ],
    [
      'a key nobody vouched for, under the name of the farm’s',
      'ticket-signature',
      ({ plane }) =>
        signTicket(plane.ticket(plane.host, { generation: 3, hash: other }).ticket, makeSigningKey()),
    ],
    [
      'a key of another name',
      'ticket-key',
      ({ plane }) =>
        signTicket(plane.ticket(plane.host, { generation: 3, hash: other }).ticket, makeSigningKey('k9')),
    ],
  ]

  it.each(cases)('%s: %s', async (_, code, say) => {
    const applied = await told(say)
    expect(applied).toMatchObject({ generation: 2, refused: { code } })
    expect(await rig.driver.readBack()).toMatchObject({ VirtualLoopbackPrograms: IN_FORCE })
    await rig.eventually('the word in a check-in', () => rig.plane.checkIns.at(-1)?.status === code, 1_000)
  })

  it('takes back its refusal once a good ticket comes', async () => {
    await told(({ plane }) => plane.ticket(plane.host, { generation: 1, hash: other }))
    rig.plane.alter = {}
    const hash = rig.plane.publish(loopbackFor('scanagent.exe'), { nudge: false })
    rig.plane.host.signed = rig.plane.ticket(rig.plane.host, { generation: 3, hash })
    rig.plane.nudge({ revision: 10, slotWindowMs: 0 })
    await rig.appliedGeneration(3)
    const last = await rig.eventually('its report', () =>
      rig.plane.lastReport?.applied?.generation === 3 ? rig.plane.lastReport : null,
    )
    expect(last.applied?.refused).toBeUndefined()
  })

  it('does not follow new keys that come beside a ticket it refuses', async () => {
    const foreign = makeSigningKey('k9')
    await told(({ plane }) =>
      signTicket(plane.ticket(plane.host, { generation: 3, hash: other }).ticket, foreign),
    )
    const { keyId, publicKey } = foreign
    const signed = rig.plane.host.signed as SignedTicket
    rig.plane.alter.checkIn = () => ({ same: false, next: 30, signed, signingKeys: [{ keyId, publicKey }] })
    const before = rig.plane.checkIns.length
    await rig.eventually('two more check-ins', () => rig.plane.checkIns.length >= before + 2, 1_000)
    expect(rig.plane.checkIns.at(-1)?.status).toBe('ticket-key')
  })
})

describe('a farm that changes its keys', () => {
  it('is followed when a trusted key has signed the ticket beside the new ones', async () => {
    rig = await Rig.start()
    await rig.run()
    const next = makeSigningKey('k2')
    const keys = [rig.plane.key, next].map(({ keyId, publicKey }) => ({ keyId, publicKey }))
    rig.plane.alter.checkIn = (answer) => (answer.same ? answer : { ...answer, signingKeys: keys })
    rig.plane.publish(loopbackFor('softphone.exe'))
    await rig.appliedGeneration(1)
    const hash = rig.plane.publish(loopbackFor('crm.exe'), { nudge: false })
    rig.plane.host.signed = signTicket(rig.plane.ticket(rig.plane.host, { generation: 2, hash }).ticket, next)
    rig.plane.nudge({ revision: 2, slotWindowMs: 0 })
    await rig.appliedGeneration(2)
  })
})

describe('a bundle that is not the one the ticket names is refused, reported, and fetched again', () => {
  const good = canonicalHostConfig(loopbackFor('crm.exe'))
  const hash = sha256(good)
  const sealed = (body: Buffer, extra = {}): Hook => {
    return (_, response) => {
      response.writeHead(200, { ...rig.plane.sealHeaders(hash, 2), ...extra }).end(body)
      return true
    }
  }
  const gzip = { 'content-encoding': 'gzip' }
  const cases: [string, string, () => Hook][] = [
    ['one changed byte', 'bundle-hash', () => sealed(Buffer.from(good.replace('crm', 'crn')))],
    ['half of it', 'bundle-truncated', () => sealed(gzipSync(good).subarray(0, 40), gzip)],
    [
      'a connection that ends early',
      'bundle-truncated',
      () => (_, response) => {
        response.writeHead(200, { ...rig.plane.sealHeaders(hash, 2), 'content-length': '500' })
        response.write('{"v":1', () => response.socket?.end())
        return true
      },
    ],
    ['more than a bundle may have', 'bundle-too-large', () => sealed(Buffer.alloc(MAX_BUNDLE_BYTES + 1))],
    [
      'more than that once unpacked',
      'bundle-too-large',
      () => sealed(gzipSync(Buffer.alloc(64 * 1024 * 1024)), gzip),
    ],
    [
      'a seal by another key',
      'bundle-signature',
      () => (_, response) => {
        response.writeHead(200, rig.plane.sealHeaders(hash, 2, makeSigningKey())).end(good)
        return true
      },
    ],
    [
      'a seal for another revision',
      'bundle-signature',
      () => sealed(Buffer.from(good), { 'x-vipfarm-revision': '3' }),
    ],
    [
      'no seal',
      'bundle-seal',
      () => (_, response) => {
        response.writeHead(200).end(good)
        return true
      },
    ],
  ]

  it.each(cases)('%s: %s', async (_, code, hook) => {
    rig = await Rig.start()
    await rig.run()
    rig.plane.publish(loopbackFor('softphone.exe'))
    await rig.appliedGeneration(1)
    rig.plane.before.bundle = hook()
    rig.plane.publish(loopbackFor('crm.exe'))
    const report = await rig.eventually('the refusal', () =>
      rig.plane.reports.find((one) => one.applied?.refused),
    )
    expect(report.applied).toMatchObject({ generation: 1, refused: { generation: 2, code } })
    expect(await rig.driver.readBack()).toMatchObject({ VirtualLoopbackPrograms: ['softphone.exe'] })
    rig.plane.before.bundle = undefined
    await rig.eventually('the good one', () => rig.applied.at(-1)?.generation === 2, 500)
    expect(
      rig.plane.checkIns.some((one) => one.generation === 2 && one.applied === 1 && one.status === code),
    ).toBe(true)
  })

  it('says that the server does not have it, and asks again', async () => {
    rig = await Rig.start()
    await rig.run()
    const missing = rig.plane.publish(loopbackFor('crm.exe'), { nudge: false })
    const kept = rig.plane.bundles.get(missing)
    rig.plane.bundles.clear()
    rig.plane.nudge({ revision: 1, slotWindowMs: 0 })
    const report = await rig.eventually('the refusal', () =>
      rig.plane.reports.find((one) => one.applied?.refused),
    )
    expect(report.applied?.refused).toMatchObject({ code: 'bundle-missing' })
    if (kept) rig.plane.bundles.set(missing, kept)
    await rig.appliedGeneration(1)
  })

  it('refuses a sealed bundle that is no host config', async () => {
    rig = await Rig.start()
    await rig.run()
    const text = '{"v":2}'
    rig.plane.bundles.set(sha256(text), { text, revision: 1 })
    rig.plane.host.signed = rig.plane.ticket(rig.plane.host, { hash: sha256(text) })
    rig.plane.nudge({ revision: 1, slotWindowMs: 0 })
    const report = await rig.eventually('the refusal', () =>
      rig.plane.reports.find((one) => one.applied?.refused),
    )
    expect(report.applied?.refused).toMatchObject({ code: 'bundle-content' })
  })
})
