/** Whether an entry of the catalogue may be stored: every problem, with its field. */

import { checkProgramEntry } from '../program'
import { type Problem, problem } from '../result'
import { hasControlCharacters } from '../text'
import type { CatalogueEntry, PortRange } from './entry'

const MAX_PROCESSES = 50
const MAX_RANGES = 50
/** Ports in one range: a wider one would call every port known. */
const MAX_RANGE = 256

export function checkCatalogueEntry(entry: CatalogueEntry): Problem[] {
  return [
    ...textProblems('name', entry.name, 100, true),
    ...textProblems('text', entry.text, 500, true),
    ...textProblems('source', entry.source, 300, false),
    ...(/^[a-z0-9][a-z0-9-]{0,63}$/.test(entry.id)
      ? []
      : [
          problem(
            'id',
            entry.id,
            'an id has 1 to 64 small letters, digits and hyphens',
            'Write it as softphone-x.',
          ),
        ]),
    ...processProblems(entry.processes),
    ...portProblems(entry.ports),
  ]
}

function textProblems(field: string, text: string, most: number, needed: boolean): Problem[] {
  if (needed && text.trim() === '') return [problem(field, text, 'it must not be empty', 'Give it a value.')]
  if (text.length > most) {
    return [problem(field, text, `it has ${text.length} characters, the limit is ${most}`, 'Shorten it.')]
  }
  if (!hasControlCharacters(text)) return []
  return [problem(field, text, 'control characters are not allowed', 'Remove line ends, tabs and the like.')]
}

function processProblems(processes: readonly string[]): Problem[] {
  if (processes.length > MAX_PROCESSES) {
    const rule = `a list has at most ${MAX_PROCESSES} entries`
    return [problem('processes', `${processes.length} entries`, rule, 'Remove some of them.')]
  }
  return processes.flatMap((name, at) => {
    const checked = checkProgramEntry(name, `processes[${at}]`)
    return checked.ok ? [] : [checked.problem]
  })
}

function portProblems(ports: readonly PortRange[]): Problem[] {
  if (ports.length > MAX_RANGES) {
    const rule = `a list has at most ${MAX_RANGES} ports`
    return [problem('ports', `${ports.length} ranges`, rule, 'Remove some of them.')]
  }
  return ports.flatMap(({ first, last }, at) => {
    const sound = isPort(first) && isPort(last) && first <= last && last - first < MAX_RANGE
    if (sound) return []
    const rule = `a range of ports goes from 1 to 65535, upwards, over at most ${MAX_RANGE} ports`
    return [problem(`ports[${at}]`, `${first}-${last}`, rule, 'Write it as 8194 or 48129-48137.')]
  })
}

const isPort = (port: number) => Number.isInteger(port) && port >= 1 && port <= 65_535

/** `tcp 8194, udp 48129-48137` as ranges; null for what is not written so. */
export function parsePorts(text: string): PortRange[] | null {
  const parts = text.split(/[,;\n]/).flatMap((part) => part.trim() || [])
  const ranges = parts.map((part) => {
    const [, protocol, first, last] = /^(tcp|udp)?[\s/]*(\d{1,5})(?:\s*-\s*(\d{1,5}))?$/i.exec(part) ?? []
    if (first === undefined) return null
    return {
      protocol: (protocol?.toLowerCase() ?? 'tcp') as PortRange['protocol'],
      first: Number(first),
      last: Number(last ?? first),
    }
  })
  return ranges.some((range) => range === null) ? null : (ranges as PortRange[])
}

/** The same as people write it. */
export const portsText = (ports: readonly PortRange[]): string =>
  ports
    .map(({ protocol, first, last }) => `${protocol} ${first}${last === first ? '' : `-${last}`}`)
    .join(', ')
