/**
 * Enforcement for the sessions of one state directory. Level-triggered: what should be is computed from the files, and
 * the kernel is brought to it, whoever stopped half-way before. The launcher and the agent both call it, under one lock.
 */

import { existsSync } from 'node:fs'
import type { PolicySettings } from '~/domain/policy-model'
import type { SessionGroup } from '../logons/session-group'
import type { Bpftool } from './bpftool'
import { cgroupProcesses, endCgroup } from './cgroup'
import { compileList } from './compile-list'
import { type FilteredSession, FilterFiles } from './filter-files'
import type { FilterObject } from './filter-object'
import { FilterPlace, instanceOf } from './filter-place'
import { IP_BATCH } from './iproute'
import { KernelFilter } from './kernel-filter'
import { type CompiledValues, KernelSessions, refuseHeldVip } from './kernel-sessions'
import { type Successor, withLock, withLockAnd } from './lock'
import { removeOldRoutes } from './old-routes'
import { entryResolver } from './resolve-entry'
import { removeVip } from './vip-address'

export class SessionFilter {
  readonly kernel: KernelFilter
  readonly place: FilterPlace
  readonly files: FilterFiles
  private readonly sessions: KernelSessions

  /** @throws Error where there is no cgroup version 2 */
  constructor(stateDirectory: string, bpftool: Bpftool, object: FilterObject) {
    this.place = new FilterPlace(instanceOf(stateDirectory))
    this.kernel = new KernelFilter(bpftool, object, this.place)
    this.files = new FilterFiles(stateDirectory)
    this.sessions = new KernelSessions(this.kernel, this.place, this.files)
  }

  /**
   * Puts the filter in force for a session that begins; its programs are to be started in the group that is returned.
   * @throws Error where another session of the id still runs, or the kernel refuses
   */
  async open(session: FilteredSession): Promise<{ cgroup: string; wantsVip: boolean; notes: string[] }> {
    const commands = { beside: this.kernel.batchCommand, becomes: IP_BATCH }
    let early: Promise<CompiledValues> | null = null
    return withLockAnd(
      await this.files.prepare(),
      commands,
      (batch, beside) => this.kernel.withReady(beside, () => this.openLocked(session, batch, early)),
      () => {
        early = this.sessions.compile(session)
        // Told below, where it is read under the lock.
        early.catch(() => undefined)
      },
    )
  }

  private async openLocked(
    session: FilteredSession,
    batch: Successor,
    early: Promise<CompiledValues> | null,
  ) {
    const cgroup = this.place.groupOf(session)
    // A session that others began has its processes already.
    const left = session.group || !existsSync(cgroup) ? [] : await cgroupProcesses(cgroup)
    if (left.length > 0) {
      throw new Error(
        `session ${session.id} still has processes (${left.slice(0, 8).join(' ')}): end them first`,
      )
    }
    const saving = this.files.save(session)
    // At once where the group is ours: without its file it is a stray, and goes. One of the system's would keep the filter.
    if (session.group) await saving
    const [saved, enforced] = await Promise.allSettled([saving, this.sessions.enforce(session, batch, early)])
    if (saved.status === 'fulfilled' && enforced.status === 'fulfilled') return { cgroup, ...enforced.value }
    await this.sessions.release(session)
    // Its virtual IP is the caller's to take back.
    await this.forget(session.id, false, session)
    throw saved.status === 'rejected' ? saved.reason : (enforced as PromiseRejectedResult).reason
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
      await this.files.save(session)
      await this.sessions.renew(session, all)
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
      if (list.files.size > 0) await this.sessions.writeFarm(list)
    })
  }

  /** Puts back the addresses that somebody took away. */
  async mendAddresses(): Promise<void> {
    await this.locked(async () => this.sessions.mendAddresses(await this.files.sessions()))
  }

  /** The farm's values from now on, also for the sessions that run. */
  async setFarm(settings: PolicySettings): Promise<void> {
    await this.locked(async () => {
      await this.files.saveFarm(settings)
      const sessions = await this.files.sessions()
      if (sessions.some(({ own }) => own === null)) await this.sessions.bringAll(sessions)
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
        await this.sessions.release(session)
        // What the kernel holds of it is set right below, once for all of them.
        await this.discard(session.id, session)
      }
      const sessions = await this.files.sessions()
      await this.sessions.removeStrays(sessions)
      if (sessions.length > 0) {
        await this.sessions.bringAll(sessions)
        this.kernel.forgetOthers()
      } else await this.sessions.removeAll()
      // Programs of before, which leave the source to a route, are off by now.
      await removeOldRoutes(this.place.instance)
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
        await this.sessions.release(session)
        await this.discard(session.id, session)
      }
      await this.sessions.removeStrays([])
      await this.sessions.removeAll()
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
      await this.sessions.move(session, found.group.attach, before)
    })
  }

  /** Processes that keep an id although their launcher is gone: only those in a group of ours. */
  private async ownProcesses(session: FilteredSession): Promise<number[]> {
    return session.group ? [] : cgroupProcesses(this.place.cgroupOf(session.id))
  }

  /**
   * @param withVip true to take its virtual IP off the machine as well
   * @param unsaved the session, where its file may not stand
   */
  private async forget(id: number, withVip: boolean, unsaved?: FilteredSession): Promise<void> {
    const sessions = await this.files.sessions()
    const session = sessions.find((one) => one.id === id) ?? unsaved
    if (sessions.every((one) => one === session)) await this.sessions.removeAll()
    else if (session) await this.sessions.forget(session)
    await this.discard(id, withVip ? session : undefined)
  }

  /** @param withVip the session, where its virtual IP is to be taken off the machine as well */
  private async discard(id: number, withVip: FilteredSession | undefined): Promise<void> {
    if (withVip?.vip && withVip.vipDevice) await removeVip(withVip.vip, withVip.vipDevice)
    await this.files.remove(id)
    await this.files.removeHosts(id)
  }
}
