/** The launcher's note of one open session: who, which process, since when. Files of their own, so that each is atomic. */

import { SESSION_PROTOCOLS, type SessionProtocol } from '~/domain/host-facts'
import { hasControlCharacters } from '~/domain/text'
import { instant, ipAddress } from '~/protocol/primitives'
import { isSessionId, isUserName } from './check-request'

export interface SessionRecord {
  v: 1
  id: number
  user: string
  /** The session's leader. With its start time it names one process for ever: process ids return. */
  pid: number
  /** Clock ticks after boot, as in `/proc/PID/stat`. */
  startTime: string
  /** `/proc/sys/kernel/random/boot_id`. */
  boot: string
  /** An instant; part of the session's identity. */
  logonAt: string
  program: string
  /** False where the agent is to lease no virtual IP for it: it has one of its own, or policies of its own. */
  lease?: false
  /** True where the compatibility library serves it, and not the kernel. */
  shim?: true
  /** Set for a session that somebody else began, and the agent found. */
  adopted?: AdoptedLogon
}

export interface AdoptedLogon {
  /** Who keeps it and how it is called there, such as `logind c1`. */
  name: string
  protocol: SessionProtocol
  /** The control group that holds its processes: the session is open until that is empty. Absent where none is known. */
  scope?: string
  clientName?: string
  clientIp?: string
}

/** The environment variables every program of a session carries. */
export const SESSION_MARKER = 'VIPFARM_SESSION'
export const LOGON_MARKER = 'VIPFARM_SESSION_LOGON'

/**
 * Null for text that is no record. As strict as the launcher, for what stands here is reported: one record that the
 * server cannot take would keep every report of this host from it.
 */
export function readRecord(text: string): SessionRecord | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  return isRecord(value) ? value : null
}

function isRecord(value: unknown): value is SessionRecord {
  if (typeof value !== 'object' || value === null) return false
  const record = value as Record<keyof SessionRecord, unknown>
  const texts = [record.startTime, record.boot, record.program]
  return (
    record.v === 1 &&
    isSessionId(record.id) &&
    isUserName(record.user) &&
    Number.isSafeInteger(record.pid) &&
    texts.every((text) => typeof text === 'string') &&
    instant.safeParse(record.logonAt).success &&
    (record.shim === undefined || record.shim === true) &&
    (record.adopted === undefined || isAdopted(record.adopted))
  )
}

function isAdopted(value: unknown): value is AdoptedLogon {
  if (typeof value !== 'object' || value === null) return false
  const { name, protocol, scope, clientName, clientIp } = value as Record<keyof AdoptedLogon, unknown>
  return (
    isText(name, 64) &&
    SESSION_PROTOCOLS.some((one) => one === protocol) &&
    (scope === undefined || (isText(scope, 4_096) && isPlainPath(scope))) &&
    (clientName === undefined || isText(clientName, 256)) &&
    (clientIp === undefined || ipAddress.safeParse(clientIp).success)
  )
}

const isPlainPath = (path: string) => path.startsWith('/') && !path.split('/').includes('..')

const isText = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value !== '' && value.length <= most && !hasControlCharacters(value)
