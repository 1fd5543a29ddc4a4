/** The rule for passwords, and ones that we make up. */

import { randomInt } from 'node:crypto'
import { hashPassword as hash, verifyPassword } from 'better-auth/crypto'
import type { Problem } from '~/domain/result'

export const PASSWORD_MIN = 12
export const PASSWORD_MAX = 128

/** Null when the password may be used. The value itself is never told back. */
export function passwordProblem(password: string, field: string): Problem | null {
  const { length } = [...password]
  if (length >= PASSWORD_MIN && password.length <= PASSWORD_MAX) return null
  return {
    field,
    value: `${length} characters`,
    rule: `a password has ${PASSWORD_MIN} to ${PASSWORD_MAX} characters`,
    mend: length < PASSWORD_MIN ? 'Make it longer: a few words do well.' : 'Make it shorter.',
  }
}

/** scrypt with a salt of its own, in better-auth's form. */
export const hashPassword = (password: string): Promise<string> => hash(password)

export const passwordMatches = (password: string, hashed: string): Promise<boolean> =>
  verifyPassword({ password, hash: hashed })

// No characters that look alike.
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Four groups of five: 99 bits, and it can be read aloud. */
export function generatePassword(): string {
  const group = () => Array.from({ length: 5 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
  return [group(), group(), group(), group()].join('-')
}
