/** Rollouts as text for people. */

import type { RolloutRow, RolloutView } from '~/server/services/views/rollout-view'
import { ROLLOUT_STANDINGS } from '~/server/services/views/rollout-view'
import { table } from './resolution-tables'

export function rolloutsText(rows: readonly RolloutRow[]): string {
  if (rows.length === 0) return 'No revision was published in waves yet.\n'
  return table(
    ['REVISION', 'STATE', 'WAVE', 'HOSTS', 'STARTED', 'BY', 'REASON'],
    rows.map(({ revision, state, wave, waves, reached, hosts, startedAt, by, reason }) => [
      String(revision),
      state,
      `${wave}/${waves}`,
      `${reached}/${hosts}`,
      startedAt,
      by,
      reason,
    ]),
  )
}

export function rolloutText(view: RolloutView): string {
  const { revision, baseRevision, state, plan, standings } = view
  const counts = ROLLOUT_STANDINGS.flatMap((word) =>
    standings[word] > 0 ? `${word} ${standings[word]}` : [],
  )
  const lines = [
    `Revision ${revision} on top of ${baseRevision}: ${state}`,
    `${view.by}, ${view.startedAt}: ${view.reason}`,
    `${view.reached} of ${view.hosts} hosts reached: ${counts.join(', ') || 'none'}`,
    `applied ${APPLIED[plan.apply]}; ${view.oldSessions} of ${view.sessions} open sessions run under the old list`,
    ...haltLines(view),
    ...(view.waitsFor
      ? [`waits for ${view.waitsFor}${view.waitsUntil ? ` until ${view.waitsUntil}` : ''}`]
      : []),
    ...(view.eta ? [`through at about ${view.eta}`] : []),
    ...(view.endRevision === null ? [] : [`ended by revision ${view.endRevision}`]),
  ]
  const waves = table(
    ['WAVE', 'REACHES', 'HOSTS', 'DONE', 'OPENED', 'SETTLED'],
    view.waves.map(({ place, target, hosts, done, openedAt, settledAt }) => [
      String(place + 1),
      targetText(target),
      String(hosts),
      String(done),
      openedAt ?? '-',
      settledAt ?? '-',
    ]),
  )
  const stragglers = table(
    ['NOT DONE', 'IS'],
    view.stragglers.map(({ name, standing }) => [name, standing]),
  )
  return [`${lines.join('\n')}\n`, waves, stragglers].filter((part) => part !== '').join('\n')
}

const APPLIED = { now: 'at once', logon: 'at the next logon', drained: 'when a host is drained' } as const

function haltLines({ halt }: RolloutView): string[] {
  if (!halt) return []
  const { failure, by, at, reason } = halt
  if (!failure) return [`halted ${at} by ${by ?? 'the gate'}: ${reason ?? ''}`]
  return [
    `halted ${at} by its gate: ${failure.check} ${failure.found}, limit ${failure.limit}: ${failure.hosts.join(', ')}`,
  ]
}

function targetText(target: RolloutView['waves'][number]['target']): string {
  switch (target.kind) {
    case 'hosts':
      return target.hosts === 1 ? '1 host' : `${target.hosts} hosts`
    case 'percent':
      return `${target.percent} %`
    case 'tag':
      return `tag ${target.tag}`
    case 'group':
      return `group ${target.group}`
  }
}
