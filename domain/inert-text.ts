/** Text of foreign files on a screen or a terminal: what would move, hide or turn text is shown instead of done. */

// Control characters, marks that turn the writing direction, invisible characters, line separators, halves of characters.
export const ACTIVE =
  /[\p{Cc}\p{Surrogate}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu
const LONGEST = 300

/** The text with active characters as `\x1b` or `\u202e`, cut after `longest` characters. */
export function inert(text: string, longest = LONGEST): string {
  const shown = text.replace(ACTIVE, escaped)
  return shown.length > longest ? `${shown.slice(0, longest)}…` : shown
}

function escaped(character: string): string {
  const code = character.charCodeAt(0)
  return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
}
