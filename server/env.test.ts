import { describe, expect, test } from 'vitest'
import { readEnvironment, VARIABLES } from './env'

describe('the environment', () => {
  test('has a default for everything', () => {
    expect(readEnvironment({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      databaseUrl: null,
      tls: null,
      logLevel: 'info',
    })
  })

  test('takes an empty variable for an absent one', () => {
    expect(readEnvironment({ DATABASE_URL: '', PORT: '' })).toMatchObject({ port: 3000, databaseUrl: null })
  })

  test.each([
    ['PORT', '70000'],
    ['PORT', 'http'],
    ['HOST', 'everywhere'],
    ['DATABASE_URL', 'mysql://x'],
    ['LOG_LEVEL', 'loud'],
    ['VIPFARM_MASTER_KEY', 'short'],
    ['VIPFARM_PUBLIC_URL', 'vip.example.com'],
    ['VIPFARM_ALLOW_PLAIN_HTTP', 'yes'],
  ])('refuses %s=%s, naming the variable and the rule', (name, value) => {
    expect(() => readEnvironment({ [name]: value })).toThrow(new RegExp(`^${name}=.*: must be`))
  })

  test('never shows a secret in an error', () => {
    expect(() => readEnvironment({ VIPFARM_MASTER_KEY: 'hunter2' })).not.toThrow(/hunter2/)
    expect(() => readEnvironment({ DATABASE_URL: 'mysql://u:hunter2@h/d' })).not.toThrow(/hunter2/)
  })

  test('tells every fault at once', () => {
    expect(() => readEnvironment({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(/PORT=[\s\S]*LOG_LEVEL=/)
  })

  test('refuses an unknown VIPFARM_ variable, with the one that was meant', () => {
    expect(() => readEnvironment({ VIPFARM_DTA: 'x' })).toThrow(/VIPFARM_DTA: .* Did you mean VIPFARM_DATA\?/)
    expect(() => readEnvironment({ VIPFARM_COLOUR: 'x' })).toThrow(/docs\/environment.md/)
    expect(() => readEnvironment({ VIPFARM_AGENT_URL: 'x' })).not.toThrow()
  })

  test('does not listen beyond loopback without TLS, unless told to in so many words', () => {
    expect(() => readEnvironment({ HOST: '0.0.0.0' })).toThrow(/TLS/)
    expect(readEnvironment({ HOST: '0.0.0.0', VIPFARM_ALLOW_PLAIN_HTTP: '1' }).host).toBe('0.0.0.0')
    expect(readEnvironment({ HOST: '0.0.0.0', VIPFARM_TLS_CERT: 'c', VIPFARM_TLS_KEY: 'k' }).tls).toEqual({
      cert: 'c',
      key: 'k',
    })
    expect(() => readEnvironment({ VIPFARM_TLS_CERT: 'c' })).toThrow(/both or neither/)
  })

  test('is documented variable by variable', () => {
    for (const { meaning, default: fallback } of Object.values(VARIABLES))
      expect(meaning && fallback).toBeTruthy()
  })
})
