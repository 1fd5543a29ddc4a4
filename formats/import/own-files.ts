/** Files of our own format as one set of policies: unlike an import, nothing is renamed and no priority moves. */

import { problem } from '~/domain/result'
import { foldName } from '~/domain/text'
import type {
  ImportedFiles,
  ImportedPolicy,
  ImportFile,
  ImportFilesResult,
  ImportProblem,
} from './import-result'
import { readOwnPolicies } from './read-own-policies'

/** Either all files were read and agree with each other, or every problem is told. */
export async function importOwnFiles(files: ImportFile[]): Promise<ImportFilesResult> {
  const problems: ImportProblem[] = []
  const policies: ImportedPolicy[] = []
  for (const file of files) {
    const read = await readOwnPolicies(file)
    if (read.ok) policies.push(...read.policies)
    else problems.push(...read.problems)
  }
  problems.push(
    ...doubles(policies, 'name', ({ name }) => foldName(name)),
    ...doubles(policies, 'priority', ({ priority }) => priority),
  )
  if (problems.length > 0) return { ok: false, problems }
  const formats: ImportedFiles['formats'] = files.map(({ name }) => ({ file: name, format: 'yaml' }))
  policies.sort((one, other) => one.priority - other.priority)
  return { ok: true, formats, policies, unknown: [], legacy: [], notes: [], attachments: [] }
}

function doubles(
  policies: readonly ImportedPolicy[],
  what: 'name' | 'priority',
  keyOf: (policy: ImportedPolicy) => unknown,
): ImportProblem[] {
  const first = new Map<unknown, ImportedPolicy>()
  return policies.flatMap((policy) => {
    const earlier = first.get(keyOf(policy))
    first.set(keyOf(policy), earlier ?? policy)
    if (!earlier) return []
    const { file } = policy.place
    const rule = `${JSON.stringify(earlier.name)} of ${earlier.place.file} has the same ${what}`
    const field = `${file}: ${what} of ${JSON.stringify(policy.name)}`
    return [{ ...problem(field, policy[what], rule, `Give one of them another ${what}.`), file }]
  })
}
