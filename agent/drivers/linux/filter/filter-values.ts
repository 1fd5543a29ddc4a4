/** What the kernel filter reads: the bytes of its maps, as `bpf/maps.h` declares them. Pure. */

import { parseIp } from '~/domain/ip'
import { MAX_LINUX_NAME_BYTES } from '~/domain/program'

export const SESSION_FLAGS = { loop: 1, vip: 2, vipAll: 4, vipServer: 8, files: 16, ports: 32 } as const
export const PROGRAM_FLAGS = { loop: 1, vip: 2, preferLoop: 4, mask: 8 } as const

export interface SessionValue {
  /** IPv4, dotted; null for none. */
  loop: string | null
  vip: string | null
  /** The number of the session's list. */
  list: number
  /** Of {@link SESSION_FLAGS}. */
  flags: number
}

/** A file as the kernel knows it. */
export interface FileId {
  major: number
  minor: number
  inode: bigint
}

/** What is written of a session. */
const SESSION_BYTES = 16
/** What the kernel remembers there of programs: nothing, at first. */
const VERDICTS_BYTES = 32 * 8

// Both architectures that Vipfarm ships for are little-endian; addresses stand in network order.
export function sessionValue({ loop, vip, list, flags }: SessionValue): Buffer {
  const bytes = Buffer.alloc(SESSION_BYTES + VERDICTS_BYTES)
  ipv4Bytes(loop).copy(bytes, 0)
  ipv4Bytes(vip).copy(bytes, 4)
  bytes.writeUInt32LE(list, 8)
  bytes.writeUInt32LE(flags, 12)
  return bytes
}

/** Whether the kernel holds what was written, whatever it has remembered since. */
export const isSameSession = (one: Buffer, other: Buffer): boolean =>
  one.subarray(0, SESSION_BYTES).equals(other.subarray(0, SESSION_BYTES))

/** Names up to so many bytes are in `vf_programs`, longer ones in `vf_long_programs`. */
const SHORT_BYTES = 16
const LONG_BYTES = 64

/**
 * Where a program's name stands.
 * @param name 1 to 63 bytes in UTF-8. @throws RangeError for others
 */
export function programMapKey(
  list: number,
  name: string,
): { map: 'vf_programs' | 'vf_long_programs'; key: Buffer } {
  const text = Buffer.from(name, 'utf8')
  if (text.length < 1 || text.length > MAX_LINUX_NAME_BYTES) {
    throw new RangeError(
      `a program's name has 1 to ${MAX_LINUX_NAME_BYTES} bytes, ${JSON.stringify(name)} has ${text.length}`,
    )
  }
  const isShort = text.length <= SHORT_BYTES
  const key = Buffer.alloc(4 + (isShort ? SHORT_BYTES : LONG_BYTES))
  key.writeUInt32LE(list, 0)
  text.copy(key, 4)
  return { map: isShort ? 'vf_programs' : 'vf_long_programs', key }
}

/** The kernel's own device number has 20 bits for the minor one. */
export function fileMapKey(list: number, { major, minor, inode }: FileId): Buffer {
  const bytes = Buffer.alloc(16)
  bytes.writeUInt32LE(list, 0)
  bytes.writeUInt32LE(((major << 20) | minor) >>> 0, 4)
  bytes.writeBigUInt64LE(inode, 8)
  return bytes
}

export function portMapKey(list: number, port: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt32LE(list, 0)
  bytes.writeUInt32LE(port, 4)
  return bytes
}

export const hostMapKey = (address: string): Buffer => ipv4Bytes(address)

/** The list that a key of programs, files or ports belongs to. */
export const listOfKey = (key: Buffer): number => key.readUInt32LE(0)

export function number32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value, 0)
  return bytes
}

/** The key of a cgroup's storage: the inode of its directory. */
export function cgroupMapKey(inode: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(inode, 0)
  return bytes
}

function ipv4Bytes(address: string | null): Buffer {
  const bytes = Buffer.alloc(4)
  if (address === null) return bytes
  const ip = parseIp(address)
  if (ip?.family !== 4) throw new RangeError(`${JSON.stringify(address)} is no IPv4 address`)
  bytes.writeUInt32BE(Number(ip.bits), 0)
  return bytes
}
