/** Holders as text for people: every time with its zone. */

import type { HeldRow, Holder, WhoAnswer } from '~/server/services/views/held-view'
import { table } from './resolution-tables'

export function whoText(answer: WhoAnswer): string {
  const { address, at, loopbackOf, revision, holders, cut } = answer
  const of = loopbackOf === null ? '' : `, the loopback address of session ${loopbackOf}`
  const force = revision
    ? `Policy revision ${revision.number} was the farm's newest (${revision.publishedAt}): ${revision.reason}`
    : 'No policy revision was published yet.'
  const lines = [`${address} at ${at}${of}`, force]
  if (holders.length === 0) return `${[...lines, 'Nobody held it.'].join('\n')}\n`
  const notes = [
    ...new Set([...holders.map(forceNote), ...holders.map(skewNote).filter((note) => note !== null)]),
  ]
  if (cut) notes.push(`These are ${holders.length} of more holders: name one host with --host.`)
  return `${lines.join('\n')}\n\n${heldTable(holders)}${notes.map((note) => `\n${note}`).join('')}${notes.length > 0 ? '\n' : ''}`
}

export function heldTable(rows: readonly HeldRow[]): string {
  return table(
    [
      'USER',
      'HOST',
      'SESSION',
      'ADDRESS',
      'KIND',
      'PROGRAM',
      'NETWORK',
      'FROM',
      'TO',
      'RECEIVED',
      'LOGON',
      'BOOT',
    ],
    rows.map((row) => [
      row.user,
      row.host,
      String(row.number),
      row.address,
      row.kind,
      row.program ?? '-',
      row.network,
      row.from,
      row.to ?? 'held now',
      `${row.receivedAt} to ${row.closeReceivedAt ?? '-'}`,
      row.logonAt,
      row.boot,
    ]),
  )
}

const forceNote = ({ host, inForce }: Holder): string =>
  inForce
    ? `${host} had revision ${inForce.revision} in force since ${inForce.since}.`
    : `${host} had not told what it has in force.`

function skewNote({ host, clockSkewMs, heldBy }: Holder): string | null {
  if (clockSkewMs === null || Math.abs(clockSkewMs) < 1_000) return null
  const off = `${Math.abs(clockSkewMs / 1_000)} s ${clockSkewMs > 0 ? 'ahead' : 'behind'}`
  const doubt = {
    'both-clocks': '',
    'host-clock': ' Corrected by that, somebody in this answer did not hold it.',
    'corrected-clock': ' Somebody in this answer held it only by the corrected clock.',
  }[heldBy]
  return `The clock of ${host} was ${off} when it last reported.${doubt}`
}
