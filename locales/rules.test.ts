import { describe, expect, it } from 'vitest'
import { checkPolicy } from '~/domain/policy-check'
import { es } from './es'

describe('the rules’ sentences in Spanish', () => {
  it('are translated with what they name', () => {
    expect(es.rules.sentence('an entry has 1 to 260 characters, this one has 300')).toBe(
      'una entrada tiene de 1 a 260 caracteres y esta tiene 300',
    )
  })
  it('cover what an agent says of a value that somebody changed', () => {
    expect(es.rules.sentence('somebody removed crm.exe, softphone.exe and added x.exe')).toBe(
      'alguien quitó crm.exe, softphone.exe y añadió x.exe',
    )
    expect(es.rules.sentence('somebody changed it to false')).toBe('alguien lo cambió a false')
  })
  it('stay as they are when nobody has translated them', () => {
    expect(es.rules.sentence('something new')).toBe('something new')
  })
  it('cover what the editor can meet', () => {
    const problems = checkPolicy(
      {
        name: '',
        description: 'x'.repeat(3_000),
        enabled: true,
        priority: 1,
        settings: {
          VirtualLoopbackPrograms: ['', 'x'.repeat(300), 'a\u0007'],
          VirtualLoopbackPortExclusion: [0],
          VirtualIpAdapter: 'eth0',
        },
        filters: [
          { type: 'OU', mode: 'Allow', enabled: true, value: 'Hosts' },
          { type: 'DesktopGroup', mode: 'Allow', enabled: true, value: ' ' },
        ],
      },
      'policy',
    )
    expect(problems.length).toBeGreaterThan(7)
    for (const { rule } of problems) expect(es.rules.sentence(rule), rule).not.toBe(rule)
  })
})
