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
    this.known = text === null ? structuredClone(NONE) : schema.parse(JSON.parse(text))
    return this.known
  }

  /** Notes before anything is changed, so that a crash in between loses no original. */
  async noteRegistry(key: string, name: string, before: RegistryData | undefined): Promise<void> {
    const changes = await this.read()
    if (isNoted(changes, key, name)) return
    changes.registry.push({ key, name, before: before ?? null })
    await this.save(changes)
  }

  async noteWmi(property: string, before: unknown): Promise<void> {
    const changes = await this.read()
    if (changes.wmi.some((one) => one.property === property)) return
    changes.wmi.push({ property, before })
    await this.save(changes)
  }

  /** A value that was put back is nobody's of ours any more. */
  async forget(name: string): Promise<void> {
    const changes = await this.read()
    changes.registry = changes.registry.filter((one) => one.name !== name)
    changes.wmi = changes.wmi.filter((one) => one.property !== name)
    await this.save(changes)
  }

  async noteRestart(setting: string, boot: string): Promise<void> {
    const changes = await this.read()
    if (changes.restart.some((one) => one.setting === setting && one.boot === boot)) return
    changes.restart = [...changes.restart.filter((one) => one.setting !== setting), { setting, boot }]
    await this.save(changes)
  }

  async noteCatalog(boot: string): Promise<void> {
    const changes = await this.read()
    if (changes.catalogBoot === boot) return
    changes.catalogBoot = boot
    await this.save(changes)
  }

  async allowTakeOver(setting: string): Promise<void> {
    const changes = await this.read()
    if (changes.takeOver.includes(setting)) return
    changes.takeOver.push(setting)
    await this.save(changes)
  }

  /** After everything was put back. */
  async clear(): Promise<void> {
    this.known = null
    await this.storage.remove(CHANGES_FILE)
  }

  private async save(changes: Changes): Promise<void> {
    await this.storage.writeAtomic(CHANGES_FILE, `${JSON.stringify(changes, null, 2)}\n`)
  }
}

export function isNoted(changes: Changes, key: string, name: string): boolean {
  return changes.registry.some((one) => one.key === key && one.name === name)
}
