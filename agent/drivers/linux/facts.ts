/** What this machine is: name, system, architecture, its own id. */

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import type { HostFactsReport } from '../driver'
import { protocolName } from '../protocol-name'

const ARCHITECTURES: Partial<Record<NodeJS.Architecture, HostFactsReport['arch']>> = {
  x64: 'x64',
  arm64: 'arm64',
  ia32: 'x86',
}

export async function linuxFacts(): Promise<HostFactsReport> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '')
  const arch = ARCHITECTURES[process.arch]
  return {
    name: protocolName(hostname()),
    os: { family: 'linux', version: prettyName(release) },
    ...(arch ? { arch } : {}),
  }
}

/** `PRETTY_NAME` of os-release(5), unquoted as a shell would; `Linux` where there is none. */
export function prettyName(release: string): string {
  const line = /^PRETTY_NAME=(.*)$/m.exec(release)?.[1]?.trim() ?? ''
  const quoted = /^(["'])(.*)\1$/.exec(line)
  const text = quoted ? (quoted[2] ?? '').replace(/\\(["$`\\])/g, '$1') : line
  return text.slice(0, 200) || 'Linux'
}

/** The machine's id, hashed: machine-id(5) asks that the plain one stay on the machine. Null where it has none. */
export async function linuxMachineId(): Promise<string | null> {
  for (const path of ['/etc/machine-id', '/var/lib/dbus/machine-id']) {
    const id = (await readFile(path, 'utf8').catch(() => '')).trim()
    if (/^[0-9a-f]{32}$/.test(id))
      return createHash('sha256').update(`vipfarm ${id}`).digest('hex').slice(0, 32)
  }
  return null
}
