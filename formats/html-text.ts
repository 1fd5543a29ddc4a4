/** HTML from text that may hold anything: what is put into a template is escaped, unless it came out of one. */

/** HTML that was made here, and need not be escaped again. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Part = Html | string | number | false | null | undefined | Part[]

/** Escapes every value; lists are joined; `false`, `null` and `undefined` say nothing. */
export function html(pieces: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(pieces.reduce((text, piece, index) => text + piece + textOf(parts[index]), ''))
}

function textOf(part: Part): string {
  if (part instanceof Html) return part.text
  if (Array.isArray(part)) return part.map(textOf).join('')
  return part === false || part === null || part === undefined ? '' : escaped(String(part))
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

// Marks that turn the direction of text could make a name read as another one.
function escaped(text: string): string {
  return text
    .replace(/[&<>"']/g, (symbol) => ENTITIES[symbol] ?? symbol)
    .replace(
      /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g,
      (mark) => `&lt;U+${mark.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}&gt;`,
    )
}
