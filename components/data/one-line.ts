/** What no column of a list is too narrow for. */
const SHORT = 20

/**
 * A text that stays on one line, cut where it has to be. Only one that may have to: each text that is cut is a picture
 * of its own, and they are a tenth of what a frame costs while a long list scrolls.
 */
export function oneLine(text: string): string {
  return text.length > SHORT ? 'truncate' : 'whitespace-nowrap'
}
