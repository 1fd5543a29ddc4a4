/** What an importer answers. Nothing that stood in the file is dropped in silence: it is a policy, or it is listed. */

import type { Policy } from '~/domain/policy-model'
import type { Problem } from '~/domain/result'

export const IMPORT_FORMATS = [
  'citrix-xml',
  'clixml',
  'rest',
  'terraform',
  'terraform-state',
  'reg',
  'powershell',
  'yaml',
  'csv',
  'list',
  'broker-policy',
] as const
export type ImportFormat = (typeof IMPORT_FORMATS)[number]

/** Where something stood. Lines and columns count from 1; absent where the reader of the format does not tell. */
export interface Place {
  file: string
  line?: number
  column?: number
}

/** One file, as bytes: its encoding is part of what is read. */
export interface ImportFile {
  name: string
  bytes: Uint8Array
}

export interface ImportedPolicy extends Policy {
  place: Place
}

export type LeftoverKind =
  | 'policy'
  | 'setting'
  | 'entry'
  | 'filter'
  | 'attribute'
  | 'resource'
  | 'registry-key'
  | 'registry-value'
  | 'row'

/** Something in the file that no policy of ours can hold. */
export interface Leftover {
  kind: LeftoverKind
  name: string
  /** The policy it belonged to, where it belonged to one. */
  policy?: string
  /** What stood there, as text; long values are cut. */
  value?: string
  reason: string
  place: Place
}

export type NoteCode =
  | 'disabled-for-safety'
  | 'renamed'
  | 'priority-renumbered'
  | 'default-used'
  | 'id-not-name'
  | 'user-part'
  | 'encoding'
  | 'mode-defaulted'
  | 'pool-range'
  | 'policy-set'
  | 'applies-everywhere'
  | 'duplicate-entry'
  | 'shape-unverified'

/** Something was read, but not quite as it stood, or an admin should look at it. */
export interface ImportNote {
  code: NoteCode
  policy?: string
  message: string
  place: Place
}

/** A file that cannot be read, but belongs to the export: kept as it is. */
export interface Attachment {
  name: string
  byteLength: number
  reason: string
}

export interface Imported {
  ok: true
  format: ImportFormat
  /** In order of priority, 1..N, checked: they may be published as they are. */
  policies: ImportedPolicy[]
  unknown: Leftover[]
  /** Settings of XenApp 6 that no supported release knows: shown, never applied. */
  legacy: Leftover[]
  notes: ImportNote[]
  attachments: Attachment[]
}

/** Why a file could not be read at all, and where. */
export interface ImportProblem extends Problem, Place {}

/** Several files, read as one import. */
export interface ImportedFiles extends Omit<Imported, 'format'> {
  formats: { file: string; format: ImportFormat }[]
}

export type ImportFilesResult = ImportedFiles | { ok: false; problems: ImportProblem[] }

export type ImportResult = Imported | { ok: false; problems: ImportProblem[] }

/** Thrown inside the readers only; `importFiles` and each reader's own entry turn it into a result. */
export class Unreadable extends Error {
  constructor(readonly problem: ImportProblem) {
    super(problem.rule)
  }
}

/** @throws Unreadable always. */
export function unreadable(place: Place, value: unknown, rule: string, mend: string): never {
  throw new Unreadable({ ...place, field: placeText(place), value, rule, mend })
}

/** `farm.xml:3:14`. */
export function placeText({ file, line, column }: Place): string {
  return [file, line, column].filter((part) => part !== undefined).join(':')
}

/** Runs a reader; what it throws as `Unreadable` becomes its problems. Anything else is a fault of ours and goes on up. */
export async function readingOf(read: () => Imported | Promise<Imported>): Promise<ImportResult> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, problems: [error.problem] }
    throw error
  }
}

/** The names that ids stand for in files that know things by id. Read from a file of the admin's. */
export interface IdNames {
  /** Name by id, ids in lower case. */
  deliveryGroups: Map<string, string>
  tags: Map<string, string>
  users: Map<string, string>
}

export const NO_NAMES: IdNames = { deliveryGroups: new Map(), tags: new Map(), users: new Map() }
