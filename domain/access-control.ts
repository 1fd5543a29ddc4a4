/** Values of `AccessControl` filters: how the user's connection came in. Citrix's own words and JSON form. */

import { fail, ok, type Result } from './result'
import { matchesWildcard, sameName } from './text'

export const ACCESS_CONNECTIONS = ['WithAccessGateway', 'WithoutAccessGateway'] as const

export interface AccessControl {
  connection: (typeof ACCESS_CONNECTIONS)[number]
  /** Wildcard patterns in filters; `*` when left out. */
  condition: string
  gateway: string
}

const MEND =
  'Write WithAccessGateway or WithoutAccessGateway, or {"Connection": "WithAccessGateway", "Condition": "*", "Gateway": "*"}.'

/** Reads `WithAccessGateway`, `WithoutAccessGateway`, or Citrix's JSON object with Connection, Condition and Gateway. */
export function parseAccessControl(value: string, field: string): Result<AccessControl> {
  const members = value.trim().startsWith('{') ? jsonMembers(value) : { Connection: value.trim() }
  if (!members) return fail(field, value, 'it is not a JSON object of texts', MEND)
  const { Connection, Condition = '*', Gateway = '*', ...unknown } = members
  const [strange] = Object.keys(unknown)
  if (strange !== undefined)
    return fail(field, value, `"${strange}" is not a part of an access control`, MEND)
  const connection = ACCESS_CONNECTIONS.find((known) => sameName(known, Connection ?? ''))
  if (!connection) return fail(field, value, 'the connection is none that Citrix knows', MEND)
  return ok({ connection, condition: Condition, gateway: Gateway })
}

/** A fact that leaves condition or gateway out satisfies only the pattern `*`. */
export function accessControlMatches(filter: AccessControl, fact: AccessControl): boolean {
  return (
    filter.connection === fact.connection &&
    partMatches(filter.condition, fact.condition) &&
    partMatches(filter.gateway, fact.gateway)
  )
}

const partMatches = (pattern: string, fact: string) =>
  pattern === '*' || (fact !== '*' && matchesWildcard(pattern, fact))

function jsonMembers(text: string): Record<string, string> | null {
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null
    const entries = Object.entries(parsed)
    return entries.every(([, member]) => typeof member === 'string') ? Object.fromEntries(entries) : null
  } catch {
    return null
  }
}
