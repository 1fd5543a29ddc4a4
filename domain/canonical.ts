/** One text for one value: what is hashed and signed. Members sorted by UTF-16 code unit, no white space (as RFC 8785). */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined }

/**
 * Canonical JSON of a value. Members that are `undefined` are left out.
 * @throws TypeError for a number that is not a safe integer: fractions are the one part of RFC 8785 we do not need.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new TypeError(`canonical JSON takes whole numbers only, not ${value}`)
  }
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) {
    // Texts alone, as in lists of programs, have one form already.
    if (value.every((entry) => typeof entry === 'string')) return JSON.stringify(value)
    return `[${value.map(canonicalJson).join(',')}]`
  }
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] as Json)}`)
  return `{${members.join(',')}}`
}
