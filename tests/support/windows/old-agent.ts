/**
 * An agent as the oldest protocol served knew it: it says version 1 and nothing that came later, and leaves the files
 * that such an agent left. Plain calls, so that no change of today's agent changes it.
 */

import { systemClock } from '~/agent/clock'
import { WindowsDriver } from '~/agent/drivers/windows/driver'
import { silentLog } from '~/agent/log'
import { OUTBOX_FILE } from '~/agent/outbox/outbox'
import { headLine } from '~/agent/outbox/outbox-file'
import { memoryStorage } from '~/agent/storage/memory'
import type { EnrollOutput } from '~/protocol/enroll'
import type { Ticket } from '~/protocol/ticket'
import { OLDEST_PROTOCOL_VERSION } from '~/protocol/version'
import type { FakeWindows } from './fake-windows'

export const OLD_VERSION = '0.0.1'
const v = OLDEST_PROTOCOL_VERSION

export class OldAgent {
  /** Its state directory. */
  readonly files = new Map<string, string>()

  private constructor(
    private readonly origin: string,
    private readonly enrolled: EnrollOutput,
    private readonly boot: string,
  ) {
    const { pendingApproval, ...identity } = enrolled
    // Before 0.2 the machine was not kept with the key.
    this.files.set('identity.json', JSON.stringify({ v: 1, server: origin, ...identity }))
  }

  static async enrol(
    windows: FakeWindows,
    { origin, token }: { origin: string; token: string },
  ): Promise<OldAgent> {
    const parts = { ports: windows, storage: memoryStorage(), clock: systemClock, log: silentLog }
    const driver = new WindowsDriver(parts)
    const enrolled = await post<EnrollOutput>(`${origin}/api/agent/enroll`, null, {
      ...{ v, token, machineId: await driver.machineId(), agentVersion: OLD_VERSION },
      ...{ driver: 'windows', facts: await driver.facts() },
    })
    return new OldAgent(origin, enrolled, await driver.bootId())
  }

  get hostId(): string {
    return this.enrolled.hostId
  }

  /** The ticket, once there is one. */
  async checkIn(): Promise<Ticket | null> {
    const answer = await this.call<{ same: boolean; signed?: { ticket: Ticket } }>('checkIn', { seq: 0 })
    return answer.signed?.ticket ?? null
  }

  /** That all of it is in force: an old agent says no more of an item. */
  async reportApplied({ generation, hash }: Ticket): Promise<void> {
    await this.call('report', {
      ...{ seq: 1, at: new Date().toISOString(), full: true, opened: [], closed: [] },
      agentVersion: OLD_VERSION,
      applied: { generation, hash, items: [], effective: {} },
    })
    this.files.set(OUTBOX_FILE, headLine(this.boot, 1, 1))
  }

  private call<T>(path: string, body: object): Promise<T> {
    const { credential } = this.enrolled
    return post(`${this.origin}/api/agent/${path}`, credential, { v, boot: this.boot, ...body })
  }
}

async function post<T>(url: string, credential: string | null, body: object): Promise<T> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(credential !== null && { authorization: `Bearer ${credential}` }),
    },
    body: JSON.stringify(body),
  })
  const told = (await answer.json()) as { result?: { data: T }; error?: unknown }
  if (!told.result) throw new Error(`${url} answered ${answer.status}: ${JSON.stringify(told.error)}`)
  return told.result.data
}
