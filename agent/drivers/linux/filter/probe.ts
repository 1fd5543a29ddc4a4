/** Which way of enforcing this machine allows, tried out on the machine itself, and what to mend where it allows none. */

import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { release } from 'node:os'
import { messageOf } from '../../../log'
import { tryShim } from '../shim/shim-place'
import { Bpftool, findBpftool } from './bpftool'
import { cgroupMount, removeCgroup } from './cgroup'
import { type FilterObject, filterObject } from './filter-object'
import { FilterPlace } from './filter-place'
import { HOOKS, KernelFilter } from './kernel-filter'

/** Why a machine does not get the kernel filter. */
export type ProbeCode =
  | 'ready'
  | 'told-to-observe'
  | 'not-linux'
  | 'no-rights'
  | 'no-cgroup-v2'
  | 'cgroup-read-only'
  | 'no-bpftool'
  | 'bpftool-mismatch'
  | 'no-btf'
  | 'lockdown'
  | 'kernel-too-old'
  | 'object-damaged'
  | 'memlock'
  | 'foreign-hooks'
  | 'load-refused'

export interface Probe {
  /** `bpf` enforces in the kernel; `preload` gives launched sessions a library; `none` reports only. */
  driver: 'bpf' | 'preload' | 'none'
  code: ProbeCode
  /** Why, in a sentence. */
  reason: string
  /** What to do about it; absent where nothing is wrong. */
  mend?: string
  kernel: string
}

/** What the probe found, with the parts that it tried out. */
export type Probed = { probe: Probe; ready: { bpftool: Bpftool; object: FilterObject } | null }

export interface Trouble {
  code: ProbeCode
  reason: string
  mend: string
}

const CAPABILITIES = { SYS_ADMIN: 21n, NET_ADMIN: 12n }

/** Loads and attaches the real object in a scratch group: nothing less tells for sure. */
export async function probeFilter(): Promise<Probed> {
  const found = filterParts()
  if ('code' in found) return refused(found)
  const trouble = await tryOut(found.bpftool, found.object)
  if (trouble) return refused(trouble)
  const reason = 'the kernel filter loads and attaches on this machine'
  return { probe: { driver: 'bpf', code: 'ready', reason, kernel: release() }, ready: found }
}

const NOT_LINUX: Trouble = {
  code: 'not-linux',
  reason: `the session filter is for Linux, this is ${process.platform}`,
  mend: 'Windows hosts are served by Citrix and Microsoft components.',
}

/** Debian 12's on Debian 11's kernel lists nothing, since it asks for what came later. */
const BPFTOOL_MISMATCH: Trouble = {
  code: 'bpftool-mismatch',
  reason: 'the filter attaches, but this bpftool does not list what is attached on this kernel',
  mend: "Install the bpftool of the kernel's own release.",
}

function refused({ code, reason, mend }: Trouble): Probed {
  return { probe: { driver: insteadOfTheKernel(), code, reason, mend, kernel: release() }, ready: null }
}

/** Without the kernel: compatibility for launched sessions, where the library works here. */
function insteadOfTheKernel(): 'preload' | 'none' {
  if (process.platform !== 'linux') return 'none'
  try {
    tryShim()
    return 'preload'
  } catch {
    return 'none'
  }
}

