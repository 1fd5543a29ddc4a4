/** The kernel's maps that sessions share, brought to what they should be: the lists, the server's addresses, whose is which. */

import type { CompiledList } from './compile-list'
import type { FilteredSession } from './filter-files'
import { hostMapKey, number32 } from './filter-values'
import { heldBy, vipsOf } from './held-addresses'
import type { KernelFilter } from './kernel-filter'
import { changesBetween, entriesOf, LIST_MAPS, ofLists } from './list-entries'
import { hostAddresses } from './vip-address'

export class SharedMaps {
  constructor(private readonly kernel: KernelFilter) {}

  /** @param all true where these are all the lists there are */
  async writeLists(lists: ReadonlyMap<number, CompiledList>, all: boolean): Promise<void> {
    const commands: string[][] = []
    const wanted = [...lists].map(([number, list]) => entriesOf(number, list))
    const standing = await this.kernel.entriesOf(LIST_MAPS)
    for (const [at, map] of LIST_MAPS.entries()) {
      const entries = wanted.flatMap((one) => one[map])
      const ofConcern = all ? () => true : ofLists(new Set(lists.keys()))
      const { set, unset } = changesBetween(standing[at] ?? [], entries, ofConcern)
      for (const entry of set) commands.push(this.kernel.set(map, entry))
      for (const key of unset) commands.push(this.kernel.unset(map, key))
    }
    if (commands.length > 0) await this.kernel.write([...commands, this.kernel.forgetVerdicts()])
  }

  /** @param of null for the addresses of all sessions, else the loopback of the one whose addresses are written */
  async writeHeld(sessions: readonly FilteredSession[], of: string | null = null): Promise<void> {
    const all = await this.kernel.entries('vf_held')
    const standing = of === null ? all : all.filter(({ value }) => value.equals(hostMapKey(of)))
    const { set, unset } = changesBetween(standing, sessions.flatMap(heldBy))
    await this.kernel.write([
      ...set.map((entry) => this.kernel.set('vf_held', entry)),
      ...unset.map((key) => this.kernel.unset('vf_held', key)),
    ])
  }

  async writeHosts(sessions: readonly FilteredSession[]): Promise<void> {
    const wanted = hostAddresses(vipsOf(sessions)).map((address) => ({
      key: hostMapKey(address),
      value: number32(1),
    }))
    const { set, unset } = changesBetween(await this.kernel.entries('vf_hosts'), wanted)
    await this.kernel.write([
      ...set.map((entry) => this.kernel.set('vf_hosts', entry)),
      ...unset.map((key) => this.kernel.unset('vf_hosts', key)),
    ])
  }
}
