/** Files of any known format into a stored plan: what they would change, and all of them that no policy can hold. */

import { mergePolicies } from '~/domain/policy-merge'
import { numbered } from '~/domain/policy-plan'
import { problem } from '~/domain/result'
import { readIdFile } from '~/formats/import/id-names'
import {
  IMPORT_FORMATS,
  type ImportedFiles,
  type ImportFormat,
  NO_NAMES,
  placeText,
} from '~/formats/import/import-result'
import { LIST_SETTINGS, type ListSetting } from '~/formats/program-list'
import { KEYS_READ } from '~/formats/registry/reg-keys'
import { AppError } from '../../errors'
import type { Actor } from '../../repositories/audit'
import type { ServiceContext } from '../context'
import type { ImportPlan, ImportRemark, PlanOrigin } from '../views/plan-view'
import { refuseProblems } from './check-draft'
import { readImport } from './read-import'
import { storePlan } from './store-plan'

export { IMPORT_FORMATS, LIST_SETTINGS }

/** Of all files together. */
export const MOST_IMPORT_BYTES = 10 * 1024 * 1024

export interface PlanImport {
  files: { name: string; bytes: Uint8Array }[]
  /** Joined to the draft, or in place of all policies. */
  as: PlanOrigin['as']
  /** Told by the person; else the content tells. */
  from?: ImportFormat
  /** What a bare list of programs becomes. */
  into?: ListSetting
  /** The text of a file that says which id is which name. */
  ids?: string
}

/** @throws AppError `bad-input` that names file, line and column of what cannot be read; `too-large` above 10 MB. */
export async function planImport(ctx: ServiceContext, actor: Actor, input: PlanImport): Promise<ImportPlan> {
  const { files, as, from, into } = input
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0)
  if (bytes > MOST_IMPORT_BYTES) {
    throw new AppError(
      'too-large',
      'The files have more than 10 MB in all. Import them one by one, or split them.',
    )
  }
  const imported = await readImport({ files, options: { from, into, names: namesOf(input.ids) } })
  if (!imported.ok) {
    const { problems } = imported
    refuseProblems(problems.map(({ field, value, rule, mend }) => ({ field, value, rule, mend })))
    throw new AppError('bad-input', 'There is nothing to read.')
  }
  const origin = originOf(imported, input)
  const { policies, ...plan } = await storePlan(ctx, actor, {
    origin,
    policies: (draft) =>
      as === 'add' ? mergePolicies(draft, imported.policies) : numbered(imported.policies),
  })
  const keysRead = imported.formats.some(({ format }) => format === 'reg') ? [...KEYS_READ] : []
  return { ...plan, origin, read: imported.policies.length, keysRead }
}

function namesOf(text: string | undefined) {
  if (!text) return NO_NAMES
  const read = readIdFile(text)
  if (read.ok) return read.names
  refuseProblems(read.problems)
  throw new AppError('bad-input', problem('ids', text, 'it cannot be read', 'Give JSON.').rule)
}

function originOf(imported: ImportedFiles, { files, as }: PlanImport): PlanOrigin {
  const { unknown, legacy, notes, attachments } = imported
  const sizes = new Map(files.map(({ name, bytes }) => [name, bytes.length]))
  const leftover = (row: ImportedFiles['unknown'][number]): ImportRemark => ({
    place: placeText(row.place),
    policy: row.policy ?? null,
    what: `${row.kind} ${row.name}${row.value === undefined ? '' : ` = ${row.value}`}`,
    text: row.reason,
  })
  return {
    files: imported.formats.map(({ file, format }) => ({ name: file, format, bytes: sizes.get(file) ?? 0 })),
    as,
    unknown: unknown.map(leftover),
    legacy: legacy.map(leftover),
    notes: notes.map(({ place, policy, message }) => ({
      place: placeText(place),
      policy: policy ?? null,
      what: null,
      text: message,
    })),
    attachments: attachments.map(({ name, reason }) => ({
      place: name,
      policy: null,
      what: null,
      text: reason,
    })),
  }
}
