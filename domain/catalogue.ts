/** The catalogue of known programs: looked up by process and port. Findings cite its entries by id. */

import type { CatalogueEntry } from './catalogue/entry'
import type { OsFamily } from './host-facts'
import { baseName, programKey } from './program'

/** Entries whose processes include this one. A program without `.exe` (PowerShell's names) is the same as with it. */
export function entriesFor(
  program: string,
  family: OsFamily,
  catalogue: readonly CatalogueEntry[],
): CatalogueEntry[] {
  const wanted = bare(program, family)
  return catalogue.filter(({ processes }) => processes.some((name) => bare(name, family) === wanted))
}

function bare(program: string, family: OsFamily): string {
  const key = programKey(program, family)
  return family === 'windows' ? key.replace(/\.exe$/, '') : baseName(key)
}

/** Whether an entry names this port. */
export function hasPort({ ports }: CatalogueEntry, protocol: 'tcp' | 'udp', port: number): boolean {
  return ports.some((range) => range.protocol === protocol && range.first <= port && port <= range.last)
}

/**
 * The entry that fits a program best: one that also names a port it was seen with, else one for the program alone.
 * Programs that are interpreters are cited only with a port, since their name says nothing.
 */
export function bestEntry(
  program: string,
  family: OsFamily,
  ports: readonly { protocol: 'tcp' | 'udp'; port: number }[],
  catalogue: readonly CatalogueEntry[],
): CatalogueEntry | undefined {
  const entries = entriesFor(program, family, catalogue)
  const withPort = entries.find((entry) => ports.some(({ protocol, port }) => hasPort(entry, protocol, port)))
  if (withPort) return withPort
  return /^(?:javaw?|chrome)(?:\.exe)?$/i.test(baseName(program)) ? undefined : entries[0]
}

/** The TCP ports that a program's entries name: ports that the system did not pick. */
export function knownTcpPorts(
  program: string,
  family: OsFamily,
  catalogue: readonly CatalogueEntry[],
): Set<number> {
  const ports = new Set<number>()
  for (const { ports: ranges } of entriesFor(program, family, catalogue)) {
    for (const { protocol, first, last } of ranges) {
      if (protocol === 'tcp') for (let port = first; port <= last; port++) ports.add(port)
    }
  }
  return ports
}
