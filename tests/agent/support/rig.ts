/** An enrolled agent before a scripted control plane, on a clock that the test moves. */

import { Connections } from '~/agent/control/http'
import { SimulatedDriver, type SimulatedHostOptions } from '~/agent/drivers/simulated/driver'
import { enrollHost } from '~/agent/enrolment/enroll'
import { type Identity, loadIdentity } from '~/agent/enrolment/identity'
import { type AppliedEvent, HostAgent, type HostAgentOptions } from '~/agent/host-agent'
import { jsonLog } from '~/agent/log'
import { memoryStorage } from '~/agent/storage/memory'
import type { Storage } from '~/agent/storage/storage'
import type { HostConfig } from '~/domain/host-config'
import type { PolicySettings } from '~/domain/policy-model'
import { until } from '~/tests/support/until'
import { ScriptedControlPlane } from './control-plane'
import { FakeClock } from './fake-clock'

export class Rig {
  readonly plane = new ScriptedControlPlane()
  readonly clock = new FakeClock()
  readonly connections = new Connections()
  readonly applied: AppliedEvent[] = []
  readonly logged: string[] = []
  storage: Storage = memoryStorage()
  driver = this.makeDriver()
  agent!: HostAgent
  watching = 0

  static async start(options: Partial<SimulatedHostOptions> = {}): Promise<Rig> {
    const rig = new Rig()
    rig.driver = rig.makeDriver(options)
    await rig.plane.listen()
    await rig.enroll()
    return rig
  }

  makeDriver(options: Partial<SimulatedHostOptions> = {}): SimulatedDriver {
    const base = { name: 'CTI01', index: 0, seed: 1, sessions: 0, sessionMinutes: 60 }
    return new SimulatedDriver({ ...base, clock: this.clock, random: () => 0.5, ...options })
  }

  async enroll(token = this.plane.token()) {
    const { driver, storage, connections, clock } = this
    return enrollHost({ origin: this.plane.origin, token, driver, storage, connections, clock })
  }

  /** Runs the agent until it has checked in and its stream stands. */
  async run(options: Partial<HostAgentOptions> = {}): Promise<HostAgent> {
    const identity = (await loadIdentity(this.storage)) as Identity
    const { driver, storage, connections, clock } = this
    const log = jsonLog((line) => this.logged.push(line), clock.now.bind(clock))
    const before = this.watching
    this.agent = await HostAgent.open({
      ...{ identity, driver, storage, connections, clock, log, random: () => 0.5 },
      onApplied: (event) => this.applied.push(event),
      onWatching: () => {
        this.watching += 1
      },
      ...options,
    })
    await this.agent.start()
    this.clock.advance(0)
    await until('the stream of nudges', () => this.watching > before)
    return this.agent
  }

  /** Moves the clock in small steps until something holds: what takes real sockets takes real time. */
  async eventually<T>(what: string, condition: () => T | Promise<T>, stepMs = 25) {
    return until(what, () => {
      this.clock.advance(stepMs)
      return condition()
    })
  }

  async appliedGeneration(generation: number): Promise<AppliedEvent> {
    return this.eventually(`generation ${generation} in force`, () =>
      this.applied.find((event) => event.generation === generation),
    )
  }

  /** What a driver does at an event: the simulated one has none while nobody comes and goes by itself. */
  lookNow(): void {
    this.driver.changed('sessions')
  }

  async stop(): Promise<void> {
    await this.agent?.stop()
    this.connections.close()
    await this.plane.close()
  }
}

export function config(settings: PolicySettings): HostConfig {
  return { v: 1, settings, notApplicable: [] }
}

export const loopbackFor = (...programs: string[]) =>
  config({ VirtualLoopbackSupport: true, VirtualLoopbackPrograms: programs })
