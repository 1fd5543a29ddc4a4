/**
 * DHCP over plain UDP, as a client that has an address of its own already: no raw socket, no extra MAC, no relay. What
 * is asked for a session leaves from the machine's own address with the broadcast flag set, and the answer comes to the
 * broadcast address; what prolongs a lease leaves from the leased address, and the answer comes to that.
 */

import { createSocket, type Socket } from 'node:dgram'
import { type DhcpMessage, readDhcp, writeDhcp } from '~/formats/dhcp/message'
import { messageOf } from '../../../log'
import type { Adapter } from './adapter'

const [SERVER_PORT, CLIENT_PORT] = [67, 68] as const
const EVERYBODY = '255.255.255.255'

export class DhcpLink {
  private readonly listeners = new Set<(message: DhcpMessage) => void>()
  /** By the address that they are bound to. */
  private readonly sockets = new Map<string, Promise<Socket>>()
  private closed = false

  constructor(readonly adapter: Adapter) {}

  /** Hears the broadcast answers. @throws Error where the port cannot be had */
  async open(): Promise<void> {
    await this.socket(EVERYBODY)
    await this.socket(this.adapter.address)
  }

  close(): void {
    this.closed = true
    for (const address of [...this.sockets.keys()]) this.forget(address)
  }

  /** Calls back with every answer of a server, whoever asked. */
  listen(onMessage: (message: DhcpMessage) => void): () => void {
    this.listeners.add(onMessage)
    return () => this.listeners.delete(onMessage)
  }

  /**
   * @param to null for everybody
   * @param from a leased address on the adapter; null for the machine's own
   * @throws Error where it cannot be sent
   */
  async send(message: DhcpMessage, to: string | null, from: string | null): Promise<void> {
    const own = () => this.socket(this.adapter.address)
    // A leased address that is not on the adapter (any more) cannot speak for itself.
    const socket = from === null ? await own() : await this.socket(from).catch(own)
    const bytes = writeDhcp(message)
    await new Promise<void>((resolve, reject) => {
      socket.send(bytes, SERVER_PORT, to ?? EVERYBODY, (error) => (error ? reject(error) : resolve()))
    })
  }

  /** An address that leaves the adapter takes its socket along. */
  forget(address: string): void {
    const socket = this.sockets.get(address)
    this.sockets.delete(address)
    socket?.then(
      (open) => open.close(),
      () => undefined,
    )
  }

  private socket(address: string): Promise<Socket> {
    if (this.closed) return Promise.reject(new Error('the link is closed'))
    const known = this.sockets.get(address)
    if (known) return known
    const made = this.bound(address)
    this.sockets.set(address, made)
    made.catch(() => this.sockets.delete(address))
    return made
  }

  private bound(address: string): Promise<Socket> {
    // The host's own DHCP client may have the port on another address, or share this one.
    const socket = createSocket({ type: 'udp4', reuseAddr: true })
    socket.on('message', (bytes) => this.heard(bytes))
    return new Promise((resolve, reject) => {
      socket.once('error', (error) => {
        socket.close()
        reject(new Error(`UDP port ${CLIENT_PORT} of ${address} cannot be used: ${messageOf(error)}`))
      })
      socket.bind(CLIENT_PORT, address, () => {
        socket.removeAllListeners('error')
        socket.on('error', () => this.forget(address))
        socket.setBroadcast(true)
        resolve(socket)
      })
    })
  }

  private heard(bytes: Uint8Array): void {
    const read = readDhcp(bytes)
    if (!read.ok || !read.value.reply) return
    for (const listener of this.listeners) listener(read.value)
  }
}
