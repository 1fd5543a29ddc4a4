/** A what-if as text for people: the tables of `resolve`, and the evidence. */

import type { PolicyEvidence, WhatIf } from '~/domain/what-if'
import { resolutionTables, shown, table } from '../resolution-tables'

export function whatIfTables(answer: WhatIf): string {
  const answers = answer.predictions.map(({ session, ...prediction }) => ({ session, prediction }))
  const { user } = answer
  const sections = [
    resolutionTables(answer.host, answer, answers),
    table(
      ['LOST BY', 'SETTING', 'WOULD HAVE SET', 'LOST TO'],
      answer.losers.map(({ policy, setting, value, lostTo }) => [policy, setting, shown(value), lostTo]),
    ),
    evidenceTable('FILTER', answer.evidence),
    user
      ? table(
          ['WITH THIS USER', 'VALUE', 'POLICY'],
          Object.entries(user.settings).map(([id, { value, policy }]) => [id, shown(value), policy]),
        ) || 'With this user no policy sets anything.\n'
      : '',
    user ? evidenceTable('FILTER WITH THIS USER', user.evidence) : '',
  ]
  return sections.filter((section) => section !== '').join('\n')
}

function evidenceTable(title: string, evidence: PolicyEvidence[]): string {
  return table(
    ['POLICY', title, 'WANTS', 'IS', 'RESULT'],
    evidence.flatMap(({ policy, reason, filters }) => {
      const verdict = reason ?? 'applies'
      if (filters.length === 0) return [[policy, 'no filters', '', '', verdict]]
      return filters.map(({ type, mode, value, fact, matched, enabled }, index) => [
        policy,
        `${mode} ${type}`,
        value,
        fact ?? '-',
        `${enabled ? (matched ? 'matches' : 'no match') : 'off'}${index === 0 ? ` (${verdict})` : ''}`,
      ])
    }),
  )
}
