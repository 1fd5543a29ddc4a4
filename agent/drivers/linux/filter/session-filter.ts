/**
 * Enforcement for the sessions of one state directory. Level-triggered: what should be is computed from the files, and
 * the kernel is brought to it, whoever stopped half-way before. The launcher and the agent both call it, under one lock.
 */

import { existsSync, rmdirSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import type { PolicySettings } from '~/domain/policy-model'
import type { SessionGroup } from '../logons/session-group'
import type { Bpftool } from './bpftool'
import { cgroupInode, cgroupProcesses, endCgroup, makeCgroup, removeCgroup } from './cgroup'
import { type CompiledList, compileList } from './compile-list'
import { type FilteredSession, FilterFiles } from './filter-files'
import type { FilterObject } from './filter-object'
import { FilterPlace, instanceOf } from './filter-place'
import { cgroupMapKey, SESSION_FLAGS, sessionValue } from './filter-values'
import { heldBy, loopOf, vipsOf } from './held-addresses'
import { IP_BATCH } from './iproute'
import { KernelFilter, type MapEntry } from './kernel-filter'
import { type Successor, withLock, withLockThen } from './lock'
import { LoopbackRoutes, mayHaveRoute, networkNamespace } from './loopback-routes'
import { entryResolver } from './resolve-entry'
import { SharedMaps } from './shared-maps'
import { removeVip, serverAddress } from './vip-address'

/** The number of the farm's list. A session with a list of its own has its id for number. */
export const FARM_LIST = 0

export class SessionFilter {
  readonly kernel: KernelFilter
  readonly place: FilterPlace
  readonly files: FilterFiles
  private readonly maps: SharedMaps
  private readonly routes: LoopbackRoutes

  /** @throws Error where there is no cgroup version 2 */
  constructor(stateDirectory: string, bpftool: Bpftool, object: FilterObject) {
    this.place = new FilterPlace(instanceOf(stateDirectory))
    this.kernel = new KernelFilter(bpftool, object, this.place)
    this.files = new FilterFiles(stateDirectory)
    this.maps = new SharedMaps(this.kernel)
    this.routes = new LoopbackRoutes(this.place.instance)
  }

  /**
   * Puts the filter in force for a session that begins; its programs are to be started in the group that is returned.
   * @throws Error where another session of the id still runs, or the kernel refuses
   */
  async open(session: FilteredSession): Promise<{ cgroup: string; wantsVip: boolean; notes: string[] }> {
    let dismiss = () => {}
    const lock = await this.files.prepare()
    try {
      return await withLockThen(
        lock,
        IP_BATCH,
        (batch) => this.openLocked(session, batch),
        () => {
          dismiss = this.kernel.makeReady()
        },
      )
    } finally {
      dismiss()
    }
  }

  private async openLocked(session: FilteredSession, batch: Successor) {
    const cgroup = this.place.groupOf(session)
    // A session that others began has its processes already.
    const left = session.group ? [] : await cgroupProcesses(cgroup)
    if (left.length > 0) {
      throw new Error(
        `session ${session.id} still has processes (${left.slice(0, 8).join(' ')}): end them first`,
      )
    }
    const saving = this.files.save(session)
    // At once where the group is ours: without its file it is a stray, and goes. One of the system's would keep the filter.
    if (session.group) await saving
    const [saved, enforced] = await Promise.allSettled([saving, this.enforce(session, batch)])
    if (saved.status === 'fulfilled' && enforced.status === 'fulfilled') return { cgroup, ...enforced.value }
    await this.release(session)
    // Its virtual IP is the caller's to take back.
    await this.forget(session.id, false, session)
    throw saved.status === 'rejected' ? saved.reason : (enforced as PromiseRejectedResult).reason
  }

  /** What an admin should know of the session's list. */
  private async enforce(
    session: FilteredSession,
    batch: Successor,
  ): Promise<{ wantsVip: boolean; notes: string[] }> {
    await this.kernel.ensureLoaded()
    const list = compileList(session.own ?? (await this.files.farm()), entryResolver())
    // Only virtual IPs are of concern to other sessions; a host may have a thousand.
    const wantsVip = session.vip !== null || (list.flags & SESSION_FLAGS.vip) !== 0
    const others = async () => (await this.files.sessions()).filter(({ id }) => id !== session.id)
    const all = wantsVip ? [...(await others()), session] : [session]
    refuseHeldVip(session, all)
    const routing = this.routes.add(routesOf([[session, list]]), batch)
    try {
      // Whoever changes the farm's values brings them to the kernel while any session follows them.
      const standing = session.own === null && (await this.files.anotherFollowsFarm(session.id))
      if (!standing) await this.maps.writeLists(new Map([[numberOf(session), list]]), false)
      if (wantsVip) await this.maps.writeHosts(all)
      await this.bring(session, list, all, await routing)
    } finally {
      // Whatever failed: nothing may come when all has been taken back.
      await routing
    }
    return { wantsVip, notes: list.notes }
  }

  /** Ends what still runs in the session and leaves nothing of it behind. */
  async close(id: number): Promise<void> {
    await endCgroup(this.place.cgroupOf(id))
    await this.locked(() => this.forget(id, true))
  }

  /**
   * Gives a session that runs another virtual IP, or none: one map write, and its names follow. Sockets keep the address
   * that they have. The address must be on the machine already; one that was taken away is the caller's to remove.
   * @throws Error where no such session is filtered, or another session holds the address
   */
  async setVip(id: number, vip: string | null, vipDevice: string | null = null): Promise<void> {
    await this.locked(async () => {
      const before = await this.files.sessions()
      const found = before.find((one) => one.id === id)
      if (!found) throw new Error(`session ${id} is not filtered`)
      const session = { ...found, vip, vipDevice }
      refuseHeldVip(session, before)
      const all = before.map((one) => (one.id === id ? session : one))
      const list = compileList(session.own ?? (await this.files.farm()), entryResolver())
      await this.files.save(session)
      await this.maps.writeHosts(all)
      await this.maps.writeHeld([session], loopOf(session))
      const entry = this.sessionEntry(session, list, all, await this.routes.standing())
      await this.kernel.write([this.kernel.set('vf_session', entry)])
      await this.files.renewHosts(id, vip)
    })
  }

  /** From now on every session that begins follows the farm's values, be they empty still. */
  async begin(): Promise<void> {
    await this.locked(async () => {
      if (!(await this.files.hasFarm())) await this.files.saveFarm({})
    })
  }

  /** Follows files that were replaced under their paths, as by an upgrade. */
  async refreshFiles(): Promise<void> {
    await this.locked(async () => {
      const list = compileList(await this.files.farm(), entryResolver())
      if (list.files.size > 0 && this.kernel.isLoaded)
        await this.maps.writeLists(new Map([[FARM_LIST, list]]), false)
    })
  }

  /** Puts back the routes that somebody took away. @returns the loopbacks whose route stands */
  async mendRoutes(): Promise<Set<string>> {
    return this.locked(async () => {
      const resolve = entryResolver()
      const farm = compileList(await this.files.farm(), resolve)
      const lists = (await this.files.sessions()).map(
        (one) => [one, one.own === null ? farm : compileList(one.own, resolve)] as const,
      )
      return this.routes.bring(routesOf(lists))
    })
  }

  /** The farm's values from now on, also for the sessions that run. */
  async setFarm(settings: PolicySettings): Promise<void> {
    await this.locked(async () => {
      await this.files.saveFarm(settings)
      const sessions = await this.files.sessions()
      if (sessions.some(({ own }) => own === null)) await this.bringAll(sessions)
    })
  }

  /**
   * Sets right what a crash or an upgrade left: sessions that are over and empty go, the others are brought to what they
   * should be.
   * @param isOpen whether the launcher's record of the session still holds
   */
  async reconcile(isOpen: (session: FilteredSession) => boolean): Promise<void> {
    await this.locked(async () => {
      for (const session of await this.files.sessions()) {
        if (isOpen(session) || (await this.ownProcesses(session)).length > 0) continue
        await this.release(session)
        // What the kernel holds of it is set right below, once for all of them.
        await this.discard(session.id, session)
      }
      const sessions = await this.files.sessions()
      await this.removeStrays(sessions)
      if (sessions.length > 0) {
        await this.bringAll(sessions)
        this.kernel.forgetOthers()
      } else await this.removeAll()
    })
  }

  /**
   * Takes the filter off every session and the sessions' addresses off the machine, whatever still runs: it goes on as
   * if there were no filter. An empty group of ours stays until its processes end. Gives how many sessions there were.
   */
  async withdraw(): Promise<number> {
    return this.locked(async () => {
      const sessions = await this.files.sessions()
      for (const session of sessions) {
        await this.kernel.detach(this.place.groupOf(session))
        await this.release(session)
        await this.discard(session.id, session)
      }
      await this.removeStrays([])
      await this.removeAll()
      return sessions.length
    })
  }

  /** Waits for whoever changes a session just now: one whose file is there may still be on its way into the kernel. */
  async settled(): Promise<void> {
    await this.locked(async () => undefined)
  }

  private async locked<T>(work: () => Promise<T>): Promise<T> {
    return withLock(await this.files.prepare(), work)
  }

  /** Follows a session that others began to another of the system's groups: nothing is unfiltered in between. */
  async move(id: number, group: SessionGroup): Promise<void> {
    await this.locked(async () => {
      const before = await this.files.sessions()
      const found = before.find((one) => one.id === id)
      if (!found?.group || found.group.attach === group.attach) return
      const session = { ...found, group }
      await this.files.save(session)
      const list = compileList(session.own ?? (await this.files.farm()), entryResolver())
      await this.bring(session, list, before, await this.routes.standing())
      const others = before.filter((one) => one.id !== id).map((one) => this.place.groupOf(one))
      if (!others.includes(found.group.attach)) await this.kernel.detach(found.group.attach)
    })
  }

  /** Processes that keep an id although their launcher is gone: only those in a group of ours. */
  private async ownProcesses(session: FilteredSession): Promise<number[]> {
    return session.group ? [] : cgroupProcesses(this.place.cgroupOf(session.id))
  }

  /** Takes the filter away: with the group that was made for it, or off the group that the system keeps. */
  private async release(session: FilteredSession): Promise<void> {
    if (session.group) await this.kernel.detach(session.group.attach)
    else await removeCgroup(this.place.cgroupOf(session.id))
  }

  /**
   * @param withVip true to take its virtual IP off the machine as well
   * @param unsaved the session, where its file may not stand
   */
  private async forget(id: number, withVip: boolean, unsaved?: FilteredSession): Promise<void> {
    const sessions = await this.files.sessions()
    const session = sessions.find((one) => one.id === id) ?? unsaved
    if (sessions.every((one) => one === session)) await this.removeAll()
    else if (session && this.kernel.isLoaded) {
      if (session.own !== null)
        await this.maps.writeLists(new Map([[id, compileList({}, entryResolver())]]), false)
      await this.maps.writeHeld([], loopOf(session))
      await this.routes.remove([loopOf(session)])
    }
    await this.discard(id, withVip ? session : undefined)
  }

  /** @param withVip the session, where its virtual IP is to be taken off the machine as well */
  private async discard(id: number, withVip: FilteredSession | undefined): Promise<void> {
    if (withVip?.vip && withVip.vipDevice) await removeVip(withVip.vip, withVip.vipDevice)
    await this.files.remove(id)
    await this.files.removeHosts(id)
  }

  private async removeAll(): Promise<void> {
    this.place.removePins()
    await this.routes.keepOnly(new Set())
    try {
      rmdirSync(this.place.cgroup)
    } catch {
      // It is not there, or somebody put processes into it.
    }
  }

  /** Groups without a file: of sessions whose file was lost. Those with processes stay in force as they are. */
  private async removeStrays(sessions: readonly FilteredSession[]): Promise<void> {
    const known = new Set(sessions.map(({ id }) => this.place.cgroupOf(id)))
    const entries = await readdir(this.place.cgroup, { withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      const path = `${this.place.cgroup}/${entry.name}`
      if (entry.isDirectory() && !known.has(path)) await removeCgroup(path)
    }
  }

  private async bringAll(sessions: readonly FilteredSession[]): Promise<void> {
    await this.kernel.ensureLoaded()
    const resolve = entryResolver()
    const farm = compileList(await this.files.farm(), resolve)
    const listOf = (session: FilteredSession) =>
      session.own === null ? farm : compileList(session.own, resolve)
    // A group of the system's goes with its session, before we know.
    const there = sessions.filter(({ group }) => group === undefined || existsSync(group.attach))
    const lists = there.map((session) => [session, listOf(session)] as const)
    await this.maps.writeLists(new Map(lists.map(([session, list]) => [numberOf(session), list])), true)
    await this.maps.writeHosts(sessions)
    await this.maps.writeHeld(sessions)
    const routed = await this.routes.bring(routesOf(lists))
    for (const [session, list] of lists) await this.bring(session, list, sessions, routed)
    // After the sessions that relied on them.
    await this.routes.keepOnly(routed)
  }

  /** Programs attached and values written for one session, with its list in the kernel already. */
  private async bring(
    session: FilteredSession,
    list: CompiledList,
    all: readonly FilteredSession[],
    routed: ReadonlySet<string>,
  ): Promise<void> {
    const cgroup = this.place.groupOf(session)
    const isNew = session.group === undefined && (await makeCgroup(cgroup))
    const value = [
      ...heldBy(session).map((entry) => this.kernel.set('vf_held', entry)),
      this.kernel.set('vf_session', this.sessionEntry(session, list, all, routed)),
    ]
    if (isNew) await this.kernel.attachFirst(cgroup, list.masks, value)
    else await this.kernel.attach(cgroup, list.masks, value)
  }

  /**
   * What the kernel should hold for a session. Its group must exist.
   * @param all the sessions, whose virtual IPs are not the server's own addresses
   * @param routed the loopbacks whose route stands
   */
  sessionEntry(
    session: FilteredSession,
    list: CompiledList,
    all: readonly FilteredSession[],
    routed: ReadonlySet<string>,
  ): MapEntry {
    const wantsVip = (list.flags & SESSION_FLAGS.vip) !== 0
    const falls = wantsVip && session.vip === null && list.vipFallback === 'server-address'
    const server = falls ? serverAddress(vipsOf(all)) : null
    const value = sessionValue({
      loop: loopOf(session),
      vip: session.vip ?? server,
      list: numberOf(session),
      flags: list.flags | (server === null ? 0 : SESSION_FLAGS.vipServer),
      routed: routesOf([[session, list]]).some((one) => routed.has(one)) ? networkNamespace() : 0,
    })
    return { key: cgroupMapKey(cgroupInode(this.place.groupOf(session))), value }
  }
}

function refuseHeldVip({ id, vip }: FilteredSession, all: readonly FilteredSession[]): void {
  const holder = all.find((one) => one.vip !== null && one.vip === vip && one.id !== id)
  if (holder) throw new Error(`${vip} is the virtual IP of session ${holder.id}: choose another`)
}

const numberOf = (session: FilteredSession): number => (session.own === null ? FARM_LIST : session.id)

/** The loopbacks that should have a route. */
const routesOf = (lists: readonly (readonly [FilteredSession, CompiledList])[]): string[] =>
  lists
    .filter(([{ id }, { flags }]) => (flags & SESSION_FLAGS.loop) !== 0 && mayHaveRoute(id))
    .map(([session]) => loopOf(session))
