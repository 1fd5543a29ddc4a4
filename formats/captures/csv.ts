/**
 * One line of CSV. A whole-file parser would be the obvious choice, but each line of a capture must keep its number and
 * its own verdict, also where the file is broken, and a million lines must pass in seconds.
 */

/** The cells of a line, or null when a quotation mark is left open: the record goes on in the next line. */
export function splitCsv(text: string, delimiter: string): string[] | null {
  if (!text.includes('"')) return text.split(delimiter)
  const cells: string[] = []
  let at = 0
  for (;;) {
    if (text.charCodeAt(at) === 34) {
      const end = closingQuote(text, at + 1)
      if (end < 0) return null
      const inner = text.slice(at + 1, end)
      const next = text.indexOf(delimiter, end + 1)
      const tail = text.slice(end + 1, next < 0 ? undefined : next)
      cells.push((inner.includes('""') ? inner.replaceAll('""', '"') : inner) + tail)
      if (next < 0) return cells
      at = next + 1
    } else {
      const next = text.indexOf(delimiter, at)
      cells.push(text.slice(at, next < 0 ? undefined : next))
      if (next < 0) return cells
      at = next + 1
    }
  }
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text.charCodeAt(at + 1) !== 34) return at
  }
  return -1
}

/** The delimiter that gives a heading line most cells. */
export function delimiterOf(line: string): string {
  const counts = [',', ';', '\t', '|'].map((delimiter) => [delimiter, line.split(delimiter).length] as const)
  return counts.reduce((best, one) => (one[1] > best[1] ? one : best))[0]
}
