/**
 * The registry by `reg.exe`: whole keys go through `.reg` files both ways, which keep types and odd texts exactly; the
 * program's own words are translated and are shown, never read.
 */

import { randomBytes } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readRegFile } from '~/formats/registry/reg-file'
import { regFileText } from '~/formats/registry/reg-value-text'
import { encodeReg } from '~/formats/registry/write-reg'
import { messageOf } from '../../../log'
import { PortError, type Registry, type RegistryData, type RegistryValues } from '../ports'
import { type CommandResult, type RunCommand, runCommand } from './command'

export class RegExe implements Registry {
  /** By missing key, the ancestor that its parent did not list. */
  private readonly missing = new Map<string, string>()

  /** @param directory private to the agent: the files in between lie there for a moment */
  constructor(
    private readonly directory: string,
    private readonly run: RunCommand = runCommand,
  ) {}

  async read(key: string): Promise<RegistryValues | null> {
    const file = this.file()
    try {
      const { code, said } = await this.reg(['export', key, file, '/y'])
      if (code === 0) return valuesOf(key, await readFile(file))
      if (await this.exists(key)) throw new PortError('access-denied', `${key} cannot be read: ${said}`)
      return null
    } finally {
      await rm(file, { force: true })
    }
  }

  async write(key: string, name: string, data: RegistryData): Promise<void> {
    const file = this.file()
    try {
      await writeFile(file, encodeReg(regFileText(key, [{ name, data }])), { mode: 0o600 })
      const { code, said } = await this.reg(['import', file])
      if (code !== 0)
        throw new PortError(
          'access-denied',
          `${name} of ${key} cannot be written: ${said || 'no reason given'}`,
        )
    } finally {
      await rm(file, { force: true })
    }
  }

  async remove(key: string, name: string): Promise<void> {
    const { code, said } = await this.reg(['delete', key, '/v', name, '/f'])
    if (code === 0) return
    const left = await this.read(key)
    if (left?.has(name.toLowerCase()))
      throw new PortError('access-denied', `${name} of ${key} cannot be removed: ${said}`)
  }

  /** Whether a key is there although it cannot be read: its parent lists it. Never exported: parents are large. */
  private async exists(key: string): Promise<boolean> {
    const known = this.missing.get(key)
    // Most keys stay missing where they were found to be: one question in place of a climb.
    if (known && (await this.lists(known)) === false) return false
    for (let at = key; ; ) {
      const parent = at.slice(0, at.lastIndexOf('\\'))
      if (!parent.includes('\\')) return true
      const listed = await this.lists(at)
      if (listed === false) this.missing.set(key, at)
      if (listed !== null) return listed
      at = parent
    }
  }

  /** Whether its parent lists a key; null where the parent cannot be read itself. */
  private async lists(key: string): Promise<boolean | null> {
    const { code, output } = await this.reg(['query', key.slice(0, key.lastIndexOf('\\'))])
    if (code !== 0) return null
    return output.split(/\r?\n/).some((line) => line.trim().toLowerCase() === key.toLowerCase())
  }

  private async reg(args: string[]): Promise<CommandResult> {
    let result: CommandResult
    try {
      result = await this.run('reg.exe', args)
    } catch (error) {
      throw new PortError('unavailable', `reg.exe cannot be run: ${messageOf(error)}`)
    }
    if (result.code === null) throw new PortError('timeout', 'reg.exe gave no answer in time')
    return result
  }

  private file(): string {
    return join(this.directory, `registry-${randomBytes(6).toString('hex')}.reg`)
  }
}

function valuesOf(key: string, bytes: Uint8Array): RegistryValues {
  const { values } = readRegFile({ name: 'export.reg', bytes })
  const own = new Map<string, RegistryData>()
  for (const { key: at, name, data } of values) {
    if (at.toLowerCase() === key.toLowerCase() && data.type !== 'deleted') own.set(name.toLowerCase(), data)
  }
  return own
}
