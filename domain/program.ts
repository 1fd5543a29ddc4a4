/** Entries of program lists: what may stand there, what an admin is warned of, and which programs they cover. Rulebook 2. */

import type { OsFamily } from './host-facts'
import { fail, ok, type Problem, problem, type Result } from './result'
import { hasControlCharacters } from './text'

/** Characters in one entry; the longest path that Windows takes without ado. */
export const MAX_ENTRY_LENGTH = 260
/** Entries in one list. */
export const MAX_LIST_ENTRIES = 2_000
/** Bytes of a program's name that the Linux filter compares. */
export const MAX_LINUX_NAME_BYTES = 63

/** An entry that may be stored, exactly as typed. Doubtful but legal entries are the matter of `programWarnings`. */
export function checkProgramEntry(entry: unknown, field: string): Result<string> {
  if (typeof entry !== 'string') {
    return fail(field, entry, 'an entry is text', 'Write the name of an executable, such as softphone.exe.')
  }
  if (entry.trim() === '') {
    return fail(
      field,
      entry,
      'an entry has 1 to 260 characters',
      'Write the name of an executable, or remove the entry.',
    )
  }
  if (entry.length > MAX_ENTRY_LENGTH) {
    const rule = `an entry has 1 to 260 characters, this one has ${entry.length}`
    return fail(field, entry, rule, 'Write the name of the executable alone.')
  }
  if (hasControlCharacters(entry)) {
    return fail(
      field,
      entry,
      'control characters are not allowed',
      'Put each program in an entry of its own.',
    )
  }
  return ok(entry)
}

/** Every problem of a list: its type, its length, each entry. A list over the limit gets that one problem only. */
export function checkProgramList(list: unknown, field: string): Problem[] {
  if (!Array.isArray(list)) {
    return [
      problem(field, list, 'it must be a list of programs', 'Write it as a list, such as ["softphone.exe"].'),
    ]
  }
  if (list.length > MAX_LIST_ENTRIES) {
    const rule = `a list has at most ${MAX_LIST_ENTRIES} entries`
    return [
      problem(field, `${list.length} entries`, rule, `Remove ${list.length - MAX_LIST_ENTRIES} of them.`),
    ]
  }
  return list.flatMap((entry, index) => {
    const checked = checkProgramEntry(entry, `${field}[${index}]`)
    return checked.ok ? [] : [checked.problem]
  })
}

/** What an entry is matched on: the part after the last `\` or `/`. Empty for an entry that names a folder. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1)
}

/**
 * The form in which two entries, or an entry and a program, are compared: the base name, without case for Windows.
 * A `\` is a separator on Windows only in programs, but everywhere in entries: nobody has it in a Linux program's name.
 */
export function programKey(path: string, family: OsFamily): string {
  const name = baseName(path)
  return family === 'windows' ? name.toLowerCase() : name
}

/** Whether a list covers the program that runs from this path (or bears this name) on a host of this family. */
export function coversProgram(list: readonly string[], executablePath: string, family: OsFamily): boolean {
  const wanted = programKey(executablePath, family)
  return wanted !== '' && list.some((entry) => programKey(entry, family) === wanted)
}
