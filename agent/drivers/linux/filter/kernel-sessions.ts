/** Sessions brought into the kernel and out of it: groups, programs, maps and addresses. Its caller holds the lock. */

import { existsSync, rmdirSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import type { PolicySettings } from '~/domain/policy-model'
import { makeCgroup, removeCgroup } from './cgroup'
import { type CompiledList, compileList } from './compile-list'
import type { FilteredSession, FilterFiles } from './filter-files'
import type { FilterPlace } from './filter-place'
import { SESSION_FLAGS } from './filter-values'
import { heldBy, loopOf } from './held-addresses'
import type { KernelFilter } from './kernel-filter'
import type { Successor } from './lock'
import { LoopbackAddresses } from './loopback-addresses'
import { entryResolver } from './resolve-entry'
import { FARM_LIST, loopbacksOf, numberOf, sessionEntry } from './session-entry'
import { SharedMaps } from './shared-maps'

/** A list with the values that it was compiled of. */
export interface CompiledValues {
  values: PolicySettings
  list: CompiledList
}

export class KernelSessions {
  private readonly maps: SharedMaps
  private readonly addresses: LoopbackAddresses

  constructor(
    private readonly kernel: KernelFilter,
    private readonly place: FilterPlace,
    private readonly files: FilterFiles,
  ) {
    this.maps = new SharedMaps(kernel)
    this.addresses = new LoopbackAddresses(place.instance)
  }

  /** The session's values and its list. Without the lock, the farm's may be others a moment later. */
  async compile(session: FilteredSession): Promise<CompiledValues> {
    const values = session.own ?? (await this.files.farm())
    return { values, list: compileList(values, entryResolver()) }
  }

  /**
   * For a session that begins. Its virtual IP must be nobody else's.
   * @param batch of iproute2, whose process is there already
   * @param early compiled while the lock was waited for
   * @returns what an admin should know of the session's list
   */
  async enforce(
    session: FilteredSession,
    batch: Successor,
    early: Promise<CompiledValues> | null,
  ): Promise<{ wantsVip: boolean; notes: string[] }> {
    await this.kernel.ensureLoaded()
    const list = await this.listOf(session, await early)
    // Only virtual IPs are of concern to other sessions; a host may have a thousand.
    const wantsVip = session.vip !== null || (list.flags & SESSION_FLAGS.vip) !== 0
    const others = async () => (await this.files.sessions()).filter(({ id }) => id !== session.id)
    const all = wantsVip ? [...(await others()), session] : [session]
    refuseHeldVip(session, all)
    const adding = this.addresses.add(loopbacksOf([[session, list]]), batch)
    try {
      // Whoever changes the farm's values brings them to the kernel while any session follows them.
      const standing = session.own === null && (await this.files.anotherFollowsFarm(session.id))
      if (!standing) await this.maps.writeLists(new Map([[numberOf(session), list]]), false)
      if (wantsVip) await this.maps.writeHosts(all)
      await this.bring(session, list, all)
    } finally {
      // Whatever failed: nothing may come when all has been taken back.
      await adding
    }
    return { wantsVip, notes: list.notes }
  }

  /** The farm's list alone, for sessions that follow it already. */
  async writeFarm(list: CompiledList): Promise<void> {
    if (this.kernel.isLoaded) await this.maps.writeLists(new Map([[FARM_LIST, list]]), false)
  }

  /** Another virtual IP for a session that runs: one map write. */
  async renew(session: FilteredSession, all: readonly FilteredSession[]): Promise<void> {
    const list = await this.listOf(session)
    await this.maps.writeHosts(all)
    await this.maps.writeHeld([session], loopOf(session))
    const entry = sessionEntry(this.place, session, list, all)
    await this.kernel.write([this.kernel.set('vf_session', entry)])
  }

  /** To another of the system's groups, from `from`: nothing is unfiltered in between. */
  async move(session: FilteredSession, from: string, all: readonly FilteredSession[]): Promise<void> {
    await this.bring(session, await this.listOf(session), all)
    const others = all.filter(({ id }) => id !== session.id).map((one) => this.place.groupOf(one))
    if (!others.includes(from)) await this.kernel.detach(from)
  }

  async mendAddresses(sessions: readonly FilteredSession[]): Promise<void> {
    await this.addresses.bring(loopbacksOf(await this.listsOf(sessions)))
  }

  /** Takes the filter away: with the group that was made for it, or off the group that the system keeps. */
  async release(session: FilteredSession): Promise<void> {
    if (session.group) await this.kernel.detach(session.group.attach)
    else await removeCgroup(this.place.cgroupOf(session.id))
  }

  /** What the kernel holds of a session that was released, while others stay. */
  async forget(session: FilteredSession): Promise<void> {
    if (!this.kernel.isLoaded) return
    if (session.own !== null)
      await this.maps.writeLists(new Map([[session.id, compileList({}, entryResolver())]]), false)
    await this.maps.writeHeld([], loopOf(session))
    await this.addresses.remove([loopOf(session)])
  }

  async removeAll(): Promise<void> {
    this.place.removePins()
    await this.addresses.removeAll()
    try {
      rmdirSync(this.place.cgroup)
    } catch {
      // It is not there, or somebody put processes into it.
    }
  }

  /** Groups without a file: of sessions whose file was lost. Those with processes stay in force as they are. */
  async removeStrays(sessions: readonly FilteredSession[]): Promise<void> {
    const known = new Set(sessions.map(({ id }) => this.place.cgroupOf(id)))
    const entries = await readdir(this.place.cgroup, { withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      const path = `${this.place.cgroup}/${entry.name}`
      if (entry.isDirectory() && !known.has(path)) await removeCgroup(path)
    }
  }

  async bringAll(sessions: readonly FilteredSession[]): Promise<void> {
    await this.kernel.ensureLoaded()
    // A group of the system's goes with its session, before we know.
    const there = sessions.filter(({ group }) => group === undefined || existsSync(group.attach))
    const lists = await this.listsOf(there)
    await this.maps.writeLists(new Map(lists.map(([session, list]) => [numberOf(session), list])), true)
    await this.maps.writeHosts(sessions)
    await this.maps.writeHeld(sessions)
    for (const [session, list] of lists) await this.bring(session, list, sessions)
    await this.addresses.bring(loopbacksOf(lists))
  }

  private async listOf(session: FilteredSession, early: CompiledValues | null = null): Promise<CompiledList> {
    const values = session.own ?? (await this.files.farm())
    return early?.values === values ? early.list : compileList(values, entryResolver())
  }

  private async listsOf(sessions: readonly FilteredSession[]) {
    const resolve = entryResolver()
    const farm = compileList(await this.files.farm(), resolve)
    return sessions.map((one) => [one, one.own === null ? farm : compileList(one.own, resolve)] as const)
  }

  /** Programs attached and values written for one session, with its list in the kernel already. */
  private async bring(
    session: FilteredSession,
    list: CompiledList,
    all: readonly FilteredSession[],
  ): Promise<void> {
    const cgroup = this.place.groupOf(session)
    const isNew = session.group === undefined && makeCgroup(cgroup)
    const value = [
      ...heldBy(session).map((entry) => this.kernel.set('vf_held', entry)),
      this.kernel.set('vf_session', sessionEntry(this.place, session, list, all)),
    ]
    if (isNew) await this.kernel.attachFirst(cgroup, list.masks, value)
    else await this.kernel.attach(cgroup, list.masks, value)
  }
}

/** @throws Error where another session has its virtual IP */
export function refuseHeldVip({ id, vip }: FilteredSession, all: readonly FilteredSession[]): void {
  const holder = all.find((one) => one.vip !== null && one.vip === vip && one.id !== id)
  if (holder) throw new Error(`${vip} is the virtual IP of session ${holder.id}: choose another`)
}
