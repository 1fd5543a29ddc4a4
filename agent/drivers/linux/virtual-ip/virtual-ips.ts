/**
 * The virtual IPs of this host's sessions. Level-triggered: told who is there and what is asked, it brings about that
 * each session holds one lease, and that nobody else's address stays on an adapter.
 */

import { networkInterfaces } from 'node:os'
import type { Clock } from '../../../clock'
import type { AddressHolder, AddressWork, Held, Lease } from '../../../leases/held'
import { PoolClient } from '../../../leases/pool-client'
import type { PoolDesk, PoolSession } from '../../../leases/pool-desk'
import type { Shortage } from '../../../leases/shortage'
import { type Log, messageOf } from '../../../log'
import type { Random } from '../../../random'
import { type Adapter, chooseAdapter } from '../dhcp/adapter'
import { announce } from '../dhcp/announce'
import { clientIdOf } from '../dhcp/client-id'
import { isTaken } from '../dhcp/conflict'
import { LeaseClient } from '../dhcp/lease-client'
import { DhcpLink } from '../dhcp/link'
import type { Timing } from '../dhcp/timing'
import { removeVip } from '../filter/vip-address'
import { holdAddress } from './adapter-address'
import type { LeaseFiles, LeaseRecord } from './lease-files'
import { sameWish, type VirtualIpWish } from './wish'

export interface SessionKey {
  id: number
  logonAt: string
}

export interface VirtualIpState {
  source: 'dhcp' | 'pool'
  address: string | null
  /** Null while there is an address. */
  shortage: Shortage | null
}

export interface VirtualIpsOptions {
  files: LeaseFiles
  machineId: string
  timing: Timing
  clock: Clock
  random: Random
  log: Log
  /** A session got another address, or lost it. */
  onChange(session: SessionKey): void
}

/** Where addresses go on, and how they are asked for: by DHCP, or from the farm. */
interface Place {
  adapter: Adapter
  from: DhcpLink | PoolDesk
}

interface Holder {
  session: SessionKey
  client: AddressHolder
  state: VirtualIpState
}

const keyOf = ({ id, logonAt }: SessionKey) => `${id} ${logonAt}`

export class VirtualIps {
  private readonly holders = new Map<string, Holder>()
  private wish: VirtualIpWish | null = null
  private place: Place | null = null
  private desk: PoolDesk | null = null
  /** Why nothing can be leased at all; null where it can. */
  private trouble: Shortage | null = null
  /** What an earlier process left. */
  private left: Map<string, LeaseRecord> | null = null
  private turn: Promise<void> = Promise.resolve()

  constructor(private readonly options: VirtualIpsOptions) {}

  /** Resolves once every session is being served; not once it has its address. */
  follow(wish: VirtualIpWish | null, sessions: readonly PoolSession[]): Promise<void> {
    this.turn = this.turn
      .then(() => this.bring(wish, sessions))
      .catch((error) => this.options.log.error('virtual IPs cannot be kept', { error: messageOf(error) }))
    return this.turn
  }

  /** Null for a session that is to have none. */
  of(session: SessionKey): VirtualIpState | null {
    const holder = this.holders.get(keyOf(session))
    if (holder) return holder.state
    if (!this.wish) return null
    return { source: this.wish.source, address: null, shortage: this.trouble ?? NOT_YET }
  }

  /** Every leased address: none of them is the machine's own. */
  get addresses(): Set<string> {
    const left = [...(this.left?.values() ?? [])].flatMap(({ lease }) => lease?.address ?? [])
    const held = [...this.holders.values()].flatMap(({ client }) => client.held.lease?.address ?? [])
    return new Set([...left, ...held])
  }

  /** Leaves every lease in force: sessions outlive the agent. */
  async stop(): Promise<void> {
    await this.turn
    for (const { client } of this.holders.values()) client.leave()
    this.leavePlace()
  }

  /** Where pools are leased from now on. */
  takePools(desk: PoolDesk): void {
    this.desk = desk
  }

  private leavePlace(): void {
    if (this.place?.from instanceof DhcpLink) this.place.from.close()
    this.place = null
  }

  private async bring(wish: VirtualIpWish | null, sessions: readonly PoolSession[]): Promise<void> {
    this.left ??= new Map((await this.options.files.all()).map((record) => [keyOf(record), record]))
    const adapter = wish && chooseAdapter(wish.adapter, this.addresses)
    if (!sameWish(this.wish, wish) || !isSame(this.place?.adapter ?? null, adapter)) {
      await this.releaseAll()
      await this.turnTo(wish, adapter)
    }
    this.wish = wish
    const open = new Set(sessions.map(keyOf))
    await this.releaseLeft((record) => this.place !== null && open.has(keyOf(record)))
    const over = [...this.holders.values()].filter(({ session }) => !open.has(keyOf(session)))
    await Promise.all(over.map((holder) => this.release(holder)))
    const { place } = this
    if (!place) return this.tellTrouble(sessions)
    for (const session of sessions) if (!this.holders.has(keyOf(session))) this.serve(session, place)
  }

  private async turnTo(wish: VirtualIpWish | null, adapter: Adapter | null): Promise<void> {
    this.leavePlace()
    this.trouble = null
    if (!wish) return
    if (!adapter) {
      const which =
        wish.adapter === null ? 'no adapter leads out, or several do' : `no adapter is ${wish.adapter}`
      this.trouble = { code: 'no-adapter', message: `${which}: VirtualIpAdapter names the one to use` }
    } else if (wish.source === 'dhcp') await this.turnToDhcp(adapter)
    else if (this.desk && wish.pool !== null) this.place = { adapter, from: this.desk }
    else
      this.trouble = {
        code: 'cannot-ask',
        message: 'VirtualIpPool names no pool, or there is no farm to ask',
      }
  }

