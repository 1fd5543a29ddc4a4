/** What somebody asks of the past, checked: each thing that is wrong names its field, its rule and the mend. */

import { sessionOf } from '~/domain/address'
import { parseInstant } from '~/domain/instant'
import { parseIp } from '~/domain/ip'
import { type Problem, problem, problemText } from '~/domain/result'
import { AppError } from '../../errors'
import { findHostIds } from '../../repositories/held-then'
import { sqlOf } from '../../repositories/statements'
import type { ServiceContext } from '../context'

/** Clocks of people and servers differ a little; an answer about a later moment would be a guess. */
const TOLERATED_MS = 60_000

export type HistoryContext = Pick<ServiceContext, 'statements' | 'clock'>

export const refuse = (wrong: Problem, code: 'bad-input' | 'not-found' = 'bad-input') =>
  new AppError(code, problemText(wrong), { problems: [wrong] })

/** @throws AppError `bad-input` */
export function askedInstant({ clock }: HistoryContext, text: string | undefined, field: string): Date {
  const now = clock.now()
  if (text === undefined) return now
  const read = parseInstant(text, field)
  if (!read.ok) throw refuse(read.problem)
  if (read.value > now.getTime() + TOLERATED_MS) {
    const mend = `Give an instant up to ${now.toISOString()}, or leave it out for now.`
    throw refuse(problem(field, text, 'only what has been is known', mend))
  }
  return new Date(read.value)
}

/** An IPv4 address; the session of a loopback one. @throws AppError `bad-input` */
export function askedAddress(text: string): { address: string; loopbackOf: number | null } {
  const address = text.trim()
  if (address.includes(':')) {
    const rule = 'virtual IP and virtual loopback are IPv4 features'
    throw refuse(problem('address', text, rule, 'Give an IPv4 address, such as 127.0.0.8.'))
  }
  if (parseIp(address) === null) {
    const rule = 'an address is four whole numbers from 0 to 255 with dots between them'
    throw refuse(problem('address', text, rule, 'Write it as 127.0.0.8 or 10.20.3.7, without leading zeros.'))
  }
  if (!address.startsWith('127.')) return { address, loopbackOf: null }
  const session = sessionOf(address)
  if (!session.ok) throw refuse(session.problem)
  return { address, loopbackOf: session.value }
}

/** Every host that has or had the name. @throws AppError `not-found` */
export async function askedHosts({ statements }: HistoryContext, host: string): Promise<string[]> {
  const ids = await findHostIds(sqlOf(statements), host.trim())
  if (ids.length === 0) throw unknownHost(host)
  return ids
}

export function unknownHost(host: string): AppError {
  const mend = 'Write its name as the list of hosts shows it, or its id.'
  return refuse(problem('host', host, 'no host has or had this name', mend), 'not-found')
}
