import { describe, expect, it } from 'vitest'
import { checkServerAddress } from './server-address'

describe('checkServerAddress', () => {
  it.each([
    'https://vipfarm.example.com',
    'http://127.0.0.1:3000',
    'http://localhost:3000',
    'http://[::1]:3000/',
  ])('takes %s', (address) => {
    expect(checkServerAddress(address, false)).toMatchObject({ ok: true, value: { plain: false } })
  })

  it.each(['http://vipfarm.example.com', 'http://10.0.0.1:3000', 'http://127.example.com'])(
    'refuses plain HTTP over a network: %s',
    (address) => {
      const result = checkServerAddress(address, false)
      expect(result.ok ? '' : result.problem.mend).toContain('VIPFARM_ALLOW_PLAIN_HTTP=1')
      expect(checkServerAddress(address, true)).toMatchObject({ ok: true, value: { plain: true } })
    },
  )

  it.each(['', 'vipfarm', 'ftp://x', 'https://user:secret@x', 'https://x/path', 'https://x?a=b'])(
    'refuses %j',
    (address) => {
      expect(checkServerAddress(address, true).ok).toBe(false)
    },
  )
})
