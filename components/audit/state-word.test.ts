import { expect, it } from 'vitest'
import { es } from '~/locales/es'
import { stateWord } from './state-word'

it('recorded states are said in the reader’s language, and nothing else is', () => {
  expect(stateWord('state', 'running', es)).toBe('En curso')
  expect(stateWord('state', 'withdrawn', es)).toBe('Cancelada')
  expect(stateWord('host.lifecycle', 'quarantined', es)).toBe('En cuarentena')
  expect(stateWord('role', 'operator', es)).toBe('Operador')
  expect(stateWord('state', 'toString', es)).toBeNull()
  expect(stateWord('name', 'running', es)).toBeNull()
})
