/** What was typed, checked. A `UsageError` ends with exit code 2, any other error with 1. */

import { type ParseArgsConfig, parseArgs } from 'node:util'
import { problemText, type Result } from '~/domain/result'
import { checkServerAddress, type ServerAddress } from '../control/server-address'

export class UsageError extends Error {
  override readonly name = 'UsageError'
}

type Options = NonNullable<ParseArgsConfig['options']>

/** Options of a command. @throws UsageError for one it does not have, and for words that belong to none. */
export function readOptions<T extends Options>(args: string[], options: T) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/** The value, or a UsageError that says which rule it breaks. */
export function checked<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new UsageError(problemText(result.problem))
}

export function required(value: string | undefined, option: string): string {
  if (value) return value
  throw new UsageError(`${option} is missing`)
}

export function wholeNumber(text: string | undefined, option: string, least: number, most: number): number {
  const value = /^\d{1,10}$/.test(text ?? '') ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  throw new UsageError(`${option}: ${JSON.stringify(text)}: must be a whole number from ${least} to ${most}`)
}

export function serverAddress(text: string | undefined): ServerAddress {
  const allowPlain = process.env.VIPFARM_ALLOW_PLAIN_HTTP === '1'
  return checked(checkServerAddress(required(text, '--server'), allowPlain))
}

/** A token on the command line shows in the process list: the environment may carry it instead. */
export function enrolmentToken(text: string | undefined): string {
  return required(text ?? process.env.VIPFARM_ENROLMENT_TOKEN, '--token (or VIPFARM_ENROLMENT_TOKEN)')
}
