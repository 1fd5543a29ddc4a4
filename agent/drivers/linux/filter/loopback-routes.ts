/**
 * Routes of their own for the loopbacks of sessions, in the table of local addresses. Every address under 127/8 is
 * reached without; what such a route adds is the source: the address itself, where it would be 127.0.0.1.
 */

import { statSync } from 'node:fs'
import { linuxLoopbackWarning } from '~/domain/address'
import { IP_BATCH, ip } from './iproute'
import type { Successor } from './lock'

const TABLE = ['table', 'local']
/** The mark of ours, which no routing daemon has. */
const PROTOCOL = ['proto', '127']

export class LoopbackRoutes {
  /** Routes of one address for two state directories stand beside each other, told apart by their metric. */
  private readonly metric: number

  /** @param instance the mark of the state directory, in hexadecimal digits */
  constructor(instance: string) {
    this.metric = Number.parseInt(instance.slice(0, 8), 16) || 1
  }

  /** Those that stand. None where that cannot be told. */
  async standing(): Promise<Set<string>> {
    return this.list().catch(() => new Set())
  }

  /** Adds what is missing among `loopbacks`. @returns those of them that stand then, and ours that are too much */
  async bring(loopbacks: readonly string[]): Promise<{ standing: Set<string>; surplus: string[] }> {
    const before = await this.standing()
    const added = await this.add(loopbacks.filter((one) => !before.has(one)))
    const standing = new Set(loopbacks.filter((one) => before.has(one) || added.has(one)))
    return { standing, surplus: [...before].filter((one) => !standing.has(one)) }
  }

  /**
   * What stands already is no error.
   * @param batch of iproute2, where its process is there already
   * @returns those of `loopbacks` that stand then: one that cannot be had costs nothing but time
   */
  async add(loopbacks: readonly string[], batch?: Successor): Promise<Set<string>> {
    try {
      await this.change('replace', loopbacks, batch)
      return new Set(loopbacks)
    } catch {
      const standing = await this.standing()
      return new Set(loopbacks.filter((one) => standing.has(one)))
    }
  }

  async removeAll(): Promise<void> {
    await this.remove([...(await this.standing())])
  }

  /** One that is gone is no error. */
  async remove(loopbacks: readonly string[]): Promise<void> {
    await this.change('del', loopbacks).catch(() => undefined)
  }

  private async list(): Promise<Set<string>> {
    const text = await ip(['-4', '-j', 'route', 'show', ...TABLE, ...PROTOCOL])
    const routes: unknown = JSON.parse(text.trim() || '[]')
    return new Set((Array.isArray(routes) ? routes : []).flatMap((one) => this.loopbackOf(one) ?? []))
  }

  private loopbackOf(route: unknown): string | null {
    if (typeof route !== 'object' || route === null) return null
    const { dst, metric } = route as { dst?: unknown; metric?: unknown }
    return typeof dst === 'string' && metric === this.metric ? dst : null
  }

  private async change(
    action: 'replace' | 'del',
    loopbacks: readonly string[],
    { finish }: Successor = NEW_BATCH,
  ): Promise<void> {
    if (loopbacks.length === 0) return
    const rest = ['dev', 'lo', 'metric', String(this.metric), ...PROTOCOL, ...TABLE].join(' ')
    await finish(loopbacks.map((one) => `route ${action} local ${one}/32 ${rest}\n`).join(''))
  }
}

const NEW_BATCH: Successor = {
  async finish(input) {
    const [, ...args] = IP_BATCH
    await ip(args, input)
  },
}

/** Others live at a few of the addresses: whoever talks to them must go on as he is used to. */
export const mayHaveRoute = (session: number): boolean => linuxLoopbackWarning(session) === null

/** This process's network namespace, as the filter knows it. */
export const networkNamespace = (): number => Number(statSync('/proc/self/ns/net').ino)
