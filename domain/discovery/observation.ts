/** What discovery is fed with: one socket that somebody saw, from a capture or from an agent. */

import type { OsFamily } from '../host-facts'

export interface SocketEnd {
  address: string
  /** Absent where the capture does not tell. */
  port?: number
}

export interface Observation {
  /** Which capture it comes from: the number that `Discovery.capture` gave. */
  capture: number
  /** Its line there, from 1. */
  line: number
  protocol: 'tcp' | 'udp'
  program?: string
  pid?: number
  state: string
  /** TCP: waits for connections. UDP: bound, without a peer. */
  listening: boolean
  local: SocketEnd
  remote: SocketEnd
  session?: number
  user?: string
  host?: string
}

/** What is known of a capture as a whole. */
export interface CaptureSource {
  /** As people should see it: a file's name. */
  name: string
  family: OsFamily
}
