/** Our own policy files, JSON or YAML, as an import like any other. */

import { byPriority } from '~/domain/policy-order'
import { readPolicyFile } from '../policy-file'
import { decodeText } from './decode-text'
import { type ImportFile, type ImportResult, readingOf, unreadable } from './import-result'

export function readOwnPolicies(file: ImportFile): Promise<ImportResult> {
  return readingOf(() => {
    const read = readPolicyFile(decodeText(file.name, file.bytes).text)
    if (!read.ok) {
      const [problem] = read.problems
      const at = /at line (\d+), column (\d+)/.exec(problem?.rule ?? '')
      const place = { file: file.name, line: Number(at?.[1] ?? 1), column: Number(at?.[2] ?? 1) }
      const rule = read.problems.map(({ field, rule: text }) => `${field}: ${text}`).join('; ')
      return unreadable(place, problem?.value, rule, problem?.mend ?? 'Mend the file.')
    }
    return {
      ok: true,
      format: 'yaml',
      policies: byPriority(read.policies).map((policy) => ({ ...policy, place: { file: file.name } })),
      unknown: [],
      legacy: [],
      notes: [],
      attachments: [],
    }
  })
}
