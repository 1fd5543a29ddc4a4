/** The power of a machine, which goes at a chosen write: from then on nothing reaches registry, WMI or disk. */

import type { Storage } from '~/agent/storage/storage'
import type { FakeWindows } from './fake-windows'

type Work<A extends unknown[]> = (...args: A) => Promise<void>

export class Power {
  private writes = 0

  /** @param lasts how many writes are made before it goes */
  constructor(private readonly lasts: number) {}

  /** It did not go. */
  get lasted(): boolean {
    return this.writes <= this.lasts
  }

  over(windows: FakeWindows) {
    const { registry, wmi } = windows
    return {
      ...windows,
      close: async () => undefined,
      registry: { ...registry, write: this.while(registry.write), remove: this.while(registry.remove) },
      wmi: {
        ...wmi,
        setVirtualIpActive: this.while(wmi.setVirtualIpActive),
        setVirtualIpMode: this.while(wmi.setVirtualIpMode),
        setProgramList: this.while(wmi.setProgramList),
        selectNetworkAdapter: this.while(wmi.selectNetworkAdapter),
      },
    }
  }

  overDisk(disk: Storage): Storage {
    return {
      ...disk,
      writeAtomic: this.while(disk.writeAtomic),
      append: this.while(disk.append),
      remove: this.while(disk.remove),
    }
  }

  private while<A extends unknown[]>(work: Work<A>): Work<A> {
    return async (...args) => {
      this.writes += 1
      if (!this.lasted) throw new Error('the power went')
      return work(...args)
    }
  }
}
