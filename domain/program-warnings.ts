/** What an admin is warned of in a program list. Rulebook 2. */

import type { OsFamily } from './host-facts'
import { baseName, MAX_LINUX_NAME_BYTES, programKey } from './program'
import type { WarningCode } from './warning'

export interface EntryWarning {
  code: WarningCode
  message: string
}

const CITRIX_HELPERS = new Set(['websocketservice'])
const BROWSERS = new Set(
  (
    'chrome msedge msedgewebview2 firefox iexplore brave opera vivaldi safari chromium chromium-browser ' +
    'google-chrome google-chrome-stable microsoft-edge firefox-esr epiphany'
  ).split(' '),
)
const INTERPRETERS = new Set(
  'java javaw python pythonw node electron dotnet perl ruby php mono deno bun powershell pwsh wscript cscript mshta'.split(
    ' ',
  ),
)
// `python3`, `python3.11`, `ruby2.7`: versioned names of the same interpreters.
const VERSIONED_INTERPRETER = /^(?:python|pythonw|perl|ruby|php)\d[\d.]*$/

/** Everything doubtful about one entry. `family` adds what is true of hosts of that family only. */
export function programWarnings(entry: string, family?: OsFamily): EntryWarning[] {
  return [...pathWarnings(entry), ...nameWarnings(entry), ...suspicions(entry, family)]
}

function pathWarnings(entry: string): EntryWarning[] {
  if (!/[\\/]/.test(entry)) return []
  return [
    {
      code: 'path-entry',
      message: `"${entry}" is a path: only "${baseName(entry)}" is compared, and a Citrix VDA may ignore a path altogether`,
    },
  ]
}

function nameWarnings(entry: string): EntryWarning[] {
  const name = stem(baseName(entry).trim().toLowerCase())
  if (CITRIX_HELPERS.has(name)) {
    const message = `"${entry}" is a helper of Citrix HDX, which must keep its own loopback address`
    return [{ code: 'citrix-helper-entry', message }]
  }
  if (BROWSERS.has(name)) {
    const message = `"${entry}" is a browser: all its loopback traffic would move, unless its ports are excluded`
    return [{ code: 'browser-entry', message }]
  }
  if (INTERPRETERS.has(name) || VERSIONED_INTERPRETER.test(name)) {
    return [
      {
        code: 'interpreter-entry',
        message: `"${entry}" runs many programs: the list cannot tell them apart`,
      },
    ]
  }
  return []
}

const stem = (name: string) => (name.endsWith('.exe') ? name.slice(0, -4) : name)

const SUSPICIONS: [RegExp, string][] = [
  [/~\d/, 'looks like a short (8.3) name, which is not what the process is called'],
  [/%[^%]+%|\$\{?\w/, 'holds an environment variable, which nobody expands'],
  [/[*?]/, 'holds a wildcard, which nobody expands'],
  [/["'`\u2018-\u201f\u00ab\u00bb]/, 'holds quotation marks, which are taken as part of the name'],
  [/^\s|\s$/, 'begins or ends with a blank, which is taken as part of the name'],
  [/[\\/]$/, 'names a folder, not a program'],
  [/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/, 'holds an invisible character'],
  [/[<>|]/, 'holds a character that no Windows file name has'],
  [/\.exe\s*[,;]\s*\S/i, 'looks like two programs in one entry'],
]

function suspicions(entry: string, family?: OsFamily): EntryWarning[] {
  const found = SUSPICIONS.filter(([pattern]) => pattern.test(entry)).map(([, why]) => `"${entry}" ${why}`)
  if (family === 'linux' && utf8Length(baseName(entry)) > MAX_LINUX_NAME_BYTES) {
    found.push(`"${entry}" has a name of over ${MAX_LINUX_NAME_BYTES} bytes, more than is compared on Linux`)
  }
  return found.map((message) => ({ code: 'suspicious-entry' as const, message }))
}

function utf8Length(text: string): number {
  let bytes = 0
  for (const symbol of text) {
    const code = symbol.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}

/** Everything doubtful about a list: its entries, and the ones that stand there twice. In order of entries. */
export function programListWarnings(list: readonly string[], family?: OsFamily): EntryWarning[] {
  const first = new Map<string, string>()
  const warnings: EntryWarning[] = []
  for (const entry of list) {
    if (!isPlainEntry(entry, family)) warnings.push(...programWarnings(entry, family))
    const key = programKey(entry, family ?? 'windows')
    const earlier = first.get(key)
    if (earlier === undefined) first.set(key, entry)
    else warnings.push({ code: 'duplicate-entry', message: doubleMessage(earlier, entry) })
  }
  return warnings
}

function doubleMessage(earlier: string, entry: string): string {
  return earlier === entry
    ? `"${entry}" stands there twice`
    : `"${entry}" names the same program as "${earlier}"`
}

// Nearly every entry of a long list is a short plain name that nobody is warned of: one look decides that, instead of a
// dozen patterns.
function isPlainEntry(entry: string, family?: OsFamily): boolean {
  if (!PLAIN.test(entry)) return false
  if (family === 'linux' && entry.length > MAX_LINUX_NAME_BYTES) return false
  const name = stem(entry.toLowerCase())
  return !WARNED_NAMES.has(name) && !VERSIONED_INTERPRETER.test(name)
}

const PLAIN = /^[\w.+-][\w.+ -]*$(?<! )/
const WARNED_NAMES = new Set([...CITRIX_HELPERS, ...BROWSERS, ...INTERPRETERS])
