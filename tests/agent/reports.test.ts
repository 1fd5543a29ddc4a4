import { afterEach, describe, expect, it } from 'vitest'
import { OUTBOX_FILE } from '~/agent/outbox/outbox'
import { readOutbox } from '~/agent/outbox/outbox-file'
import { memoryStorage } from '~/agent/storage/memory'
import { answerError } from './support/control-plane'
import { loopbackFor, Rig } from './support/rig'

let rig: Rig
afterEach(() => rig.stop())

const DAY = 86_400_000

async function running(options = {}) {
  rig = await Rig.start(options)
  await rig.run()
  await rig.eventually('the first report', () => rig.plane.reports.length > 0)
  return rig
}

/** Logs somebody on, and lets the driver say so. */
function logon() {
  const session = rig.driver.sessions.logon()
  if (!session) throw new Error('the host is full')
  rig.lookNow()
  return session
}

describe('reports', () => {
  it('start at 1 with a full one that tells what the host is', async () => {
    await running()
    expect(rig.plane.reports[0]).toMatchObject({
      seq: 1,
      full: true,
      facts: { name: 'CTI01', os: { family: 'windows' } },
      applied: { generation: 0 },
      opened: [],
    })
  })

  it('tell of a logon and a logoff, each once', async () => {
    await running()
    const session = logon()
    await rig.eventually('the logon', () => rig.plane.lastReport?.opened[0]?.id === session.id)
    rig.driver.sessions.logoff(session.id)
    rig.lookNow()
    await rig.eventually('the logoff', () => rig.plane.lastReport?.closed[0]?.id === session.id)
    expect(rig.plane.reports.map((report) => report.seq)).toEqual([1, 2, 3])
    rig.lookNow()
    rig.clock.advance(1_000)
    expect(rig.plane.reports).toHaveLength(3)
  })

  it('move a session to its own address when its programs are listed, and let the shared one go', async () => {
    await running()
    const session = logon()
    rig.plane.publish(
      loopbackFor(
        'softphone.exe',
        'ctibridge.exe',
        'crm.exe',
        'crmhelper.exe',
        'scanagent.exe',
        'terminal.exe',
      ),
    )
    const own = `127.0.0.${session.id + 1}`
    const told = await rig.eventually('the move', () => {
      const seen = rig.plane.lastReport?.opened[0]
      return (
        seen?.prediction.loopback === own && seen.allocations.some((one) => one.kind === 'observed') && seen
      )
    })
    expect(told.prediction).toEqual({ loopback: own, by: 'simulated' })
    expect(new Set(told.allocations.map((one) => `${one.kind} ${one.address}`))).toEqual(
      new Set([`computed ${own}`, `observed ${own}`]),
    )
  })

  it('date the addresses of a session alike before and after a restart of the agent', async () => {
    await running()
    rig.plane.publish(loopbackFor('softphone.exe'))
    await rig.appliedGeneration(1)
    const session = logon()
    const beginnings = () =>
      rig.plane.lastReport?.opened
        .find((one) => one.id === session.id)
        ?.allocations.map((one) => `${one.kind} ${one.address} ${one.from}`)
    await rig.eventually('its address', () => beginnings()?.some((one) => one.startsWith('computed')))
    const before = beginnings()
    await rig.agent.stop()
    rig.clock.advance(60_000)
    await rig.run()
    await rig.eventually(
      'the full report of the next',
      () => rig.plane.reports.filter((one) => one.full).length === 2,
    )
    expect(beginnings()).toEqual(before)
  })

  it('are sent again after an answer that was lost, and the server takes them once', async () => {
    await running()
    let lost = 0
    rig.plane.alter.report = (answer) => {
      if (lost++ === 0) throw new Error('the answer never leaves')
      return answer
    }
    rig.plane.before.report = undefined
    logon()
    await rig.eventually('both', () => lost >= 2, 500)
    await rig.eventually('the rest', () => rig.plane.host.acked >= 2, 500)
    const seqs = rig.plane.reports.map((report) => report.seq)
    expect(new Set(seqs).size).toBe(seqs.length)
  })

  it('come in full, once, when the server misses some', async () => {
    await running()
    logon()
    await rig.eventually('the logon', () => rig.plane.host.acked === 2)
    rig.plane.host.acked = 0
    logon()
    await rig.eventually(
      'the full picture',
      () => rig.plane.lastReport?.full && rig.plane.lastReport.seq > 2,
      200,
    )
    expect(rig.plane.lastReport?.opened.map((one) => one.id)).toEqual([1, 2])
    expect(rig.plane.reports.filter((report) => report.full)).toHaveLength(2)
  })

  it('come in full when a check-in asks, once for however many times it asks', async () => {
    await running()
    rig.plane.alter.checkIn = (answer) => ({ ...answer, reportFull: true })
    rig.plane.before.report = (_, response) => {
      answerError(response, 503, 'SERVICE_UNAVAILABLE', 'busy', { 'retry-after': '100' })
      return true
    }
    const before = rig.plane.checkIns.length
    await rig.eventually('three check-ins', () => rig.plane.checkIns.length >= before + 3, 1_000)
    rig.plane.alter.checkIn = undefined
    rig.plane.before.report = undefined
    await rig.eventually('the full picture', () => rig.plane.reports.length === 2, 1_000)
    rig.clock.advance(10_000)
    expect(rig.plane.reports.map((report) => report.full)).toEqual([true, true])
  })

  it('go on from the server’s count when the agent lost its own', async () => {
    await running()
    rig.plane.host.acked = 41
    logon()
    await rig.eventually('the full picture', () => rig.plane.lastReport?.seq === 42, 500)
    expect(rig.plane.lastReport).toMatchObject({ full: true, opened: [{ id: 1 }] })
  })

  it('give up one that the server refuses for good, and send a full one in its place', async () => {
    await running()
    let refused = 0
    rig.plane.before.report = (_, response) => {
      if (refused++ > 0) return false
      answerError(response, 413, 'PAYLOAD_TOO_LARGE', 'too large')
      return true
    }
    logon()
    await rig.eventually(
      'the full picture',
      () => rig.plane.lastReport?.full && rig.plane.reports.length === 2,
      500,
    )
    expect(rig.plane.lastReport?.opened).toHaveLength(1)
  })
})

