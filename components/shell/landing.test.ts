import { describe, expect, test } from 'vitest'
import { landing, signInHref } from './landing'

describe('after signing in', () => {
  test.each(['/hosts?revision=3', '/rollouts/requests/01a2', '/audit?object=host%3A1'])(
    '%s is gone on to',
    (path) => {
      expect(landing(path)).toBe(path)
    },
  )

  test.each([
    null,
    '',
    'hosts',
    '//evil.example',
    '/\\evil.example',
    '/a\\b',
    'https://evil.example',
    '/a\nb',
    '/sign-in',
  ])('%j is no page of this server, and the overview comes', (path) => {
    expect(landing(path)).toBe('/overview')
  })
})

describe('the sign-in page', () => {
  test('is told which page was asked for, without what a browser asks for parts by', () => {
    expect(signInHref('/hosts?q=CTI&_rsc=1a2b')).toBe('/sign-in?next=%2Fhosts%3Fq%3DCTI')
    expect(signInHref('/hosts?_rsc=1a2b')).toBe('/sign-in?next=%2Fhosts')
  })

  test('is told nothing where nothing of this server was', () => {
    for (const path of [null, '/', '/overview', '//evil.example']) expect(signInHref(path)).toBe('/sign-in')
  })
})
