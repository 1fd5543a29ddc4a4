/** Policies from a file instead of a server: what they say for a session on this machine. */

import { readFile } from 'node:fs/promises'
import { hostConfigOf } from '~/domain/host-config'
import type { HostFacts, SessionFacts } from '~/domain/host-facts'
import type { PolicySettings } from '~/domain/policy-model'
import { resolveSettings } from '~/domain/resolve'
import { type Problem, problemText } from '~/domain/result'
import { readHostFile } from '~/formats/host-file'
import { readPolicyFile } from '~/formats/policy-file'
import { hostFacts } from '../drivers/select'

export interface LocalPolicies {
  settings: PolicySettings
  /** What is asked for and cannot be had, in words. */
  warnings: string[]
}

/** @param hostFile null for the machine's own facts. @throws Error with every problem of both files */
export async function localPolicies(
  policiesFile: string,
  hostFile: string | null,
  session: SessionFacts,
): Promise<LocalPolicies> {
  const policies = readPolicyFile(await text('--policies', policiesFile))
  if (!policies.ok) throw problems(policiesFile, policies.problems)
  const { host, facts } = await hostOf(hostFile, session)
  if (host.os.family !== 'linux') {
    throw new Error(
      `${hostFile}: os.family: ${JSON.stringify(host.os.family)}: this machine runs Linux. Write linux.`,
    )
  }
  const { settings, notApplicable } = hostConfigOf(
    resolveSettings({ policies: policies.policies, host, session: facts }),
  )
  return {
    settings,
    warnings: notApplicable.map(({ setting, reason }) => `${setting} is not applicable: ${reason}`),
  }
}

async function hostOf(
  file: string | null,
  session: SessionFacts,
): Promise<{ host: HostFacts; facts: SessionFacts }> {
  if (file === null) return { host: { tags: [], ...(await hostFacts()) }, facts: session }
  const read = readHostFile(await text('--host', file))
  if (!read.ok) throw problems(file, read.problems)
  const described = read.sessions.find(({ id }) => id === session.id)
  return { host: read.host, facts: { ...described, ...session } }
}

async function text(option: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new Error(`${option}: ${(error as Error).message}`)
  }
}

function problems(file: string, found: readonly Problem[]): Error {
  return new Error(found.map((problem) => `${file}: ${problemText(problem)}`).join('\n'))
}