  private async turnToDhcp(adapter: Adapter): Promise<void> {
    const link = new DhcpLink(adapter)
    try {
      await link.open()
      this.place = { adapter, from: link }
    } catch (error) {
      link.close()
      this.trouble = { code: 'cannot-ask', message: messageOf(error).slice(0, 300) }
    }
  }

  /** Whoever waits for the address of a session learns that there will be none. */
  private async tellTrouble(sessions: readonly SessionKey[]): Promise<void> {
    const { wish, trouble } = this
    const { files } = this.options
    const open = new Set(sessions.map(keyOf))
    const records = await files.all()
    for (const record of records) if (!open.has(keyOf(record))) await files.remove(record.id)
    if (!wish || !trouble) return
    for (const { id, logonAt } of sessions) {
      const told = records.find((record) => record.id === id && record.logonAt === logonAt)
      if (told?.shortage?.message === trouble.message) continue
      const none = { device: 'none', address: null, lease: null, shortage: trouble }
      await files.save({ v: 1, id, logonAt, source: wish.source, ...none })
    }
  }

  private serve(session: PoolSession, place: Place): void {
    const record = this.left?.get(keyOf(session))
    this.left?.delete(keyOf(session))
    const source = this.wish?.source ?? 'dhcp'
    const client = this.client(session, place, source)
    this.holders.set(keyOf(session), { session, client, state: { source, address: null, shortage: NOT_YET } })
    const isOurs = record?.device === place.adapter.device && record.source === source
    const last = isOurs ? record.lease : null
    client.start(last, last !== null && isOn(last.address))
  }

  private client(session: PoolSession, place: Place, source: LeaseRecord['source']): AddressHolder {
    const { machineId, timing, clock, random, log, files } = this.options
    const { adapter, from } = place
    const { id, logonAt } = session
    const keep = async (held: Held) => {
      await files.save({ v: 1, id, logonAt, source, device: adapter.device, ...held })
      // Neither: its address is about to be put on the adapter.
      if (held.address !== null || held.shortage !== null) this.note(session, held)
    }
    const shared = { work: this.work(adapter), clock, random, log, keep }
    if (from instanceof DhcpLink)
      return new LeaseClient({ ...shared, clientId: clientIdOf(machineId, id), link: from, timing })
    // Listed programs share the session's address: none of them is asked for by itself.
    const wish = { pool: this.wish?.pool ?? '', programs: this.wish?.programs ?? [] }
    return new PoolClient({ ...shared, session, wish, desk: from })
  }

  private work({ device, address: own, mac }: Adapter): AddressWork {
    const { timing, clock, log } = this.options
    return {
      isTaken: (address) => isTaken(address, { device, address: own, mac }, timing.checkMs),
      hold: async ({ address, expiresAt }) => {
        await holdAddress(address, device, expiresAt - clock.now())
        await announce(address).catch((error) => {
          log.warn('the network was not told where an address is', { address, error: messageOf(error) })
        })
      },
      drop: (address) => removeVip(address, device),
    }
  }

  private note(session: SessionKey, { address, shortage }: Held): void {
    const holder = this.holders.get(keyOf(session))
    if (!holder) return
    const before = holder.state
    holder.state = { ...before, address, shortage }
    if (before.address === address && before.shortage?.code === shortage?.code) return
    this.options.log.info('virtual IP', { session: session.id, address, why: shortage?.message })
    this.options.onChange(session)
  }

  private async release({ session, client }: Holder): Promise<void> {
    this.holders.delete(keyOf(session))
    await client.release()
    await this.options.files.remove(session.id)
  }

  private async releaseAll(): Promise<void> {
    await Promise.all([...this.holders.values()].map((holder) => this.release(holder)))
  }

  /** Leases of sessions that ended while no agent ran go back, and so do those that nobody asks for any more. */
  private async releaseLeft(isKept: (record: LeaseRecord) => boolean): Promise<void> {
    for (const [key, record] of this.left ?? []) {
      if (isKept(record)) continue
      this.left?.delete(key)
      if (record.lease) await this.giveBack(record, record.lease)
      await this.options.files.remove(record.id)
    }
  }

  private async giveBack(record: LeaseRecord, lease: Lease): Promise<void> {
    const { device, source, id, logonAt } = record
    const place = await this.placeOf(record)
    if (place) {
      const session: PoolSession = { id, logonAt, user: '', protocol: 'launched' }
      await this.client(session, place, source).giveBack(lease)
      if (place !== this.place && place.from instanceof DhcpLink) place.from.close()
    }
    // Whatever became of the server: the address does not stay.
    await removeVip(lease.address, device)
  }

  /** The way back to where a lease came from; null where there is none any more. */
  private async placeOf({ device, source }: LeaseRecord): Promise<Place | null> {
    const adapter = this.place?.adapter ?? chooseAdapter(null, this.addresses)
    if (adapter?.device !== device) return null
    if (source === 'pool') return this.desk && { adapter, from: this.desk }
    return this.place?.from instanceof DhcpLink ? this.place : { adapter, from: new DhcpLink(adapter) }
  }
}

const NOT_YET: Shortage = { code: 'asking', message: 'an address is being asked for' }

const isSame = (one: Adapter | null, other: Adapter | null) =>
  one?.device === other?.device && one?.address === other?.address && one?.mac === other?.mac

const isOn = (address: string) =>
  Object.values(networkInterfaces()).some((entries) => entries?.some((one) => one.address === address))
