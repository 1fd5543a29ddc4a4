import type { HelpDeskCard, SessionView } from '~/components/data/api'
import type { Messages } from '~/locales/catalogue'
import type { Format } from '~/locales/format'
import { lackText } from './lack-text'

/** What a help desk pastes into a ticket: plain lines, exact times, nothing to look up. */
export function helpDeskText(session: SessionView | HelpDeskCard, t: Messages, format: Format): string {
  const { card, none } = t.sessions
  const { predicted, observed, virtualIps, noVirtualIp, discrepancy, failedBinds } = session
  const seen = observed.map(({ address, program }) => (program ? `${address} (${program})` : address))
  const lines = [
    card.heading(session.user, session.host, String(session.number)),
    card.since(format.instant(session.logonAt)),
    ...(session.endedAt ? [card.ended(format.instant(session.endedAt))] : []),
    predicted.address
      ? card.predicted(predicted.address, t.codes.enforcers[predicted.by] ?? predicted.by)
      : card.noPrediction(
          predicted.reason ? (t.codes.predictionReasons[predicted.reason] ?? predicted.reason) : none,
        ),
    seen.length > 0 ? card.observed(format.list([...new Set(seen)])) : card.nothing,
  ]
  if (virtualIps.length > 0)
    // Granted and observed: one address.
    lines.push(card.virtualIps(format.list([...new Set(virtualIps.map(({ address }) => address))])))
  if (noVirtualIp) lines.push(card.noVirtualIp(lackText(noVirtualIp, t)))
  if (discrepancy) {
    const text = t.codes.discrepancies[discrepancy.reason]
    const program = discrepancy.program ? ` (${discrepancy.program})` : ''
    lines.push(card.discrepancy(`${text?.title ?? discrepancy.reason}${program}`, text?.help ?? ''))
  } else if (seen.length > 0) {
    lines.push(failedBinds.length > 0 ? card.agreesBut : session.endedAt ? card.agreedAtEnd : card.agrees)
  }
  if (failedBinds.length > 0)
    lines.push(`${card.failedBinds(format.list(failedBinds.map(bindText)))} ${card.failedBindsHelp}`)
  return lines.join('\n')
}

/** As netstat writes a socket. */
const bindText = ({ program, protocol, address, port }: SessionView['failedBinds'][number]) =>
  `${program} ${address}:${port} (${protocol.toUpperCase()})`

/** The same, with what the session's host has in force and its last failure. */
export function cardText(card: HelpDeskCard, t: Messages, format: Format): string {
  const words = t.pools.card
  const { listed, unlisted, lastError } = card
  const meaning = lastError ? t.codes.agentCodes[lastError.code] : undefined
  const error = lastError
    ? [lastError.setting, lastError.code, meaning?.replace(/\.$/, ''), lastError.message]
        .filter(Boolean)
        .join(' · ')
    : null
  return [
    helpDeskText(card, t, format),
    listed.length > 0 ? words.listed(format.list(listed)) : words.nothingListed,
    ...(unlisted.length > 0 ? [words.unlisted(format.list(unlisted))] : []),
    error ? words.lastError(error) : words.noError,
  ].join('\n')
}
