/** A network of our own: this machine at one end, a remote machine (a network namespace) at the other. */

import { execFileSync } from 'node:child_process'

let made = 0

export interface Network {
  /** This machine's address in it. */
  host: string
  remote: string
  /** The adapter at this end. */
  device: string
  /** Another address of the network. */
  address(last: number): string
  /** The addresses that this machine has. */
  addresses(): string[]
  /** Runs a program on the remote machine and gives back what it prints. */
  onRemote(...command: string[]): string
  remoteCommand(...command: string[]): string[]
  close(): void
}

export function openNetwork(): Network {
  const name = `vf${process.pid.toString(36)}${++made}`
  // A documentation range would do as well; 10.77/16 has room for many runs at once.
  const third = (process.pid + made) % 250
  const address = (last: number) => `10.77.${third}.${last}`
  const ip = (...args: string[]) => execFileSync('ip', args, { encoding: 'utf8', timeout: 10_000 })
  const remoteCommand = (...command: string[]) => ['nsenter', `--net=/run/netns/${name}`, ...command]
  ip('netns', 'add', name)
  ip('link', 'add', `${name}h`, 'type', 'veth', 'peer', 'name', `${name}r`, 'netns', name)
  ip('addr', 'add', `${address(1)}/24`, 'dev', `${name}h`)
  ip('link', 'set', `${name}h`, 'up')
  const onRemote = (...command: string[]) => {
    const [program = '', ...args] = remoteCommand(...command)
    return execFileSync(program, args, { encoding: 'utf8', timeout: 20_000 })
  }
  onRemote('ip', 'addr', 'add', `${address(2)}/24`, 'dev', `${name}r`)
  onRemote('ip', 'link', 'set', `${name}r`, 'up')
  onRemote('ip', 'link', 'set', 'lo', 'up')
  return {
    host: address(1),
    remote: address(2),
    device: `${name}h`,
    address,
    addresses: () =>
      [...ip('-o', '-4', 'addr', 'show').matchAll(/inet ([\d.]+)/g)].map(([, one]) => one ?? ''),
    onRemote,
    remoteCommand,
    close() {
      ip('link', 'del', `${name}h`)
      ip('netns', 'del', name)
    },
  }
}
