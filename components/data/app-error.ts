import { TRPCClientError } from '@trpc/client'
import type { Problem } from '~/domain/result'
import type { Messages } from '~/locales/catalogue'

/** What the server says of a call it refused. */
export interface AppErrorData {
  code: string
  message: string
  problems?: readonly Problem[]
  current?: unknown
}

/** The server's own account of an error, or null when no answer came. */
export function appErrorOf(error: unknown): AppErrorData | null {
  if (!(error instanceof TRPCClientError)) return null
  const app = (error.data as { app?: AppErrorData } | undefined)?.app
  return app && typeof app.code === 'string' ? app : null
}

/** Longer values are cut: whoever typed them still has them before their eyes. */
const LONGEST_SHOWN = 60
const SECRET = /password|current/i

function shownValue(value: unknown): string {
  const text = Array.isArray(value) ? value.join(', ') : value
  if (typeof text === 'number') return String(text)
  if (typeof text !== 'string') return ''
  const line = text.trim()
  return line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN)}…` : line
}

/** Rules are told after what breaks them; alone they begin a sentence. */
const asSentence = (rule: string) => rule.charAt(0).toUpperCase() + rule.slice(1)

/** What stood there, which rule it breaks and what to do, in the reader's words. */
export function problemText({ field, value, rule, mend }: Problem, t: Messages): string {
  const shown = SECRET.test(field) ? '' : shownValue(value)
  const told = t.rules.sentence(rule)
  return `${shown ? `${shown}: ${told}` : asSentence(told)}. ${t.rules.sentence(mend)}`
}

/** One sentence for a person: what happened and what to do. Words of the server's own where only it knows. */
export function errorText(error: unknown, t: Messages): string {
  const app = appErrorOf(error)
  if (!app) return t.errors.network
  switch (app.code) {
    case 'unavailable':
      return t.errors.unavailable
    case 'disk-full':
      return t.errors.diskFull
    case 'internal':
      return t.errors.internal
    case 'forbidden':
      return t.errors.forbidden
    case 'signed-out':
      return t.errors.signedOut
    case 'too-many-attempts':
      return t.errors.tooMany
    default: {
      const [first] = app.problems ?? []
      if (first) return problemText(first, t)
      return app.code === 'not-found' ? t.errors.notFound : t.rules.sentence(app.message)
    }
  }
}
