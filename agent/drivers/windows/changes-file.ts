/**
 * What this agent changed on the machine and how it was before: whose value one is, what a clean uninstall puts back,
 * and which changes wait for a restart.
 */

import { z } from 'zod'
import type { Storage } from '../../storage/storage'
import type { RegistryData } from './ports'

export const CHANGES_FILE = 'windows-changes.json'

const data = z.union([
  z.strictObject({ type: z.enum(['string', 'expand']), value: z.string() }),
  z.strictObject({ type: z.literal('dword'), value: z.number() }),
  z.strictObject({ type: z.literal('multi'), value: z.array(z.string()) }),
  z.strictObject({ type: z.literal('binary'), value: z.array(z.number()) }),
])

const schema = z.strictObject({
  v: z.literal(1),
  /** By key and name: the value before our first write, null for none. */
  registry: z.array(z.strictObject({ key: z.string(), name: z.string(), before: data.nullable() })),
  /** By property: what Windows said before our first change. */
  wmi: z.array(z.strictObject({ property: z.string(), before: z.unknown() })),
  /** Settings whose change is not in force before a restart, with the boot they were changed in. */
  restart: z.array(z.strictObject({ setting: z.string(), boot: z.string() })),
  /** Settings whose foreign values an admin allowed us to overwrite. */
  takeOver: z.array(z.string()),
  /** The boot in which the WinSock key was last seen. */
  catalogBoot: z.string().nullable(),
})
export type Changes = z.infer<typeof schema>

const NONE: Changes = { v: 1, registry: [], wmi: [], restart: [], takeOver: [], catalogBoot: null }

export class ChangesFile {
  private known: Changes | null = null

  constructor(private readonly storage: Storage) {}

  /** @throws Error where the file cannot be read: without it nobody knows whose values these are. */
  async read(): Promise<Changes> {
    if (this.known) return this.known
    const text = await this.storage.read(CHANGES_FILE)
    this.known = text === null ? NONE : schema.parse(JSON.parse(text))
    return this.known
  }

  /** Notes before anything is changed, so that a crash in between loses no original. */
  async noteRegistry(key: string, name: string, before: RegistryData | undefined): Promise<void> {
    const { registry } = await this.read()
    if (registry.some((one) => one.key === key && one.name === name)) return
    await this.change({ registry: [...registry, { key, name, before: before ?? null }] })
  }

  async noteWmi(property: string, before: unknown): Promise<void> {
    const { wmi } = await this.read()
    if (wmi.some((one) => one.property === property)) return
    await this.change({ wmi: [...wmi, { property, before }] })
  }

  /** A value that was put back is nobody's of ours any more. */
  async forget(name: string): Promise<void> {
    const { registry, wmi } = await this.read()
    await this.change({
      registry: registry.filter((one) => one.name !== name),
      wmi: wmi.filter((one) => one.property !== name),
    })
  }

  async noteRestart(setting: string, boot: string): Promise<void> {
    const { restart } = await this.read()
    if (restart.some((one) => one.setting === setting && one.boot === boot)) return
    await this.change({ restart: [...restart.filter((one) => one.setting !== setting), { setting, boot }] })
  }

  async noteCatalog(boot: string): Promise<void> {
    if ((await this.read()).catalogBoot !== boot) await this.change({ catalogBoot: boot })
  }

  async allowTakeOver(setting: string): Promise<void> {
    const { takeOver } = await this.read()
    if (!takeOver.includes(setting)) await this.change({ takeOver: [...takeOver, setting] })
  }

  /** After everything was put back. */
  async clear(): Promise<void> {
    this.known = null
    await this.storage.remove(CHANGES_FILE)
  }

  /** Known once it is written: a note that a full disk refused is none. */
  private async change(changes: Partial<Changes>): Promise<void> {
    const next = { ...(await this.read()), ...changes }
    await this.storage.writeAtomic(CHANGES_FILE, `${JSON.stringify(next, null, 2)}\n`)
    this.known = next
  }
}

export function isNoted(changes: Changes, key: string, name: string): boolean {
  return changes.registry.some((one) => one.key === key && one.name === name)
}
