/** Comparing and checking names. Names of groups, tags, hosts, OUs and users compare without case. Rulebook 5. */

import { type Problem, problem } from './result'

/** The form in which two names are compared. */
export function foldName(name: string): string {
  return name.toLowerCase()
}

export function sameName(one: string, other: string): boolean {
  return one === other || foldName(one) === foldName(other)
}

// Control characters break registry values, logs and terminals; a lone surrogate has no UTF-8 form at all.
const UNPRINTABLE = /[\p{Cc}\p{Surrogate}]/u

export function hasControlCharacters(text: string): boolean {
  return UNPRINTABLE.test(text)
}

/** Null for a text of 1 to `longest` characters that has something to see and no control characters. */
export function checkText(value: unknown, field: string, longest: number): Problem | null {
  if (typeof value !== 'string')
    return problem(field, value, 'it must be text', 'Write it in quotation marks.')
  if (value.trim() === '') return problem(field, value, 'it must not be empty', 'Give it a value.')
  if (value.length > longest) {
    return problem(field, value, `it has ${value.length} characters, the limit is ${longest}`, 'Shorten it.')
  }
  if (hasControlCharacters(value)) {
    return problem(field, value, 'control characters are not allowed', 'Remove line ends, tabs and the like.')
  }
  return null
}

/**
 * Whether a name fits a pattern in which `*` stands for any number of characters and `?` for exactly one. Without case.
 * Linear in practice and never worse than pattern x name, whatever the pattern: no regular expression is built from input.
 */
export function matchesWildcard(pattern: string, name: string): boolean {
  return wildcardMatch(symbols(foldName(pattern)), symbols(foldName(name)))
}

// Plain text is its own array of symbols; only text outside the basic plane needs splitting, so that `?` takes a whole character.
function symbols(text: string): string | string[] {
  return /\p{Surrogate}|[\u{10000}-\u{10ffff}]/u.test(text) ? [...text] : text
}

function wildcardMatch(pattern: string | string[], name: string | string[]): boolean {
  let p = 0
  let n = 0
  let star = -1
  let resume = 0
  while (n < name.length) {
    if (p < pattern.length && pattern[p] === '*') {
      star = p++
      resume = n
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n])) {
      p++
      n++
    } else if (star >= 0) {
      p = star + 1
      n = ++resume
    } else return false
  }
  while (p < pattern.length && pattern[p] === '*') p++
  return p === pattern.length
}
