import { type Problem, problem } from '~/domain/result'
import { passwordProblem } from '../../auth/password'
import { AppError } from '../../errors'

const USERNAME = /^[a-z][a-z0-9._-]{1,31}$/

export function usernameProblem(username: string): Problem | null {
  if (USERNAME.test(username)) return null
  return problem(
    'username',
    username.slice(0, 64),
    'a user name has 2 to 32 characters: a letter first, then letters, digits, dots, hyphens, underscores',
    'Choose another, such as ana or ana.luna.',
  )
}

/** @throws AppError `bad-input`. */
export function refuseUnless(problems: readonly (Problem | null)[]): void {
  const found = problems.filter((one) => one !== null)
  const [first] = found
  if (first) throw new AppError('bad-input', `${first.field}: ${first.rule}.`, { problems: found })
}

export const requirePassword = (password: string, field: string) =>
  refuseUnless([passwordProblem(password, field)])

export const noSuchUser = () => new AppError('not-found', 'There is no such user.')
