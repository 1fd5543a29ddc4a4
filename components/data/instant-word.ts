/** An instant of the address bar as ISO 8601 in UTC; null for none, and for what the server refuses. */
export function instantWord(text: string | undefined): string | null {
  const ms = text ? Date.parse(text) : Number.NaN
  const utc = Number.isNaN(ms) ? '' : new Date(ms).toISOString()
  // The years 1 to 9999: a record of none else can be asked for.
  return /^(?!0000)\d{4}-/.test(utc) ? utc : null
}
