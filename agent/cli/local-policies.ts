/** Policies from a file instead of a server: what they say for a session on this machine. */

import { createReadStream } from 'node:fs'
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

/** Beyond the largest policies that a farm resolves: no more of a file is read by root. */
const MAX_FILE_BYTES = 64 * 1024 * 1024

async function text(option: string, file: string): Promise<string> {
  const chunks: Buffer[] = await createReadStream(file, { end: MAX_FILE_BYTES })
    .toArray()
    .catch((error: Error) => {
      throw new Error(`${option}: ${error.message}`)
    })
  const bytes = Buffer.concat(chunks)
  if (bytes.length <= MAX_FILE_BYTES) return bytes.toString('utf8')
  throw new Error(
    `${option}: ${file}: it has more than ${MAX_FILE_BYTES / 1024 / 1024} MB. Give a file of policies alone.`,
  )
}

function problems(file: string, found: readonly Problem[]): Error {
  return new Error(found.map((problem) => `${file}: ${problemText(problem)}`).join('\n'))
}
