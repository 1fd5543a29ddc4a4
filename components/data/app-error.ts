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

/** Rules are told after the name of their field; alone they begin a sentence. */
const asSentence = (rule: string) => rule.charAt(0).toUpperCase() + rule.slice(1)

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
    case 'not-found':
      return t.errors.notFound
    default: {
      const [first] = app.problems ?? []
      return first
        ? `${asSentence(t.rules.sentence(first.rule))}. ${t.rules.sentence(first.mend)}`
        : app.message
    }
  }
}
