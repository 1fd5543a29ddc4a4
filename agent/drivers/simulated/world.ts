/** One simulated host: who is logged on, and what runs for them. Seeded, and moved by the clock it is given. */

import { MAX_SESSION_ID } from '~/domain/address'
import type { Alarm, Clock } from '../../clock'
import type { Random } from '../../random'
import { MAX_VIRTUAL_IPS } from './network'
import { DESKTOPS, type SimulatedProgram, USERS } from './programs'

export interface SimulatedSession {
  id: number
  logonAt: number
  user: string
  protocol: 'ica' | 'rdp'
  clientName: string
  clientIp: string
  programs: readonly SimulatedProgram[]
  /** Which of the host's virtual IPs is this session's while they are on. */
  slot: number
}

export interface WorldOptions {
  clock: Clock
  random: Random
  /** Sessions open on average; 0 for a host that nobody uses and that costs nothing. */
  sessions: number
  /** How long a session lasts on average. */
  sessionMinutes: number
}

export class World {
  private open: SimulatedSession[] = []
  private nextId = 1
  private alarm: Alarm | null = null
  private onChange: () => void = () => undefined

  /** @param present how many people are there at the start, in the middle of their work */
  constructor(
    private readonly options: WorldOptions,
    present: number,
  ) {
    const { clock, random, sessionMinutes } = options
    for (let count = 0; count < Math.round(present); count++) {
      this.logon(Math.round(clock.now() - random() * sessionMinutes * 30_000))
    }
  }

  get sessions(): readonly SimulatedSession[] {
    return this.open
  }

  start(onChange: () => void): void {
    this.onChange = onChange
    this.schedule()
  }

  stop(): void {
    this.alarm?.cancel()
    this.alarm = null
  }

  /** Opens a session, now or in the past. Returns null while the host is full. */
  logon(at = this.options.clock.now()): SimulatedSession | null {
    const { random } = this.options
    const slot = this.freeSlot()
    if (slot === null || this.nextId > MAX_SESSION_ID) return null
    const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T
    const client = Math.floor(random() * 250) + 1
    const session: SimulatedSession = {
      id: this.nextId++,
      logonAt: at,
      user: pick(USERS),
      protocol: random() < 0.9 ? 'ica' : 'rdp',
      clientName: `PC-${String(client).padStart(3, '0')}`,
      clientIp: `192.168.10.${client}`,
      programs: pick(DESKTOPS),
      slot,
    }
    this.open.push(session)
    return session
  }

  logoff(id: number): void {
    this.open = this.open.filter((session) => session.id !== id)
  }

  private freeSlot(): number | null {
    const taken = new Set(this.open.map((session) => session.slot))
    for (let slot = 0; slot < MAX_VIRTUAL_IPS; slot++) if (!taken.has(slot)) return slot
    return null
  }

  private schedule(): void {
    const { clock, random, sessions, sessionMinutes } = this.options
    if (sessions <= 0) return
    // In balance each session that ends is followed by a new one: two events a session's length.
    const meanMs = (sessionMinutes * 60_000) / (2 * sessions)
    this.alarm = clock.after(Math.round(-Math.log(1 - random()) * meanMs) + 1, () => {
      this.event()
      this.schedule()
      this.onChange()
    })
  }

  /** A logon or a logoff, the likelier the further the host is from its average. */
  private event(): void {
    const { random, sessions } = this.options
    const tooMany = this.open.length / (2 * sessions)
    const leaving = this.open[Math.floor(random() * this.open.length)]
    if (leaving && random() < tooMany) this.logoff(leaving.id)
    else this.logon()
  }
}
