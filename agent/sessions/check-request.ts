import { linuxLoopbackWarning, MAX_LINUX_SESSION_ID } from '~/domain/address'
import { fail, ok, type Result } from '~/domain/result'
import { hasControlCharacters } from '~/domain/text'

export interface SessionRequest {
  id: number
  user: string
  program: string
  args: string[]
  /** A known tenant of the session's address on Linux, in words; null for none. */
  warning: string | null
  /** False where the agent is to lease no virtual IP for it. */
  lease?: false
}

/** Whether a session can have this id on Linux: 0 is the console's. */
export const isSessionId = (id: unknown): id is number =>
  Number.isInteger(id) && Number(id) >= 1 && Number(id) <= MAX_LINUX_SESSION_ID

/** Whether somebody can be called so, here and in reports. */
export const isUserName = (user: unknown): user is string =>
  typeof user === 'string' && user.trim() !== '' && user.length <= 256 && !hasControlCharacters(user)

/** What was typed to open a session. Session 0 is the console's; the largest id of all cannot be used on Linux. */
export function checkSessionRequest(
  session: string | undefined,
  user: string | undefined,
  command: readonly string[],
): Result<SessionRequest> {
  const id = /^\d{1,10}$/.test(session ?? '') ? Number(session) : Number.NaN
  if (!isSessionId(id)) {
    const rule = `a session id on Linux is a whole number from 1 to ${MAX_LINUX_SESSION_ID.toLocaleString('en')}`
    return fail('--session', session ?? null, rule, 'Choose another, such as --session 7.')
  }
  if (!isUserName(user)) {
    const rule = 'a user is named by 1 to 256 characters, none of them a control character'
    return fail('--user', user ?? null, rule, 'Say whose session it is, such as --user ana.')
  }
  const [program, ...args] = command
  if (!program) return fail('PROGRAM', null, 'there is nothing to run', 'Write the program after --.')
  return ok({ id, user, program, args, warning: linuxLoopbackWarning(id) })
}
