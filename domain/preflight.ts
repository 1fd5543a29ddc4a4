/** What must be done on a host before a feature works there. Rulebook 4. */

import type { HostFacts } from './host-facts'
import { windowsRelease } from './platform'
import type { PolicySettings } from './policy-model'

export interface PreflightCheck {
  code: 'winsock-catalog'
  message: string
  /** The registry key to look at: while it bears this name, the feature does not work. */
  key: string
}

const CATALOG_KEY = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\WinSock2\\Parameters\\AppId_Catalog\\2C69D9F1'
const AFFECTED: ReadonlySet<string> = new Set(['2019', '2022'])

/** The checks that a host needs for the settings in force on it; none while virtual IP is off. */
export function preflightChecks(host: HostFacts, settings: PolicySettings): PreflightCheck[] {
  if (host.os.family !== 'windows' || settings.VirtualIpEnabled !== true) return []
  const named = windowsRelease(host.os.version)
  if (named.kind !== 'server' || !AFFECTED.has(named.release)) return []
  const message = `on Windows Server ${named.release} virtual IP works only after this WinSock key is renamed and the host restarted`
  return [{ code: 'winsock-catalog', message, key: CATALOG_KEY }]
}
