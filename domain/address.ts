/** The loopback address of a session: 127.0.0.0 + session id + 1, one 24-bit number under 127/8. Rulebook 1. */

import { fail, ok, type Result } from './result'

/** 16,777,214: its address is 127.255.255.255, the last one under 127/8. */
export const MAX_SESSION_ID = 0xffffff - 1

/** Linux cannot connect to the last address, the broadcast of 127/8, so its last usable id is one less. */
export const MAX_LINUX_SESSION_ID = MAX_SESSION_ID - 1

const FIRST_ADDRESS = 0x7f000000
const ID_RULE = 'a session id is a whole number from 0 to 16777214'

/**
 * The address of a session, such as `127.0.0.8` for session 7.
 * @param sessionId 0 to {@link MAX_SESSION_ID}; anything else is a problem that names value and limit, never a wrapped address.
 */
export function loopbackOf(sessionId: number): Result<string> {
  if (!Number.isInteger(sessionId) || sessionId < 0 || sessionId > MAX_SESSION_ID) {
    return fail('session id', sessionId, ID_RULE, mendOfId(sessionId))
  }
  const host = sessionId + 1
  return ok(`127.${host >>> 16}.${(host >>> 8) & 0xff}.${host & 0xff}`)
}

/**
 * The session an address belongs to: the inverse of {@link loopbackOf}.
 * @param address dotted decimal, 127.0.0.1 to 127.255.255.255. 127.0.0.0 names no session.
 */
export function sessionOf(address: string): Result<number> {
  const bits = parseDotted(address)
  if (bits === null) {
    return fail(
      'address',
      address,
      'an address is four whole numbers from 0 to 255 with dots between them',
      'Write it as 127.0.0.8, without leading zeros.',
    )
  }
  const host = bits - FIRST_ADDRESS
  if (host <= 0 || host > MAX_SESSION_ID + 1) {
    return fail(
      'address',
      address,
      'only 127.0.0.1 to 127.255.255.255 name a session',
      host === 0
        ? 'The first one, 127.0.0.1, is that of session 0.'
        : 'Give an address that starts with 127.',
    )
  }
  return ok(host - 1)
}

/**
 * Why a session's address is trouble on Linux, or null: others are known to live there, and the last one is a broadcast.
 * @param sessionId a legal session id.
 */
export function linuxLoopbackWarning(sessionId: number): string | null {
  if (sessionId === 52 || sessionId === 53) {
    return `127.0.0.${sessionId + 1} is an address of systemd-resolved: a session with id ${sessionId} shares it`
  }
  if (sessionId === 256) return '127.0.1.1 is the address Debian gives the host name: session 256 shares it'
  if (sessionId === MAX_SESSION_ID) {
    return `127.255.255.255 is the broadcast of 127/8: on Linux the largest usable session id is ${MAX_LINUX_SESSION_ID}`
  }
  return null
}

function mendOfId(sessionId: number): string {
  if (sessionId === 0xffffffff) return '4294967295 means that there is no session: give the id of a session.'
  if (sessionId > MAX_SESSION_ID)
    return 'There is no address above 127.255.255.255, which is that of 16777214.'
  return 'Give the id as the session list of the host shows it.'
}

const DOT = 46

/** Dotted decimal as a number of 32 bits, or null. By hand: it is called for every socket of every session. */
function parseDotted(text: string): number | null {
  let bits = 0
  let octet = -1
  let dots = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const digit = code - 48
    if (digit >= 0 && digit <= 9) {
      // A zero in front would be octal to some readers.
      if (octet === 0) return null
      octet = octet < 0 ? digit : octet * 10 + digit
      if (octet > 255) return null
    } else if (code === DOT && octet >= 0 && dots < 3) {
      bits = bits * 256 + octet
      octet = -1
      dots++
    } else return null
  }
  return dots === 3 && octet >= 0 ? bits * 256 + octet : null
}
