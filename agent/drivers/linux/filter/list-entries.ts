/** A compiled list as entries of the kernel's maps, and the changes from what stands to what should. Pure. */

import type { CompiledList } from './compile-list'
import { fileMapKey, listOfKey, number32, portMapKey, programMapKey } from './filter-values'
import type { MapEntry } from './kernel-filter'

export const LIST_MAPS = ['vf_programs', 'vf_long_programs', 'vf_files', 'vf_ports'] as const
export type ListMap = (typeof LIST_MAPS)[number]

export function entriesOf(list: number, compiled: CompiledList): Record<ListMap, MapEntry[]> {
  const programs = [...compiled.programs].map(([name, flags]) => ({
    ...programMapKey(list, name),
    value: number32(flags),
  }))
  return {
    vf_programs: programs.filter(({ map }) => map === 'vf_programs'),
    vf_long_programs: programs.filter(({ map }) => map === 'vf_long_programs'),
    vf_files: [...compiled.files.values()].map(({ file, flags }) => ({
      key: fileMapKey(list, file),
      value: number32(flags),
    })),
    vf_ports: compiled.ports.map((port) => ({ key: portMapKey(list, port), value: number32(1) })),
  }
}

export interface MapChanges {
  set: MapEntry[]
  unset: Buffer[]
}

/** @param ofConcern which of the standing entries may be taken away */
export function changesBetween(
  standing: readonly MapEntry[],
  wanted: readonly MapEntry[],
  ofConcern: (key: Buffer) => boolean = () => true,
): MapChanges {
  const text = (bytes: Buffer) => bytes.toString('hex')
  const before = new Map(standing.map(({ key, value }) => [text(key), text(value)]))
  const after = new Set(wanted.map(({ key }) => text(key)))
  return {
    set: wanted.filter(({ key, value }) => before.get(text(key)) !== text(value)),
    unset: standing.map(({ key }) => key).filter((key) => ofConcern(key) && !after.has(text(key))),
  }
}

/** Of the lists that are written now, and of lists that nobody has any more. */
export const ofLists = (lists: ReadonlySet<number>) => (key: Buffer) => lists.has(listOfKey(key))
