/** Values as `.reg` files write them. */

import type { RegData } from './reg-file'

export const REG_EOL = '\r\n'
const WIDTH = 76

export const dword = (name: string, value: number) =>
  `${quoted(name)}=dword:${(value >>> 0).toString(16).padStart(8, '0')}`

/** REG_MULTI_SZ as hex(7): UTF-16, each text ended by a zero, the list by one more; broken as regedit breaks lines. */
export function multi(name: string, list: readonly string[]): string {
  return hex(name, 7, [...list.map((entry) => `${entry}\u0000`), '\u0000'].join(''))
}

/** One line (or several, joined by `\`) for a value; `"name"=-` takes it away. */
export function regValueText(name: string, data: RegData): string {
  switch (data.type) {
    case 'dword':
      return dword(name, data.value)
    case 'multi':
      return multi(name, data.value)
    case 'string':
      return `${quoted(name)}=${quoted(data.value)}`
    case 'expand':
      return hex(name, 2, `${data.value}\u0000`)
    case 'binary':
      return bytes(`${quoted(name)}=hex:`, data.value)
    case 'deleted':
      return `${quoted(name)}=-`
  }
}

/** A whole file with these values of one key. */
export function regFileText(key: string, values: readonly { name: string; data: RegData }[]): string {
  const lines = values.map(({ name, data }) => regValueText(name, data))
  return ['Windows Registry Editor Version 5.00', '', `[${key}]`, ...lines, '', ''].join(REG_EOL)
}

const quoted = (text: string) => (text === '' ? '@' : `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`)

function hex(name: string, type: number, text: string): string {
  const list = text.split('').flatMap((unit) => [unit.charCodeAt(0) & 0xff, unit.charCodeAt(0) >> 8])
  return bytes(`${quoted(name)}=hex(${type}):`, list)
}

function bytes(start: string, list: readonly number[]): string {
  const last = list.length - 1
  let text = ''
  let line = start
  for (const [index, byte] of list.entries()) {
    line += `${byte.toString(16).padStart(2, '0')}${index < last ? ',' : ''}`
    if (line.length > WIDTH && index < last) {
      text += `${line}\\${REG_EOL}`
      line = '  '
    }
  }
  return text + line
}
