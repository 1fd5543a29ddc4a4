import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { readHostFile } from '~/formats/host-file'

const full = {
  name: 'HOST7',
  os: { family: 'windows', version: 'Windows Server 2022' },
  arch: 'x64',
  cloudHosted: false,
  deliveryGroup: 'Call centre',
  deliveryGroupKind: 'SharedApp',
  tags: ['cti'],
  ou: 'OU=Hosts,DC=example,DC=com',
}
const session = {
  id: 7,
  user: 'ana',
  groups: ['Agents'],
  clientIp: '2001:db8::7',
  clientName: 'WS-1',
  clientPlatform: 'Windows',
  accessControl: 'WithAccessGateway',
  protocol: 'ica',
}
const fieldsOf = (file: unknown) => {
  const read = readHostFile(JSON.stringify(file))
  return read.ok ? [] : read.problems.map(({ field }) => field)
}

describe('host files', () => {
  it('give the host and its sessions, from JSON and from YAML', () => {
    const read = { ok: true, host: full, sessions: [session] }
    expect(readHostFile(JSON.stringify({ ...full, sessions: [session] }))).toEqual(read)
    expect(readHostFile(stringify({ ...full, sessions: [session] }))).toEqual(read)
  })

  it('need a name and a system only', () => {
    const bare = { name: 'h', os: { family: 'linux', version: 'Debian GNU/Linux 12 (bookworm)' } }
    expect(readHostFile(JSON.stringify(bare))).toEqual({
      ok: true,
      host: { ...bare, tags: [] },
      sessions: [],
    })
    expect(fieldsOf({})).toEqual(['name', 'os'])
    expect(fieldsOf({ name: 'h', os: {} })).toEqual(['os.family', 'os.version'])
  })

  it('name every fact that is wrong', () => {
    expect(fieldsOf({ ...full, arch: 'vax', tags: ['', 7], ou: 'Hosts', more: 1 })).toEqual([
      'more',
      'arch',
      'tags[0]',
      'tags[1]',
      'ou',
    ])
    expect(fieldsOf({ ...full, sessions: {} })).toEqual(['sessions'])
    expect(fieldsOf({ ...full, sessions: [7] })).toEqual(['sessions[0]'])
  })

  it.each([16_777_215, -1, 1.5, '7', null, undefined, 0xffffffff])('refuse session id %j', (id) => {
    expect(fieldsOf({ ...full, sessions: [{ ...session, id }] })).toEqual(['sessions[0].id'])
  })

  it('refuse two sessions of one id', () => {
    expect(fieldsOf({ ...full, sessions: [session, { id: 8 }, { id: 7 }] })).toEqual(['sessions[2].id'])
  })

  it('answer every value with a host or with problems, never with an exception', () => {
    const odd = fc.record(
      { name: fc.anything(), os: fc.anything(), tags: fc.anything(), sessions: fc.anything() },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(odd, (file) => {
        const read = readHostFile(
          JSON.stringify(file, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
        )
        expect(read.ok || read.problems.length > 0).toBe(true)
      }),
    )
  })
})
