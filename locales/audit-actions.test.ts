import { expect, test } from 'vitest'
import { AUDIT_ACTIONS } from '~/domain/audit-action'
import { messagesFor } from './catalogue'

test.each(['en', 'es'] as const)(
  'every act that the server can record has words of its own in %s',
  (locale) => {
    const { actions } = messagesFor(locale).audit
    expect(Object.keys(actions).sort()).toEqual([...AUDIT_ACTIONS].sort())
    const words = Object.values(actions)
    expect(words.filter((word) => /[.]|^[a-z]/.test(word))).toEqual([])
    // A filter that offered one word twice would not say which it takes.
    expect(words.filter((word, at) => words.indexOf(word) !== at)).toEqual([])
  },
)
