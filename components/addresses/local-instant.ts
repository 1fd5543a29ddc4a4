/** Times as a browser's field holds them (no zone: the reader's) and as the server takes them (with one). */

/** `2026-05-03T14:03:10` as ISO 8601 in UTC; what is no time, or has a zone already, as it is. */
export function isoOf(local: string): string {
  if (/Z$|[+-]\d{2}:?\d{2}$/.test(local)) return local
  const at = new Date(local)
  return Number.isNaN(at.getTime()) ? local : at.toISOString()
}

/** What `<input type="datetime-local" step="1">` shows for an instant, in the reader's zone. */
export function localOf(ms: number): string {
  const at = new Date(ms)
  const two = (part: number) => String(part).padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
}
