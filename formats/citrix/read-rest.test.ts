import { describe, expect, it } from 'vitest'
import { readRest } from './read-rest'

const file = (value: unknown) => ({
  name: 'rest.json',
  bytes: new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)),
})

describe('Orchestration REST JSON', () => {
  it('reads a create-policy body as documented', async () => {
    const body = {
      name: 'CTI',
      description: '',
      isEnabled: true,
      settings: [
        { settingName: 'VirtualLoopbackSupport', useDefault: false, settingValue: '1' },
        {
          settingName: 'VirtualLoopbackPrograms',
          useDefault: false,
          settingValue: '["softphone.exe","agent.exe"]',
        },
      ],
      filters: [
        {
          filterType: 'DesktopGroup',
          isAllowed: true,
          isEnabled: true,
          filterData: '{"server":"ddc.example.com","uuid":"00000000-0000-0000-0000-000000000001"}',
        },
      ],
    }
    const read = await readRest(file(body), {
      deliveryGroups: new Map([['00000000-0000-0000-0000-000000000001', 'Call centre']]),
      tags: new Map(),
      users: new Map(),
    })
    expect(read).toMatchObject({
      ok: true,
      unknown: [],
      legacy: [],
      notes: [],
      policies: [
        {
          name: 'CTI',
          enabled: true,
          priority: 1,
          settings: {
            VirtualLoopbackSupport: true,
            VirtualLoopbackPrograms: ['softphone.exe', 'agent.exe'],
          },
          filters: [{ type: 'DesktopGroup', mode: 'Allow', enabled: true, value: 'Call centre' }],
        },
      ],
    })
  })

  it('tells line and column of a truncated file', async () => {
    expect(await readRest(file('{"name": "CTI",\n "settings": [{"a": "b'))).toMatchObject({
      ok: false,
      problems: [{ file: 'rest.json', line: 2, column: 21 }],
    })
  })

  it('refuses absurd depth with its place', async () => {
    const text = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
    expect(await readRest(file(text))).toMatchObject({ ok: false, problems: [{ line: 1, column: 201 }] })
  })
})
