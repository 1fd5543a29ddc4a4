/** What the agent needs of a host. A driver is the only code that knows how a platform does it. */

import type { HostConfig } from '~/domain/host-config'
import type { SessionProtocol } from '~/domain/host-facts'
import type { Enforcement } from '~/domain/prediction'
import type { SettingId } from '~/domain/settings'
import type { EnrollInput } from '~/protocol/enroll'
import type {
  AppliedState,
  HostCheck,
  ReportedAllocation,
  ReportedPrediction,
  ReportedSocket,
  ReportedVirtualIp,
  SessionNote,
} from '~/protocol/report'
import type { PoolDesk } from '../leases/pool-desk'

export type HostFactsReport = EnrollInput['facts']

/** A session as the driver sees it now. Its identity is id and logon time: ids return. */
export interface ObservedSession {
  id: number
  /** Milliseconds since 1970. */
  logonAt: number
  user: string
  protocol: SessionProtocol
  clientName?: string
  clientIp?: string
  sockets: ReportedSocket[]
  /** Who makes this session's programs see its address; the driver's `enforcement` where it is absent. */
  enforcement?: Enforcement
  /** The virtual IP that the values in force ask for; absent where they ask for none, or nobody here leases any. */
  virtualIp?: ReportedVirtualIp
  /** What of the session is not reached, and what was proved of it. */
  reach?: Pick<ReportedPrediction, 'uncovered' | 'proof'>
  /** Addresses that show otherwise than by a socket, such as a virtual IP on an adapter. */
  addresses: Omit<ReportedAllocation, 'from'>[]
  /** What the host's own components logged of it. */
  notes?: SessionNote[]
}

/** One change to make: a value to set, or a value of ours to take away. */
export type Step =
  | { setting: SettingId; action: 'set'; value: unknown }
  | { setting: SettingId; action: 'clear' }

/** Nothing where the change is in force, or what it waits for, or that a removal put an older value back. */
export type StepOutcome = { waitsFor: 'restart' | 'logon' } | { restored: true } | undefined

export type Capability = { can: true } | { can: false; code: string; message: string }

/** Effective values by setting, as other programs of the host would read them. A setting that has none is absent. */
export type EffectiveValues = Record<string, unknown>

export interface Driver {
  readonly name: string
  /** Who makes programs see their session's address. */
  readonly enforcement: Enforcement
  /** By what, why, and what would mend it, where the driver can tell. */
  readonly inForce?: AppliedState['driver']
  /** The machine's own id: the same after reboots and re-installs. 8 to 128 characters. */
  machineId(): Promise<string>
  /** New after each boot, the same until the next. In the protocol's form. */
  bootId(): Promise<string>
  facts(): Promise<HostFactsReport>
  /** The open sessions, each with its sockets and addresses. */
  observe(): Promise<ObservedSession[]>
  capability(setting: SettingId): Capability
  readBack(): Promise<EffectiveValues>
  /** @throws StepError (or any error) where the change cannot be made; the other steps go on. */
  apply(step: Step): Promise<StepOutcome>
  /** How many binds of listed programs have failed since the driver began, where it can tell. */
  bindFailures?(): number
  /** The same steps in the order in which they do no harm; as they are where it is absent. */
  order?(steps: readonly Step[]): Step[]
  /** What a value that stands already still waits for, as the last reading found it. */
  waitsFor?(setting: string): 'restart' | 'logon' | undefined
  /** Conditions of the host that the settings of `config` need, as they stand. Absent where a driver knows of none. */
  checks?(config: HostConfig): Promise<HostCheck[]>
  /** Who has the say over a value, where it is not the farm; as the last reading found it. */
  ownerOf?(setting: string): string | undefined
  /** Called before `start`, and again after a reboot: where to lease virtual IPs of pools. */
  takePools?(desk: PoolDesk): void
  /** How often to look, in milliseconds, besides looking at each event. */
  readonly observeEveryMs: number
  /** From now on `onChange` is called when something may have changed: sessions and sockets, or effective values. */
  start(onChange: (what: 'sessions' | 'values') => void): void
  stop(): Promise<void>
}

/** A failed step, with the short fixed word that the report carries. */
export class StepError extends Error {
  override readonly name = 'StepError'
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}
