/** The file that says which names ids stand for: `{"deliveryGroups": {"Call centre": "<id>"}, "tags": ..., "users": ...}`. */

import { type Problem, problem } from '~/domain/result'
import { foldName } from '~/domain/text'
import { asObject, noteUnknown, parseText } from '../document'
import type { NameIds } from '../export/export-result'
import type { IdNames } from './import-result'

export type IdFile = { ok: true; names: IdNames; ids: NameIds } | { ok: false; problems: Problem[] }

const SECTIONS = ['deliveryGroups', 'tags', 'users'] as const

/** Reads JSON or YAML. An id or a name that stands twice in a section is an error: it would be a coin toss. */
export function readIdFile(text: string): IdFile {
  const parsed = parseText(text, 'ids')
  if (!parsed.ok) return parsed
  const problems: Problem[] = []
  const file = asObject(parsed.value, 'ids', problems)
  if (!file) return { ok: false, problems }
  noteUnknown(file, SECTIONS, '', problems)
  const names: IdNames = { deliveryGroups: new Map(), tags: new Map(), users: new Map() }
  const ids: NameIds = { deliveryGroups: new Map(), tags: new Map(), users: new Map() }
  for (const section of SECTIONS) {
    if (file[section] === undefined) continue
    const rows = asObject(file[section], section, problems) ?? {}
    for (const [name, id] of Object.entries(rows)) {
      const field = `${section}.${name}`
      if (typeof id !== 'string' || id === '') {
        problems.push(problem(field, id, 'an id is text', 'Write the id in quotation marks.'))
      } else if (names[section].has(foldName(id)) || ids[section].has(foldName(name))) {
        problems.push(problem(field, id, 'the name or the id stands there twice', 'Remove one of them.'))
      } else {
        names[section].set(foldName(id), name)
        ids[section].set(foldName(name), id)
      }
    }
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, names, ids }
}
