/** The work behind `vipfarm resolve`. */

import { hostConfigOf } from '~/domain/host-config'
import type { HostFacts, SessionFacts } from '~/domain/host-facts'
import type { Policy } from '~/domain/policy-model'
import { type Prediction, predictLoopback } from '~/domain/prediction'
import { type Resolution, resolve, resolveSettings } from '~/domain/resolve'
import { type Problem, problemText } from '~/domain/result'
import { readHostFile } from '~/formats/host-file'
import { readPolicyFile } from '~/formats/policy-file'
import type { ResolveOptions } from './commands/resolve'
import { CliError, type CliIo } from './io'
import { readText } from './read-text'
import { resolutionTables } from './resolution-tables'

export interface SessionAnswer {
  session: SessionFacts
  prediction: Prediction
}

/** @throws CliError with every problem of both files. */
export async function runResolve(options: ResolveOptions, io: CliIo): Promise<void> {
  const policyFile = readPolicyFile(await readText(io, '--policies', options.policies))
  const hostFile = readHostFile(await readText(io, '--host', options.host))
  if (!policyFile.ok || !hostFile.ok) {
    throw new CliError([
      ...problemLines(options.policies, policyFile.ok ? [] : policyFile.problems),
      ...problemLines(options.host, hostFile.ok ? [] : hostFile.problems),
    ])
  }
  const { policies } = policyFile
  const { host, sessions } = hostFile
  const asked = { policies, host, ...settingsOf(options) }
  const resolution = resolve(asked)
  const answers = sessions.map((session) => ({ session, prediction: predictionOf(asked, session) }))
  io.stdout(options.json ? `${jsonLine(resolution, answers)}\n` : resolutionTables(host, resolution, answers))
}

interface Asked extends ReturnType<typeof settingsOf> {
  policies: Policy[]
  host: HostFacts
}

function settingsOf({ filterRule, allowUnverifiedOs }: ResolveOptions) {
  return { rule: filterRule, options: { allowUnverifiedOs: allowUnverifiedOs === true } }
}

// Resolved with the session's own facts. Offline it is taken that the host enforces what it is told.
function predictionOf(asked: Asked, session: SessionFacts): Prediction {
  const enforcement = asked.host.os.family === 'linux' ? 'linux-filter' : 'citrix'
  const config = hostConfigOf(resolveSettings({ ...asked, session }))
  return predictLoopback({ config, host: asked.host, session, enforcement })
}

/** The line that scripts read; its members are a promise. */
function jsonLine(
  { settings, losers, notApplicable, warnings }: Resolution,
  answers: SessionAnswer[],
): string {
  return JSON.stringify({
    settings: Object.fromEntries(
      Object.entries(settings).map(([id, { value, policy }]) => [id, { value, policy }]),
    ),
    losers: losers.map(({ setting, policy, lostTo }) => ({ setting, policy, lostTo })),
    notApplicable,
    warnings,
    sessions: answers.map(({ session, prediction }) => ({ id: session.id, loopback: prediction.loopback })),
  })
}

function problemLines(path: string, problems: Problem[]): string[] {
  return problems.map((problem) => `${path}: ${problemText(problem)}`)
}
