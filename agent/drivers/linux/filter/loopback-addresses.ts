/**
 * The loopbacks of sessions as addresses of an adapter that is never up. Every address under 127/8 is reached without;
 * but whoever sends from one has it checked at each datagram, and an address of an adapter is found at once, where others
 * are looked for among the routes. An adapter that is down carries nothing, and its addresses are given no route, so that
 * for everybody else all is as it was. Where there is no such adapter nothing is wrong but the time it takes.
 */

import { readFileSync } from 'node:fs'
import { IP_BATCH, ip } from './iproute'
import type { Successor } from './lock'

/** Kinds of adapters that do nothing by themselves; the first that the kernel has. */
const KINDS = ['dummy', 'ifb']
/** The mark of ours, which no routing daemon has. */
const OURS = 'proto 127 table local'

export class LoopbackAddresses {
  private readonly adapter: string

  /** @param instance the mark of the state directory: each has an adapter of its own */
  constructor(
    instance: string,
    private readonly adapters = '/proc/net/dev',
  ) {
    this.adapter = `vipfarm-${instance.slice(0, 7)}`
  }

  /** Those that the adapter has. */
  async standing(): Promise<Set<string>> {
    return (await this.look()).addresses
  }

  /** Brings the adapter to what it should be. One that somebody took up would give its addresses routes: it goes. */
  async bring(loopbacks: readonly string[]): Promise<void> {
    const { isUp, addresses } = await this.look()
    if (isUp) return this.removeAll()
    await this.remove([...addresses].filter((one) => !loopbacks.includes(one)))
    await this.add(loopbacks.filter((one) => !addresses.has(one)))
  }

  /**
   * What stands already, or cannot be had, is no error.
   * @param batch of iproute2, where its process is there already
   */
  async add(loopbacks: readonly string[], batch?: Successor): Promise<void> {
    if (loopbacks.length === 0) return
    const made = this.isThere ? [] : KINDS.map((kind) => `link add ${this.adapter} type ${kind}`)
    await change([...made, ...loopbacks.flatMap((one) => this.addition(one))], batch)
  }

  /** One that is gone is no error. */
  async remove(loopbacks: readonly string[]): Promise<void> {
    if (!this.isThere) return
    await change(loopbacks.map((one) => `addr del ${one}/32 dev ${this.adapter}`))
  }

  async removeAll(): Promise<void> {
    if (this.isThere) await change([`link del ${this.adapter}`])
  }

  /**
   * The kernel gives each new address a route, from which whoever goes there would start from it. Until that is gone
   * another stands before it, by which he starts from 127.0.0.1 as ever.
   */
  private addition(loopback: string): string[] {
    const asEver = `local ${loopback}/32 dev lo src 127.0.0.1 ${OURS}`
    return [
      `route add ${asEver}`,
      `addr add ${loopback}/32 dev ${this.adapter} scope host`,
      `route del local ${loopback}/32 dev ${this.adapter} table local`,
      `route del ${asEver}`,
    ]
  }

  private get isThere(): boolean {
    try {
      const names = readFileSync(this.adapters, 'latin1')
        .split('\n')
        .map((line) => line.split(':')[0]?.trim())
      return names.includes(this.adapter)
    } catch {
      return false
    }
  }

  private async look(): Promise<{ isUp: boolean; addresses: Set<string> }> {
    if (!this.isThere) return { isUp: false, addresses: new Set() }
    const told: unknown = JSON.parse(
      await ip(['-4', '-j', 'addr', 'show', 'dev', this.adapter]).catch(() => '[]'),
    )
    const [{ flags = [], addr_info: rows = [] } = {}] = told as {
      flags?: string[]
      addr_info?: { local?: string }[]
    }[]
    return { isUp: flags.includes('UP'), addresses: new Set(rows.flatMap(({ local }) => local ?? [])) }
  }
}

/** Speed is all that is lost where a line of it fails. */
async function change(lines: readonly string[], { finish }: Successor = NEW_BATCH): Promise<void> {
  if (lines.length > 0) await finish(lines.map((line) => `${line}\n`).join('')).catch(() => undefined)
}

const NEW_BATCH: Successor = {
  async finish(input) {
    const [, ...args] = IP_BATCH
    await ip(args, input)
  },
}
