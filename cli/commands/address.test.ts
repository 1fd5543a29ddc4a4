import { describe, expect, it } from 'vitest'
import { runInProcess } from '~/tests/support/command'

describe('vipfarm address', () => {
  it('prints the address of a session', async () => {
    expect(await runInProcess(['address', '7'])).toEqual({ code: 0, out: '127.0.0.8\n', err: '' })
    expect((await runInProcess(['address', '255'])).out).toBe('127.0.1.0\n')
    expect((await runInProcess(['address', '16777214'])).out).toBe('127.255.255.255\n')
    expect((await runInProcess(['address', '0'])).out).toBe('127.0.0.1\n')
  })

  it('prints the session of an address', async () => {
    expect(await runInProcess(['address', '--of', '127.0.1.0'])).toEqual({ code: 0, out: '255\n', err: '' })
    expect((await runInProcess(['address', '--of=127.0.0.1'])).out).toBe('0\n')
  })

  it.each([
    '16777215',
    '-1',
    '-12',
    '1.5',
    '-1.5',
    '4294967295',
    'abc',
    '',
    '0x7',
    '1e3',
    '99999999999999999999999',
  ])('refuses session id %j with exit code 1, naming value and limit on stderr', async (id) => {
    const { code, out, err } = await runInProcess(['address', id])
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain('16777214')
    expect(err).toContain(id.startsWith('9999') ? '1e+23' : id)
    expect(err).not.toContain('option')
  })

  it.each(['127.0.0.0', '10.0.0.1', '127.0.0.256', 'localhost', '::1'])(
    'refuses address %j with exit code 1',
    async (text) => {
      const { code, out, err } = await runInProcess(['address', '--of', text])
      expect({ code, out }).toEqual({ code: 1, out: '' })
      expect(err).toContain(text)
    },
  )

  it.each([[[]], [['7', '--of', '127.0.0.8']], [['7', '8']], [['--of']], [['--from', '1']]])(
    'calls %j bad usage, exit code 2',
    async (args) => {
      const { code, out, err } = await runInProcess(['address', ...args])
      expect({ code, out }).toEqual({ code: 2, out: '' })
      expect(err).toContain('error:')
    },
  )
})

describe('the frame of the command', () => {
  it('prints help to stdout with exit code 0, on its own and for a command', async () => {
    const { code, out, err } = await runInProcess(['--help'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('address')
    expect(out).toContain('resolve')
    expect((await runInProcess(['address', '--help'])).out).toContain('--of')
  })

  it('calls an unknown command, and no command, bad usage', async () => {
    expect((await runInProcess(['adress', '7'])).code).toBe(2)
    expect((await runInProcess([])).code).toBe(2)
  })
})
