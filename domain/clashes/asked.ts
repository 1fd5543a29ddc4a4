/** What a program asks for when it binds, whatever its session was given: the input of a forecast. */

import { addressKind } from '../discovery/address-kind'
import { isGroupUdpPort, isPickedPort, isSystemProgram } from '../discovery/system-programs'
import type { OsFamily } from '../host-facts'

/** `server`: an address of the machine itself, or one that it was given in its place. */
export type AskedPlace = 'loopback' | 'loopback6' | 'any' | 'any6' | 'server'

export interface Asked {
  program: string
  protocol: 'tcp' | 'udp'
  port: number
  at: AskedPlace
}

/** From an address that was seen: the loopback of a session was asked for as 127.0.0.1. Null for what clashes with nobody. */
export function placeOf(address: string): AskedPlace | null {
  const kind = addressKind(address)
  return kind === 'name' || kind === 'none' || kind === 'group' || kind === 'link-local' ? null : kind
}

/** Whether a bind can be forecast: a port that the program chose, of a program that is a candidate at all. */
export function isForeseeable({ program, protocol, port }: Asked, family: OsFamily): boolean {
  if (port === 0 || isPickedPort(port, family) || isSystemProgram(program, family)) return false
  return protocol === 'tcp' || !isGroupUdpPort(port)
}
