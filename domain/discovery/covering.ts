/** What a host has in force for a program: whether its sessions have the program's addresses for themselves. */

import type { OsFamily } from '../host-facts'
import type { PolicySettings } from '../policy-model'
import { coversProgram } from '../program'
import type { FindingVerdict } from './stored-finding'

export type Need = 'loopback' | 'virtual-ip'

/** What has to be in force before a finding is settled. */
export function needsOf(verdict: FindingVerdict): Need[] {
  switch (verdict) {
    case 'needs-both':
      return ['loopback', 'virtual-ip']
    case 'needs-virtual-ip':
      return ['virtual-ip']
    case 'needs-loopback':
    case 'wandering-port':
    case 'broken-pair':
    case 'seen-once':
      return ['loopback']
    default:
      return []
  }
}

/** Whether virtual loopback covers a program; with a port, whether that port is not left out. */
export function coversLoopback(
  settings: PolicySettings,
  program: string,
  family: OsFamily,
  port?: number,
): boolean {
  if (settings.VirtualLoopbackSupport !== true) return false
  if (port !== undefined && settings.VirtualLoopbackPortExclusion?.includes(port)) return false
  return coversProgram(settings.VirtualLoopbackPrograms ?? [], program, family)
}

export function coversVirtualIp(settings: PolicySettings, program: string, family: OsFamily): boolean {
  if (settings.VirtualIpEnabled !== true) return false
  if (settings.VirtualIpMode !== 'per-program') return true
  return coversProgram(settings.VirtualIpPrograms ?? [], program, family)
}

export function covers(
  settings: PolicySettings,
  program: string,
  family: OsFamily,
  needs: readonly Need[],
): boolean {
  return needs.every((need) =>
    need === 'loopback'
      ? coversLoopback(settings, program, family)
      : coversVirtualIp(settings, program, family),
  )
}
