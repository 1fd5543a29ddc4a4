import type { DeliveryStanding } from '~/domain/citrix-site/delivery'
import type { HostConfig } from '~/domain/host-config'
import type { DesktopKind } from '~/domain/host-facts'
import type { Convergence, Lifecycle } from '~/domain/host-state'
import type { AppliedState, HostCheck, ReportedItem } from '~/protocol/report'
import type { AuditRow } from './audit-view'
import type { PageRequest } from './page'
import type { SessionRow } from './session-view'

export interface HostRow {
  id: string
  name: string
  os: { family: string; version: string }
  deliveryGroup: string | null
  tags: string[]
  ou: string | null
  lifecycle: Lifecycle
  convergence: { state: Convergence; waitsFor?: string; since?: string }
  wantedGeneration: number
  appliedGeneration: number
  wantedRevision: number
  /** Open ones. */
  sessions: number
  failedItems: number
  lastSeenAt: string | null
  agentVersion: string
  driver: string
}

export interface HostView extends HostRow {
  machineId: string
  arch: string | null
  cloudHosted: boolean
  enrolledAt: string
  boot: string | null
  clockSkewMs: number | null
  items: ReportedItem[]
  /** The host's own conditions, as it found them last. */
  checks: HostCheck[]
  /** Values read back on the host, by setting. */
  effective: Record<string, unknown>
  config: HostConfig | null
  notApplicable: { setting: string; reason: string }[]
  /** By what the host enforces, where its agent tells. */
  inForce: AppliedState['driver'] | null
  refused: { generation: number; code: string; message: string } | null
  /** Values that somebody changed on the host and that it put back, the last time. */
  mendedDrift: {
    at: string
    foundAt: string | null
    settings: { setting: string; message: string | null }[]
  } | null
  /** How far what Citrix policies carry has come. */
  citrix: DeliveryStanding
  sessionRows: SessionRow[]
  /** The last 20 entries of the record about this host. */
  changes: AuditRow[]
}

export interface HostSummary {
  total: number
  byConvergence: Record<Convergence, number>
  byLifecycle: Record<Lifecycle, number>
  sessions: number
  revision: number
  /** At most 8. */
  stragglers: { id: string; name: string; state: Convergence }[]
}

export type HostListRequest = PageRequest & {
  q?: string
  deliveryGroup?: string
  convergence?: Convergence
  lifecycle?: Lifecycle
  /** The one that changed them last. */
  revision?: number
}

export interface DeliveryGroupRow {
  id: string
  name: string
  kind: DesktopKind
  hosts: number
}
