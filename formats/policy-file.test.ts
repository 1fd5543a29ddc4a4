import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import type { Problem } from '~/domain/result'
import { readPolicyFile } from '~/formats/policy-file'

const problemsOf = (text: string): Problem[] => {
  const read = readPolicyFile(text)
  return read.ok ? [] : read.problems
}
const full = {
  name: 'CTI',
  description: 'Softphones',
  enabled: false,
  priority: 1,
  settings: { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['softphone.exe'] },
  filters: [{ type: 'DesktopGroup', mode: 'Allow', enabled: false, value: 'Call centre' }],
}

describe('policy files', () => {
  it('mean the same in JSON and in YAML', () => {
    const fromJson = readPolicyFile(JSON.stringify({ policies: [full] }))
    expect(fromJson).toEqual({ ok: true, policies: [full] })
    expect(readPolicyFile(stringify({ policies: [full] }))).toEqual(fromJson)
  })

  it('Rulebook 5: omitted enabled means true, omitted filters mean none', () => {
    const read = readPolicyFile('{"policies": [{"name": "CTI", "priority": 1}]}')
    const bare = { name: 'CTI', description: '', enabled: true, priority: 1, settings: {}, filters: [] }
    expect(read).toEqual({ ok: true, policies: [bare] })
    const filtered = readPolicyFile(
      'policies: [{name: A, priority: 1, filters: [{type: User, mode: Deny, value: ana}]}]',
    )
    expect(filtered.ok && filtered.policies[0]?.filters[0]?.enabled).toBe(true)
  })

  it('take a byte order mark, comments, and YAML flow style', () => {
    expect(readPolicyFile('\ufeff{"policies": []}')).toEqual({ ok: true, policies: [] })
    expect(readPolicyFile('# none yet\n{policies: []}')).toEqual({ ok: true, policies: [] })
    expect(readPolicyFile('{policies: []}')).toEqual({ ok: true, policies: [] })
  })

  it.each([
    ['', 'empty'],
    ['  \n', 'empty'],
    ['{"policies": [', 'neither JSON nor YAML'],
    ['policies: [}', 'line 1'],
    ['a: 1\na: 2', 'unique'],
    ['--- 1\n--- 2', 'neither'],
    ['7', 'object'],
    ['[]', 'object'],
    ['{}', '"policies"'],
    ['policies:', 'list'],
    ['policies: {}', 'list'],
    ['policies: [7]', 'object'],
  ])('%j is refused: %s', (text, rule) => {
    const problems = problemsOf(text)
    expect(problems).not.toHaveLength(0)
    expect(problems.map((found) => found.rule).join()).toContain(rule)
  })

  it('refuse members that nobody knows, `__proto__` among them', () => {
    const fields = problemsOf(
      '{"policies": [{"name": "A", "priority": 1, "__proto__": {"enabled": false}, "x": 1}], "y": 2}',
    )
    expect(fields.map(({ field }) => field)).toEqual(['y', 'policies[0].__proto__', 'policies[0].x'])
    const ids = problemsOf(
      '{"policies": [{"name": "A", "priority": 1, "settings": {"__proto__": true, "toString": 1}}]}',
    )
    expect(ids.map(({ value }) => value)).toEqual(['__proto__', 'toString'])
  })

  it('do not grow a small file into a large one', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `a${level + 1}: &a${level + 1} [${new Array(9).fill(`*a${level}`).join(', ')}]`,
    )
    const bomb = ['a0: &a0 [x]', ...levels].join('\n')
    expect(problemsOf(bomb)).toHaveLength(1)
  })

  it('answer every text with policies or with problems, never with an exception', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 200 }),
        (text) => readPolicyFile(text).ok || problemsOf(text).length > 0,
      ),
    )
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => {
        const wrapped = `{"policies": [${text}]}`
        return readPolicyFile(wrapped).ok || problemsOf(wrapped).length > 0
      }),
    )
  })

  it('answer every policy made of the right members with wrong values', () => {
    const odd = fc.record(
      {
        name: fc.anything(),
        priority: fc.anything(),
        enabled: fc.anything(),
        settings: fc.anything(),
        filters: fc.anything(),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(odd, (policy) => {
        const text = JSON.stringify({ policies: [policy] }, (_, value) =>
          typeof value === 'bigint' ? String(value) : value,
        )
        const read = readPolicyFile(text)
        expect(read.ok || read.problems.length > 0).toBe(true)
      }),
    )
  })
})
