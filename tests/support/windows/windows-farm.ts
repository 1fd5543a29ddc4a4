/** Fifty make-believe Windows hosts under the real agent, in this process, on a clock that runs faster. */

import { type Clock, systemClock } from '~/agent/clock'
import type { Connections } from '~/agent/control/http'
import { WindowsDriver } from '~/agent/drivers/windows/driver'
import { enrolAgain, identityAtBoot } from '~/agent/enrolment/at-boot'
import type { Identity } from '~/agent/enrolment/identity'
import { HostAgent } from '~/agent/host-agent'
import { silentLog } from '~/agent/log'
import { memoryStorage } from '~/agent/storage/memory'
import type { FakeWindows } from './fake-windows'

export class WindowsHost {
  readonly driver: WindowsDriver
  identity: Identity | null = null
  unauthorized = false
  /** How far its clock is ahead of the true one. */
  clockOffMs = 0
  /** Waits pass thirty times as fast; instants are the true ones, which the server compares with its own. */
  private readonly clock: Clock = {
    now: () => systemClock.now() + this.clockOffMs,
    after: (milliseconds, ring) => systemClock.after(milliseconds / 30, ring),
  }
  private agent: HostAgent | null = null

  constructor(
    readonly windows: FakeWindows,
    private readonly options: {
      origin: string
      token: string | null
      connections: Connections
      files?: Map<string, string>
    },
  ) {
    this.files = options.files ?? new Map()
    this.driver = this.makeDriver()
  }

  readonly files: Map<string, string>

  get hostId(): string {
    return this.identity?.hostId ?? ''
  }

  /** What the service does at boot: who this is, then the agent. */
  async start(): Promise<void> {
    this.identity = await identityAtBoot(this.bootOptions())
    await this.run(this.identity)
  }

  async stop(): Promise<void> {
    await this.agent?.stop()
    this.agent = null
  }

  async reboot(): Promise<void> {
    await this.stop()
    this.windows.reboot()
    await this.start()
  }

  /** As `run` does once the farm no longer takes the key. */
  async comeBack(): Promise<void> {
    await this.stop()
    this.unauthorized = false
    this.identity = await enrolAgain(this.bootOptions())
    if (this.identity) await this.run(this.identity)
  }

  private async run(identity: Identity): Promise<void> {
    this.agent = await HostAgent.open({
      identity,
      driver: this.makeDriver(),
      ...this.parts(),
      onUnauthorized: () => {
        this.unauthorized = true
      },
    })
    await this.agent.start()
  }

  private makeDriver(): WindowsDriver {
    return new WindowsDriver({ ports: this.windows, ...this.parts() })
  }

  private bootOptions() {
    const { origin, token } = this.options
    return { origin, token, driver: this.makeDriver(), ...this.parts() }
  }

  private parts() {
    const storage = memoryStorage(this.files)
    const { connections } = this.options
    return { storage, connections, clock: this.clock, random: Math.random, log: silentLog }
  }
}