describe('reports while the server is away', () => {
  const away = () => {
    rig.plane.before.report = (_, response) => {
      response.destroy()
      return true
    }
  }

  it('wait in order, and arrive as they happened', async () => {
    await running()
    away()
    const session = logon()
    rig.clock.advance(1_000)
    await rig.eventually('the logon in the outbox', async () => (await waiting()).length === 1)
    rig.driver.sessions.logoff(session.id)
    rig.lookNow()
    await rig.eventually('the logoff in the outbox', async () => (await waiting()).length === 2)
    rig.plane.before.report = undefined
    await rig.eventually('all', () => rig.plane.host.acked === 3, 2_000)
    expect(rig.plane.reports.map((report) => [report.opened.length, report.closed.length])).toEqual([
      [0, 0],
      [1, 0],
      [0, 1],
    ])
  })

  it('stay within their bound for days, and then come as one full report with the ends that were not told', async () => {
    rig = await Rig.start()
    await rig.run({ outboxLimits: { reports: 20, bytes: 1e6 } })
    await rig.eventually('the first report', () => rig.plane.host.acked === 1)
    const first = logon()
    await rig.eventually('the logon', () => rig.plane.host.acked === 2)
    away()
    rig.driver.sessions.logoff(first.id)
    for (let count = 0; count < 60; count++) {
      const session = logon()
      await rig.eventually('a look', async () =>
        (await waiting()).some((report) => report.opened.some((one) => one.id === session.id)),
      )
      if (count < 58) rig.driver.sessions.logoff(session.id)
    }
    rig.clock.advance(DAY)
    expect((await waiting()).length).toBeLessThanOrEqual(21)
    rig.plane.before.report = undefined
    await rig.eventually('the rest', async () => (await waiting()).length === 0, 60_000)
    expect(rig.plane.openSessions).toEqual([60, 61])
    const full = rig.plane.reports.find((report) => report.full && report.seq > 1)
    expect(full?.closed.map((one) => one.id)).toContain(first.id)
    const told = new Set(rig.plane.reports.flatMap((report) => report.opened.map((one) => one.id)))
    expect(told.size).toBe(61)
  })

  it('survive a restart of the agent in the same boot', async () => {
    await running()
    away()
    logon()
    await rig.eventually('the logon in the outbox', async () => (await waiting()).length === 1)
    await rig.agent.stop()
    rig.plane.before.report = undefined
    await rig.run()
    await rig.eventually('both', () => rig.plane.host.acked >= 3, 500)
    expect(rig.plane.reports.map((report) => [report.seq, report.full])).toEqual([
      [1, true],
      [2, false],
      [3, true],
    ])
  })

  it('are not stuck where the server misses one before those that wait, a full one among them', async () => {
    await running()
    away()
    logon()
    await rig.eventually('the logon in the outbox', async () => (await waiting()).length === 1)
    await rig.agent.stop()
    await rig.run()
    await rig.eventually('the full one behind it', async () => (await waiting()).length === 2)
    rig.plane.host.acked = 0
    rig.plane.before.report = undefined
    await rig.eventually('all', async () => (await waiting()).length === 0 && rig.plane.host.acked > 3, 2_000)
    expect(rig.plane.lastReport).toMatchObject({ full: true, opened: [{ id: 1 }] })
  })

  it('start anew after a boot', async () => {
    await running()
    const { boot } = rig.plane.host
    await rig.agent.stop()
    rig.driver.reboot()
    await rig.run()
    await rig.eventually('the new boot', () => rig.plane.host.boot !== boot)
    expect(rig.plane.lastReport).toMatchObject({ seq: 1, full: true })
  })

  async function waiting() {
    return readOutbox((await rig.storage.read(OUTBOX_FILE)) ?? '')?.reports ?? []
  }
})

describe('a disk that is full', () => {
  it('keeps the last good bundle in force and reports that it cannot write the new one', async () => {
    const files = new Map<string, string>()
    const disk = memoryStorage(files)
    let full = false
    const write = async (name: string, text: string) => {
      if (full) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
      await disk.writeAtomic(name, text)
    }
    rig = new Rig()
    rig.storage = {
      ...disk,
      writeAtomic: write,
      append: (name, text) => (full ? write(name, text) : disk.append(name, text)),
    }
    await rig.plane.listen()
    await rig.enroll()
    await rig.run()
    rig.plane.publish(loopbackFor('softphone.exe'))
    await rig.appliedGeneration(1)
    const before = files.get('ledger.json')
    full = true
    rig.plane.publish(loopbackFor('crm.exe'))
    const report = await rig.eventually('the refusal', () =>
      rig.plane.reports.find((one) => one.applied?.refused),
    )
    expect(report.applied).toMatchObject({ generation: 1, refused: { generation: 2, code: 'ledger-write' } })
    expect(files.get('ledger.json')).toBe(before)
    expect(await rig.driver.readBack()).toMatchObject({ VirtualLoopbackPrograms: ['softphone.exe'] })
    full = false
    await rig.eventually('the new one', () => rig.applied.at(-1)?.generation === 2, 500)
  })
})
