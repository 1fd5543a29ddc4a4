/** Organizational units as distinguished names (RFC 4514): `OU=Hosts,DC=example,DC=com`. Compared without case. */

/** The parts of a name, innermost first, in the form in which they are compared; null when it is no distinguished name. */
export function parseDn(name: string): string[] | null {
  const parts = splitUnescaped(name).map(normalizedPart)
  return parts.length > 0 && parts.every((part) => part !== null) ? (parts as string[]) : null
}

/** Whether `name` is `ancestor` itself or lies anywhere below it. False when either is no distinguished name. */
export function isAtOrBelow(name: string, ancestor: string): boolean {
  const inner = parseDn(name)
  const outer = parseDn(ancestor)
  if (!inner || !outer || outer.length > inner.length) return false
  const offset = inner.length - outer.length
  return outer.every((part, index) => part === inner[offset + index])
}

function splitUnescaped(name: string): string[] {
  if (!name.includes('\\')) return name.split(',')
  const parts: string[] = []
  let part = ''
  for (let at = 0; at < name.length; at++) {
    const symbol = name[at]
    if (symbol === '\\') {
      part += symbol + (name[++at] ?? '')
    } else if (symbol === ',') {
      parts.push(part)
      part = ''
    } else part += symbol
  }
  parts.push(part)
  return parts
}

const ATTRIBUTE_TYPE = /^(?:[A-Za-z][A-Za-z0-9.-]*|\d+(?:\.\d+)*)$/

function normalizedPart(part: string): string | null {
  const equals = part.indexOf('=')
  const type = part.slice(0, Math.max(equals, 0)).trim()
  const value = part.slice(equals + 1).trim()
  if (!ATTRIBUTE_TYPE.test(type) || value === '') return null
  return `${type.toLowerCase()}=${unescaped(value).toLowerCase()}`
}

// `\,` is a comma and `\2C` the same comma. Hex pairs stand for UTF-8 bytes.
function unescaped(value: string): string {
  if (!value.includes('\\')) return value
  return value
    .replace(/(?:\\[0-9a-f]{2})+/gi, (pairs) => {
      try {
        return decodeURIComponent(pairs.replaceAll('\\', '%'))
      } catch {
        return pairs
      }
    })
    .replace(/\\(.)/gs, '$1')
}
