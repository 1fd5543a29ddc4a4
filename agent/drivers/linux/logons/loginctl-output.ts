/** What `loginctl show-session` prints: one `Name=value` a line, a blank line between sessions. Pure. */

import { isIP } from 'node:net'
import type { SessionProtocol } from '~/domain/host-facts'
import type { Logon } from './logon'

/** The properties that are asked for. systemd's and elogind's `loginctl` both have them. */
export const PROPERTIES = [
  'Id',
  'Name',
  'Leader',
  'TimestampMonotonic',
  'Class',
  'State',
  'Service',
  'Remote',
  'RemoteHost',
  'Seat',
  'Type',
] as const
type Properties = Partial<Record<(typeof PROPERTIES)[number], string>>

/** The sessions of people; those of greeters, lock screens, `cron` and the user managers are none. */
export function parseSessions(text: string): Logon[] {
  return text.split(/\n\s*\n/).flatMap((block) => logonOf(propertiesOf(block)) ?? [])
}

/** The first word of each line of `loginctl list-sessions --no-legend`. */
export function parseSessionIds(text: string): string[] {
  const words = text.split('\n').map((line) => line.trim().split(/\s+/)[0] ?? '')
  return words.filter((word) => /^[A-Za-z0-9]{1,32}$/.test(word))
}

function propertiesOf(block: string): Properties {
  const pairs = block.split('\n').flatMap((line) => {
    const equals = line.indexOf('=')
    return equals > 0 ? [[line.slice(0, equals), line.slice(equals + 1)]] : []
  })
  return Object.fromEntries(pairs)
}

function logonOf(of: Properties): Logon | null {
  const leader = Number(of.Leader)
  if (!of.Id || !of.Name || !Number.isSafeInteger(leader) || leader < 2) return null
  if (!of.Class?.startsWith('user')) return null
  // Until it is open, systemd has yet to put its leader into its group; whoever moves it before that loses it.
  if (of.State === 'opening' || of.State === 'closing') return null
  const host = of.RemoteHost ?? ''
  return {
    manager: 'logind',
    name: of.Id,
    user: of.Name,
    leader,
    begunAtMicros: Number(of.TimestampMonotonic) || 0,
    protocol: protocolOf(of),
    ...(host !== '' && (isIP(host) ? { clientIp: host } : { clientName: host })),
  }
}

/** By the PAM service that began it. What comes from elsewhere and is none of those counts as a shell from elsewhere. */
function protocolOf({ Service = '', Remote, Seat }: Properties): SessionProtocol {
  if (/^xrdp/.test(Service)) return 'xrdp'
  if (/^ctx/.test(Service)) return 'ica'
  if (/^sshd/.test(Service) || Remote === 'yes') return 'ssh'
  return Seat ? 'console' : 'ssh'
}
