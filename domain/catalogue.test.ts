import { describe, expect, it } from 'vitest'
import { bestEntry, entriesFor, hasPort, knownTcpPorts } from './catalogue'
import { KNOWN_PROGRAMS } from './catalogue/known-programs'

describe('the catalogue of known programs', () => {
  it('has ids of its own for every entry, with a source and legal ports', () => {
    const ids = KNOWN_PROGRAMS.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { source, text, ports } of KNOWN_PROGRAMS) {
      expect(source).not.toBe('')
      expect(text).not.toBe('')
      for (const { first, last } of ports) expect(first > 0 && first <= last && last <= 65_535).toBe(true)
    }
  })

  it('finds a program without case, by path, and as PowerShell names it', () => {
    for (const name of ['ZOTERO.EXE', 'C:\\apps\\zotero.exe', 'zotero']) {
      expect(entriesFor(name, 'windows', KNOWN_PROGRAMS).map(({ id }) => id)).toEqual(['zotero'])
    }
    expect(entriesFor('ZOTERO', 'linux', KNOWN_PROGRAMS)).toEqual([])
  })

  it('prefers the entry whose port was seen', () => {
    const at = (port: number) =>
      bestEntry('KeePass.exe', 'windows', [{ protocol: 'tcp', port }], KNOWN_PROGRAMS)?.id
    expect([at(12546), at(19455), at(1)]).toEqual(['keepass-rpc', 'keepass-http', 'keepass-rpc'])
  })

  it('cites interpreters only with a port of the entry', () => {
    const java = (port: number) =>
      bestEntry('javaw.exe', 'windows', [{ protocol: 'tcp', port }], KNOWN_PROGRAMS)?.id
    expect([java(8181), java(9795), java(1)]).toEqual(['qz-tray', 'nexu', undefined])
  })

  it('knows ranges of ports', () => {
    const jetbrains = KNOWN_PROGRAMS.find(({ id }) => id === 'jetbrains')
    expect(jetbrains && hasPort(jetbrains, 'tcp', 63_343)).toBe(true)
    expect(knownTcpPorts('Discord.exe', 'windows', KNOWN_PROGRAMS)).toContain(6_472)
  })
})
