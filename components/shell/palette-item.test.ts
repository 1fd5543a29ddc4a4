import { expect, test } from 'vitest'
import { matches } from './palette-item'

test('each word typed is looked for, without case and accents', () => {
  expect(matches('Configuración: perfil', 'configuracion PERF')).toBe(true)
  expect(matches('Overview', '')).toBe(true)
  expect(matches('Overview', 'over x')).toBe(false)
})
