import type { Storage } from './storage'

/** Nothing survives the process: for simulated hosts and benches, which must not wait for a disk. */
export function memoryStorage(files = new Map<string, string>()): Storage {
  return {
    read: async (name) => files.get(name) ?? null,
    async writeAtomic(name, text) {
      files.set(name, text)
    },
    async append(name, text) {
      files.set(name, (files.get(name) ?? '') + text)
    },
    async remove(name) {
      files.delete(name)
    },
    async setAside(name) {
      const text = files.get(name)
      if (text === undefined) return
      files.set(`${name}.unreadable`, text)
      files.delete(name)
    },
  }
}
