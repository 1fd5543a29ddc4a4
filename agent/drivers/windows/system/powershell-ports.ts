/** The ports that PowerShell answers. Strict: a row that is not as agreed is no answer. */

import {
  type MachineFacts,
  type NetworkAdapter,
  PortError,
  type SocketRow,
  type TsvipEvent,
  type VirtualIpState,
  type WindowsPorts,
  type WtsSession,
} from '../ports'
import { cellOf, type PowerShellHost, textOf } from './powershell-host'

export function powerShellPorts(host: PowerShellHost): Omit<WindowsPorts, 'registry'> {
  return {
    wmi: {
      virtualIp: async () => virtualIpOf(await host.ask('vip')),
      setVirtualIpActive: async (active) => void (await host.ask('vip-active', active ? '1' : '0')),
      setVirtualIpMode: async (mode) => void (await host.ask('vip-mode', String(mode))),
      setProgramList: async (programs) =>
        void (await host.ask('vip-programs', programs.map(cellOf).join(','))),
      selectNetworkAdapter: async (mac) => void (await host.ask('vip-adapter', cellOf(mac))),
    },
    sessions: { list: async () => (await host.ask('sessions')).map(sessionOf) },
    sockets: { list: async () => (await host.ask('sockets')).map(socketOf) },
    events: {
      tsvipSince: async (instant) =>
        (await host.ask('events', fileTimeOf(instant))).map(eventOf).sort((one, other) => one.at - other.at),
    },
    services: {
      state: async (name) => {
        const [row] = await host.ask('service', cellOf(name))
        const state = (['running', 'stopped', 'absent'] as const).find((one) => one === row?.[1])
        return state ?? nonsense(row)
      },
    },
    machine: { facts: async () => machineOf(await host.ask('machine')) },
    close: () => host.close(),
  }
}

/** Between 1601 and 1970, in the 100 ns of a FILETIME. */
const EPOCH = 116_444_736_000_000_000n
const instantOf = (fileTime: string): number =>
  /^\d{1,19}$/.test(fileTime) && BigInt(fileTime) > EPOCH ? Number((BigInt(fileTime) - EPOCH) / 10_000n) : 0
export const fileTimeOf = (instant: number): string => String(BigInt(Math.trunc(instant)) * 10_000n + EPOCH)

function nonsense(row: readonly string[] | undefined): never {
  throw new PortError('unavailable', `PowerShell answered ${JSON.stringify(row?.slice(0, 4) ?? null)}`)
}

function cells(row: readonly string[] | undefined, kind: string, count: number): string[] {
  if (row?.[0] !== kind || row.length < count) return nonsense(row)
  return [...row]
}

function whole(text: string | undefined, row: readonly string[]): number {
  if (!/^\d{1,10}$/.test(text ?? '')) return nonsense(row)
  return Number(text)
}

function sessionOf(raw: string[]): WtsSession {
  const row = cells(raw, 'session', 11)
  return {
    id: whole(row[1], row),
    state: whole(row[2], row),
    station: textOf(row[3]),
    user: textOf(row[4]),
    domain: textOf(row[5]),
    protocolType: whole(row[6], row),
    logonAt: instantOf(row[7] ?? ''),
    clientName: textOf(row[8]),
    clientIp: row[9] ?? '',
    virtualIp: row[10] ?? '',
  }
}

function socketOf(raw: string[]): SocketRow {
  const row = cells(raw, 'socket', 10)
  const protocol = row[1] === 'tcp' || row[1] === 'udp' ? row[1] : nonsense(row)
  const remote = row[5] ? { address: row[5], port: whole(row[6], row) } : undefined
  return {
    protocol,
    listening: row[2] === '1',
    local: { address: row[3] ?? '', port: whole(row[4], row) },
    ...(remote && { remote }),
    pid: whole(row[7], row),
    program: textOf(row[8]),
    session: whole(row[9], row),
  }
}

function eventOf(raw: string[]): TsvipEvent {
  const row = cells(raw, 'event', 3)
  return { id: whole(row[1], row), at: instantOf(row[2] ?? ''), values: row.slice(3).map(textOf) }
}

function virtualIpOf([first, ...rest]: string[][]): VirtualIpState {
  const row = cells(first, 'vip', 8)
  const owned = (at: number) => whole(row[at], row) === 1
  return {
    active: whole(row[1], row) !== 0,
    mode: whole(row[2], row) === 0 ? 0 : 1,
    adapterMac: textOf(row[3]),
    policy: { active: owned(4), mode: owned(5), programs: owned(6), adapter: owned(7) },
    // PowerShell 2 walks an absent list as one empty entry.
    programs: rest.map((one) => textOf(cells(one, 'program', 2)[1])).filter((one) => one !== ''),
  }
}

function machineOf([first, ...rest]: string[][]): MachineFacts {
  const row = cells(first, 'machine', 13)
  const arch = (['x64', 'x86', 'arm64'] as const).find((one) => one === row[6]) ?? nonsense(row)
  return {
    computerName: textOf(row[1]),
    caption: textOf(row[2]),
    build: whole(row[3], row),
    productType: whole(row[4], row),
    sku: whole(row[5], row),
    arch,
    uuid: textOf(row[7]),
    machineGuid: textOf(row[8]),
    manufacturer: textOf(row[9]),
    model: textOf(row[10]),
    assetTag: textOf(row[11]),
    bootStamp: row[12] ?? '',
    adapters: rest.map(adapterOf),
  }
}

function adapterOf(raw: string[]): NetworkAdapter {
  const row = cells(raw, 'adapter', 6)
  const list = (text: string | undefined) => (text ?? '').split(',').filter(Boolean)
  return {
    name: textOf(row[1]),
    mac: row[2] ?? '',
    addresses: list(row[3]).map((one) => {
      const [address, prefix] = one.split('/')
      return { address: address ?? '', prefix: whole(prefix, row) }
    }),
    dhcp: row[4] === '1',
    dhcpServers: list(row[5]),
  }
}
