/** The second look: programs that connect to listeners of others, and pairs of which only one end is listed. */

import type { OsFamily } from '../host-facts'
import type { Judgement } from './classify'
import { type Conversation, isService, missingEnd, movedAway } from './conversations'
import { type Confidence, MAX_EVIDENCE, type Verdict } from './finding'
import type { DialFacts, ProgramFacts } from './program-facts'
import { type Reason, reason } from './reason'
import { isPickedPort } from './system-programs'

const NEEDS: ReadonlySet<Verdict> = new Set(['needs-loopback', 'needs-both'])

/** What a client adds to its own verdict, given the verdicts of the listeners it connects to. */
export function judgeClient(
  facts: ProgramFacts,
  own: Judgement,
  talks: readonly Conversation[],
  judged: ReadonlyMap<ProgramFacts, Judgement>,
): Judgement {
  if (isService(facts) || facts.dials.size === 0) return own
  const mine = talks.filter(({ client }) => client === facts)
  const result = { ...own, reasons: [...own.reasons], evidence: [...own.evidence] }
  for (const talk of mine) joinTalk(result, talk, judged.get(talk.listener))
  const met = new Set(mine.map(({ port }) => port))
  for (const dial of facts.dials.values()) {
    const unknown = dial.port === undefined || (!met.has(dial.port) && !facts.ownsPort(dial.port))
    if (unknown) joinUnknown(result, dial, facts)
  }
  result.evidence = result.evidence.slice(0, MAX_EVIDENCE)
  return result
}

function joinTalk(result: Judgement, talk: Conversation, listener: Judgement | undefined): void {
  const values = { listener: talk.listener.name, ports: talk.port, address: talk.address }
  if (talk.service) {
    add(result, 'no-need', 'medium', reason('client-of-service', values), talk.dial)
    return
  }
  if (!listener) return
  if (NEEDS.has(listener.verdict)) {
    add(result, 'needs-loopback', listener.confidence, reason('client-of', values), talk.dial)
  } else if (listener.verdict === 'wandering-port') {
    add(result, 'wandering-port', 'medium', reason('client-of-wandering', values), talk.dial)
  } else if (listener.verdict === 'seen-once') {
    add(result, 'seen-once', 'low', reason('seen-once-client', values), talk.dial)
  }
}

// The listener is not in the capture: captures without -a have connections alone.
function joinUnknown(result: Judgement, dial: DialFacts, facts: ProgramFacts): void {
  if (dial.port !== undefined && isPickedPort(dial.port, facts.family)) return
  const values = { ports: dial.port ?? '?', address: dial.address, instances: dial.instances.size }
  if (dial.instances.size < 2) add(result, 'seen-once', 'low', reason('seen-once-client', values), dial)
  else if (dial.port === undefined) add(result, 'needs-loopback', 'low', reason('port-unknown'), dial)
  else add(result, 'needs-loopback', 'medium', reason('client-of-unknown', values), dial)
}

/** Puts another conclusion beside one that stands: the graver verdict leads, loopback and virtual IP together are both. */
function add(
  result: Judgement,
  verdict: Verdict,
  confidence: Confidence,
  why: Reason,
  dial: DialFacts,
): void {
  const joined = together(result.verdict, verdict)
  if (joined !== result.verdict) {
    if (joined === verdict) {
      result.reasons = [
        why,
        ...result.reasons.filter(({ code }) => code !== 'outgoing-only' && code !== 'picked-ports'),
      ]
      result.confidence = confidence
    } else result.reasons.push(why)
    const before = result.verdict === 'no-need' ? [] : result.evidence
    result.evidence = [...dial.evidence.slice(0, 5), ...before]
    result.verdict = joined
    return
  }
  if (verdict === result.verdict && result.reasons.every(({ code }) => code === 'outgoing-only')) {
    result.reasons = []
    result.confidence = confidence
  }
  result.reasons.push(why)
  result.evidence = [...result.evidence, ...dial.evidence.slice(0, 5)]
}

function together(one: Verdict, other: Verdict): Verdict {
  const rank: Verdict[] = [
    'no-need',
    'seen-once',
    'wandering-port',
    'needs-loopback',
    'needs-virtual-ip',
    'needs-both',
    'broken-pair',
  ]
  const pair = new Set([one, other])
  if (pair.has('needs-loopback') && pair.has('needs-virtual-ip')) return 'needs-both'
  return rank.indexOf(one) >= rank.indexOf(other) ? one : other
}

/**
 * Pairs of which one end is listed and the other is not: both programs get the verdict, since both are cut off.
 * Also a listener that already sits on a session's loopback while its client tries 127.0.0.1.
 */
export function breakPairs(
  talks: readonly Conversation[],
  judged: Map<ProgramFacts, Judgement>,
  listed: readonly string[],
  family: OsFamily,
): void {
  for (const talk of talks) {
    const missing = missingEnd(talk, listed, family)
    const values = {
      listener: talk.listener.name,
      client: talk.client.name,
      ports: talk.port,
      address: talk.held.sessionLoopback ?? talk.address,
    }
    if (talk.service) {
      // The list may hold the client only with the port excluded; the listener must stay where it is.
      if (missing === 'listener')
        breakEnd(talk.client, reason('broken-unlisted-listener', values), talk, judged)
    } else if (missing) {
      const why = reason(missing === 'client' ? 'broken-unlisted-client' : 'broken-unlisted-listener', values)
      for (const end of [talk.listener, talk.client]) breakEnd(end, why, talk, judged)
    } else if (movedAway(talk)) {
      const why = reason('broken-moved-listener', values)
      for (const end of [talk.listener, talk.client]) breakEnd(end, why, talk, judged)
    }
  }
}

function breakEnd(
  end: ProgramFacts,
  why: Reason,
  talk: Conversation,
  judged: Map<ProgramFacts, Judgement>,
): void {
  const own = judged.get(end)
  if (!own) return
  const rows = [...talk.held.evidence.slice(0, 3), ...talk.dial.evidence.slice(0, 3), ...own.evidence]
  judged.set(end, {
    ...own,
    verdict: 'broken-pair',
    confidence: 'high',
    reasons: [why, ...own.reasons.filter(({ code }) => code !== 'outgoing-only')],
    ports: own.ports.includes(talk.held) || end !== talk.listener ? own.ports : [...own.ports, talk.held],
    evidence: [...new Set(rows)].slice(0, MAX_EVIDENCE),
  })
}
