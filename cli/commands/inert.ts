import { ACTIVE } from '~/domain/inert-text'

/** JSON whose active characters are escapes as well: the value is the same, and printing it does nothing. */
export function inertJson(value: unknown): string {
  return JSON.stringify(value).replace(
    ACTIVE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
