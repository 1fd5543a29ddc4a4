/** A host that a command asks the farm about: one of its own by name, or a described one that need not exist. */

import type { HostFacts, SessionFacts } from '~/domain/host-facts'
import { problemText } from '~/domain/result'
import { checkText } from '~/domain/text'
import { readHost } from './commands/compare-files'
import { CliError, type CliIo } from './io'

/** No host is called like this, so it can only be a file. */
const LIKE_A_FILE = /[\\/]|\.(json|ya?ml)$/i
const LONGEST_NAME = 253

export interface AskedHost {
  host: { named: string } | HostFacts
  /** Those that stand in the file. */
  sessions: SessionFacts[]
}

/** @throws CliError with every problem of the file, or of the name. */
export async function askedHost(io: CliIo, option: string, typed: string): Promise<AskedHost> {
  if (LIKE_A_FILE.test(typed)) return readHost(io, option, typed)
  const problem = checkText(typed, option, LONGEST_NAME)
  if (problem) throw new CliError([problemText(problem)])
  return { host: { named: typed }, sessions: [] }
}
