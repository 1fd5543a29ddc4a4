/** Which host can do what. A feature that a host cannot do is never sent half. Rulebook 4. */

import type { HostFacts } from './host-facts'
import type { PolicySettings } from './policy-model'
import { type SettingId, settingShape } from './settings'

export interface PlatformOptions {
  /** The admin takes the risk on releases that nobody has verified (Windows Server 2025). */
  allowUnverifiedOs?: boolean
}

export type Applicability = { applicable: true } | { applicable: false; reason: string }

export type WindowsRelease =
  | { kind: 'server'; release: string }
  | { kind: 'multi-session' }
  | { kind: 'desktop' }
  | { kind: 'unknown' }

const SUPPORTED_SERVERS: ReadonlySet<string> = new Set(['2008 R2', '2012 R2', '2016', '2019', '2022'])
const UNVERIFIED_SERVERS: ReadonlySet<string> = new Set(['2025'])
const PREFER_LOOPBACK_SERVERS: ReadonlySet<string> = new Set(['2008 R2', '2012 R2'])

const APPLICABLE: Applicability = { applicable: true }
const not = (reason: string): Applicability => ({ applicable: false, reason })

/** What a Windows version text names. Editions (`Datacenter`) and a leading `Microsoft` are taken as well. */
export function windowsRelease(version: string): WindowsRelease {
  const name = version
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/^microsoft /i, '')
  const server = /^windows server (\d{4})( r2)?(?![\w.])/i.exec(name)
  if (server) return { kind: 'server', release: `${server[1]}${server[2] ? ' R2' : ''}` }
  if (/^windows (?:10|11)\b.*multi-session/i.test(name)) return { kind: 'multi-session' }
  if (/^windows (?:10|11|8\.1|8|7|vista|xp)(?![\w.])/i.test(name)) return { kind: 'desktop' }
  return { kind: 'unknown' }
}

/** True for releases that nobody has verified: the admin may allow them, and is warned. */
export function unverifiedOs(host: Pick<HostFacts, 'os'>): boolean {
  if (host.os.family !== 'windows') return false
  const named = windowsRelease(host.os.version)
  return named.kind === 'server' && UNVERIFIED_SERVERS.has(named.release)
}

/**
 * Whether a host can do what a setting asks.
 * @param winners the winning values on that host: PreferLoopback hangs on both features being on.
 */
export function applicability(
  id: SettingId,
  host: HostFacts,
  winners: PolicySettings,
  options: PlatformOptions = {},
): Applicability {
  if (id === 'LoopbackMasking') {
    return host.os.family === 'linux'
      ? APPLICABLE
      : not('Windows has nothing that masks the loopback address: Linux only')
  }
  const feature = settingShape(id).feature
  if (feature === 'prefer-loopback') return preferLoopback(host, winners, options)
  return featureApplicability(feature, host, options)
}

function featureApplicability(
  feature: 'virtual-loopback' | 'virtual-ip',
  host: HostFacts,
  options: PlatformOptions,
): Applicability {
  if (host.os.family === 'linux') return APPLICABLE
  const release = releaseApplicability(host.os.version, options)
  if (!release.applicable) return release
  if (feature === 'virtual-ip' && host.cloudHosted)
    return not('virtual IP is not supported on cloud-hosted machines')
  return APPLICABLE
}

function releaseApplicability(version: string, { allowUnverifiedOs }: PlatformOptions): Applicability {
  const named = windowsRelease(version)
  switch (named.kind) {
    case 'multi-session':
      return not(`${version} is a multi-session desktop system: neither feature is supported on it`)
    case 'desktop':
      return not(`${version} is a desktop system: neither feature is supported on it`)
    case 'unknown':
      return not(
        `"${version}" is not a Windows release known here; supported are Windows Server 2008 R2, 2012 R2, 2016, 2019 and 2022`,
      )
    case 'server':
      if (SUPPORTED_SERVERS.has(named.release)) return APPLICABLE
      if (!UNVERIFIED_SERVERS.has(named.release)) {
        return not(
          `${version} is not among the supported releases: Windows Server 2008 R2, 2012 R2, 2016, 2019 and 2022`,
        )
      }
      return allowUnverifiedOs
        ? APPLICABLE
        : not(`${version} is unverified: nobody has confirmed it, and no admin has allowed it`)
  }
}

function preferLoopback(host: HostFacts, winners: PolicySettings, options: PlatformOptions): Applicability {
  if (host.os.family === 'windows') {
    const named = windowsRelease(host.os.version)
    if (named.kind !== 'server' || !PREFER_LOOPBACK_SERVERS.has(named.release)) {
      return not('unexpected results: on Windows it is supported on Windows Server 2008 R2 and 2012 R2 only')
    }
  }
  const bothOn = winners.VirtualLoopbackSupport === true && winners.VirtualIpEnabled === true
  if (!bothOn)
    return not('unexpected results: it is for hosts on which virtual loopback and virtual IP are both on')
  for (const feature of ['virtual-loopback', 'virtual-ip'] as const) {
    const needed = featureApplicability(feature, host, options)
    if (!needed.applicable) return not(`unexpected results: it needs both features, but ${needed.reason}`)
  }
  return APPLICABLE
}
