/** Policy and host files for commands that look at both, with every problem told at once. */

import type { HostFacts, SessionFacts } from '~/domain/host-facts'
import type { Policy } from '~/domain/policy-model'
import { problemText } from '~/domain/result'
import { readHostFile } from '~/formats/host-file'
import { readPolicyFile } from '~/formats/policy-file'
import { CliError, type CliIo } from '../io'
import { readText } from '../read-text'

/** @throws CliError with every problem of the file. */
export async function readPolicies(io: CliIo, option: string, path: string): Promise<Policy[]> {
  const read = readPolicyFile(await readText(io, option, path))
  if (!read.ok) throw new CliError(read.problems.map((problem) => `${path}: ${problemText(problem)}`))
  return read.policies
}

/** @throws CliError with every problem of the file. */
export async function readHost(
  io: CliIo,
  option: string,
  path: string,
): Promise<{ host: HostFacts; sessions: SessionFacts[] }> {
  const read = readHostFile(await readText(io, option, path))
  if (!read.ok) throw new CliError(read.problems.map((problem) => `${path}: ${problemText(problem)}`))
  return read
}

/** Waits for all of them. @throws CliError with the problems of every one that failed. */
export async function allRead<Values extends unknown[]>(
  reads: {
    [Index in keyof Values]: Promise<Values[Index]>
  },
): Promise<Values> {
  const settled = await Promise.allSettled(reads)
  const failed = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
  const strange = failed.find((error) => !(error instanceof CliError))
  if (strange !== undefined) throw strange
  if (failed.length > 0) throw new CliError(failed.flatMap((error) => (error as CliError).lines))
  return Promise.all(reads) as Promise<Values>
}
