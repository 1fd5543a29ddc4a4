/**
 * Events of the TSVIP channels that say why a session did not get what was promised. Only 110 is documented by Microsoft
 * with its strings (application, session, domain, user); 109 belongs to the same family of "no address".
 */

import type { SessionNote } from '~/protocol/report'
import { instantOf } from '../../clock'
import type { TsvipEvent } from './ports'

export interface TsvipNote {
  session: number
  at: number
  note: SessionNote
}

const NOT_VIRTUALISED = 110
const NO_ADDRESS = 109

export function tsvipNotes(events: readonly TsvipEvent[]): TsvipNote[] {
  return events.flatMap(({ id, at, values }) => {
    const known = id === NOT_VIRTUALISED ? 'not-virtualised' : id === NO_ADDRESS ? 'no-lease' : null
    const session = known && sessionIn(values)
    if (known === null || session === null) return []
    const program = values.find((value) => /\.exe$/i.test(value.trim()))?.trim()
    const note: SessionNote = {
      code: known,
      ...(program && { program: program.slice(-260) }),
      at: instantOf(at),
    }
    return [{ session, at, note }]
  })
}

function sessionIn(values: readonly string[]): number | null {
  const number = values.find((value) => /^\d{1,8}$/.test(value.trim()))
  return number === undefined ? null : Number(number)
}
