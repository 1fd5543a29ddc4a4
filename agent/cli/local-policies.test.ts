import { describe, expect, test } from 'vitest'
import { localPolicies } from './local-policies'

const session = { id: 7, user: 'ana' }

describe('policies from a file', () => {
  test('without an end are refused by the option and the file, and no more than the bound is read', async () => {
    await expect(localPolicies('/dev/zero', null, session)).rejects.toThrow(
      '--policies: /dev/zero: it has more than 64 MB. Give a file of policies alone.',
    )
  })

  test('that are not there are refused by the option', async () => {
    await expect(localPolicies('/nowhere/policies.yaml', null, session)).rejects.toThrow(
      /^--policies: ENOENT: .*\/nowhere\/policies\.yaml/,
    )
  })
})
