/** The lists that a reader fills while it reads: what could not be taken over, and what was taken over with a remark. */

import type { Attachment, ImportNote, Leftover, LeftoverKind, NoteCode, Place } from './import-result'

const LONGEST_SHOWN = 200

export class ImportLists {
  readonly unknown: Leftover[] = []
  readonly legacy: Leftover[] = []
  readonly notes: ImportNote[] = []
  readonly attachments: Attachment[] = []

  leave(
    kind: LeftoverKind,
    name: string,
    reason: string,
    place: Place,
    more: { policy?: string; value?: unknown } = {},
  ) {
    this.unknown.push(leftover(kind, name, reason, place, more))
  }

  keepLegacy(name: string, reason: string, place: Place, more: { policy?: string; value?: unknown } = {}) {
    this.legacy.push(leftover('setting', name, reason, place, more))
  }

  note(code: NoteCode, message: string, place: Place, policy?: string) {
    this.notes.push({ code, ...(policy !== undefined && { policy }), message, place })
  }
}

function leftover(
  kind: LeftoverKind,
  name: string,
  reason: string,
  place: Place,
  { policy, value }: { policy?: string; value?: unknown },
): Leftover {
  return {
    kind,
    name,
    ...(policy !== undefined && { policy }),
    ...(value !== undefined && value !== null && { value: shown(value) }),
    reason,
    place,
  }
}

/** A value as one line of at most 200 characters. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}...` : text
}
