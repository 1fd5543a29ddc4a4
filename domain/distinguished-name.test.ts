import { describe, expect, it } from 'vitest'
import { isAtOrBelow, parseDn } from '~/domain/distinguished-name'

const hosts = 'OU=Hosts,DC=example,DC=com'

describe('Rulebook 5: OU matches the OU and everything below it', () => {
  it.each([
    [hosts, hosts, true],
    ['ou=hosts,dc=EXAMPLE,dc=com', hosts, true],
    [`OU=Voice,${hosts}`, hosts, true],
    [`OU=Deep,OU=Voice,${hosts}`, hosts, true],
    [hosts, `OU=Voice,${hosts}`, false],
    [hosts, 'DC=example,DC=com', true],
    ['OU=MyHosts,DC=example,DC=com', hosts, false],
    ['OU=Hosts,DC=example,DC=com,DC=au', hosts, false],
    ['OU = Hosts , DC=example, DC=com', hosts, true],
    ['OU=Voice\\, East,DC=example,DC=com', 'OU=Voice\\2C East,DC=example,DC=com', true],
    ['OU=Voice\\, East,DC=example,DC=com', 'OU=East,DC=example,DC=com', false],
    ['OU=\\C3\\A1rea,DC=example', 'OU=área,DC=example', true],
    ['not a name', 'not a name', false],
  ])('%j at or below %j: %j', (name, ancestor, below) => expect(isAtOrBelow(name, ancestor)).toBe(below))

  it('knows what is no distinguished name', () => {
    for (const name of ['', 'Hosts', 'OU=', '=x', 'OU=a,,DC=b', 'example.com/Hosts'])
      expect(parseDn(name)).toBeNull()
  })
})