/** What the filter needs, or what can be told to be missing by looking. */
export function filterParts(): { bpftool: Bpftool; object: FilterObject } | Trouble {
  if (process.platform !== 'linux') return NOT_LINUX
  if (!hasRights()) {
    const reason = 'this process may not load programs into the kernel'
    return { code: 'no-rights', reason, mend: 'Run the agent as root.' }
  }
  if (cgroupMount() === null) {
    const mend =
      'Mount it: mount -t cgroup2 none /sys/fs/cgroup/unified, or boot with systemd.unified_cgroup_hierarchy=1.'
    return { code: 'no-cgroup-v2', reason: 'cgroup version 2 is not mounted', mend }
  }
  const path = findBpftool()
  if (path === null) {
    const reason = 'the command bpftool is missing'
    return {
      code: 'no-bpftool',
      reason,
      mend: 'Install it: apt-get install bpftool (Ubuntu: linux-tools-generic).',
    }
  }
  if (!existsSync('/sys/kernel/btf/vmlinux')) {
    const reason = 'the kernel does not describe its types (/sys/kernel/btf/vmlinux is missing)'
    return {
      code: 'no-btf',
      reason,
      mend: 'Boot a kernel built with CONFIG_DEBUG_INFO_BTF; those of Debian 11 and later are.',
    }
  }
  if (isLocked()) {
    const reason =
      'kernel lockdown is at "confidentiality", which forbids the filter to see which program runs'
    return {
      code: 'lockdown',
      reason,
      mend: 'Boot with lockdown=integrity, which Secure Boot allows as well.',
    }
  }
  try {
    return { bpftool: new Bpftool(path), object: filterObject() }
  } catch (error) {
    const reason = `the compiled filter cannot be used: ${messageOf(error)}`
    return { code: 'object-damaged', reason, mend: 'Install the agent again.' }
  }
}

async function tryOut(bpftool: Bpftool, object: FilterObject): Promise<Trouble | null> {
  const place = new FilterPlace(`probe-${process.pid}`)
  try {
    mkdirSync(place.cgroup)
  } catch (error) {
    const reason = `no group can be made in ${place.mount}: ${messageOf(error)}`
    const mend = 'Mount cgroup version 2 writable; in a container, give it a writable cgroup namespace.'
    return { code: 'cgroup-read-only', reason, mend }
  }
  try {
    const kernel = new KernelFilter(bpftool, object, place)
    await kernel.ensureLoaded()
    await kernel.attach(place.cgroup, true)
    const seen = await kernel.attachedHooks(place.cgroup)
    return HOOKS.every((hook) => seen.has(hook)) ? null : BPFTOOL_MISMATCH
  } catch (error) {
    return refusal(messageOf(error))
  } finally {
    await removeCgroup(place.cgroup)
    try {
      place.removePins()
    } catch {
      rmSync(place.pins, { recursive: true, force: true })
    }
  }
}

/** @param said by bpftool, when the kernel refused the real object */
export function refusal(said: string, kernel = release()): Trouble {
  const reason = `the kernel refuses the filter: ${said}`
  const [major = 0, minor = 0] = kernel.split('.').map(Number)
  const isBefore = (minorOf5: number) => major < 5 || (major === 5 && minor < minorOf5)
  if (isBefore(10)) return { code: 'kernel-too-old', reason, mend: 'The filter needs Linux 5.10 or newer.' }
  // Newer kernels do not count locked memory, and bpftool guesses at it for every refusal.
  const isMemory =
    /ENOMEM|Cannot allocate memory/i.test(said) || (isBefore(11) && /ulimit -l|memlock/i.test(said))
  if (isMemory) {
    return {
      code: 'memlock',
      reason,
      mend: "Set LimitMEMLOCK=infinity in the agent's unit, or ulimit -l unlimited.",
    }
  }
  if (/failed to attach/i.test(said)) {
    const mend =
      'Another tool may hold the hooks of a parent group for itself: look with bpftool cgroup tree.'
    return { code: 'foreign-hooks', reason, mend }
  }
  return { code: 'load-refused', reason, mend: 'Report this with the output of vipfarm-agent probe --json.' }
}

function hasRights(): boolean {
  const text = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'
  const held = BigInt(`0x${text}`)
  return Object.values(CAPABILITIES).every((bit) => (held >> bit) & 1n)
}

function isLocked(): boolean {
  try {
    return readFileSync('/sys/kernel/security/lockdown', 'utf8').includes('[confidentiality]')
  } catch {
    return false
  }
}
