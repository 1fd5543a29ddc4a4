/** From what is known of a program to its verdict. Rulebook 6; the first rule that fits decides. */

import { type Conversation, isService } from './conversations'
import { type Confidence, MAX_EVIDENCE, type Verdict } from './finding'
import type { Observation } from './observation'
import type { PortFacts, ProgramFacts } from './program-facts'
import { type Reason, reason } from './reason'
import { isSystemProgram } from './system-programs'
import { kindsOf, type PortPicture, portPicture } from './verdict-ports'

export interface Judgement {
  verdict: Verdict
  confidence: Confidence
  reasons: Reason[]
  ports: PortFacts[]
  evidence: Observation[]
}

/** A program on its own: what its listeners show. Clients of others come later, when all listeners are judged. */
export function judgeListeners(
  facts: ProgramFacts,
  talks: readonly Conversation[],
  knownPorts: ReadonlySet<number>,
): Judgement {
  if (isService(facts)) {
    const code = isSystemProgram(facts.name, facts.family) ? 'system-process' : 'service-session'
    return {
      verdict: 'no-need',
      confidence: 'high',
      reasons: [reason(code)],
      ports: [],
      evidence: someRows(facts),
    }
  }
  const picture = portPicture(facts, knownPorts)
  const tcp = picture.fixed.filter(({ protocol }) => protocol === 'tcp')
  if (tcp.length > 0) return fixedTcp(tcp, facts, talks, picture)
  const wandering = picture.wandering.filter(({ protocol }) => protocol === 'tcp')
  if (wandering.length > 0) return wanders(wandering, picture, knownPorts)
  const unknown = picture.unknown.filter(({ protocol }) => protocol === 'tcp')
  if (unknown.length > 0) return unknownPorts(unknown)
  const single = picture.single.filter(({ protocol }) => protocol === 'tcp')
  if (single.length > 0) return seenOnce(single, facts, picture)
  const udp = [...picture.fixed, ...picture.unknown].filter(({ protocol }) => protocol === 'udp')
  if (udp.length > 0) return fixedUdp(udp)
  const singleUdp = picture.single.filter(({ protocol }) => protocol === 'udp')
  if (singleUdp.length > 0 && picture.picked.length === 0) return seenOnce(singleUdp, facts, picture)
  return noNeed(facts, picture)
}

function fixedTcp(
  ports: PortFacts[],
  facts: ProgramFacts,
  talks: readonly Conversation[],
  picture: PortPicture,
): Judgement {
  const reasons: Reason[] = []
  const holding = (...wanted: string[]) =>
    ports.filter((port) => [...kindsOf(port)].some((kind) => wanted.includes(kind)))
  const say = (code: 'fixed-loopback' | 'fixed-any' | 'fixed-server', of: PortFacts[]) => {
    if (of.length > 0) reasons.push(reason(code, { ports: portText(of), instances: instancesOf(of) }))
  }
  const loopback = holding('loopback', 'loopback6')
  const any = holding('any', 'any6')
  const server = holding('server', 'name', 'link-local')
  say('fixed-loopback', loopback)
  say('fixed-any', any)
  say('fixed-server', server)
  const dialled = talks.filter(({ listener, held }) => listener === facts && any.includes(held))
  const selfDialled = [...facts.dials.values()].filter((dial) => any.some(({ port }) => port === dial.port))
  if (dialled.length > 0 || selfDialled.length > 0) {
    const clients = [
      ...new Set([
        ...dialled.map(({ client }) => client.name),
        ...(selfDialled.length > 0 ? [facts.name] : []),
      ]),
    ]
    const reached = any.filter(
      (held) =>
        dialled.some((talk) => talk.held === held) || selfDialled.some(({ port }) => port === held.port),
    )
    reasons.push(reason('any-by-loopback', { clients: clients.join(', '), ports: portText(reached) }))
  }
  const needsLoopback = loopback.length > 0 || dialled.length > 0 || selfDialled.length > 0
  const needsVip = any.length > 0 || server.length > 0
  const caveats = caveatsOf(ports, picture)
  return {
    verdict: needsLoopback && needsVip ? 'needs-both' : needsVip ? 'needs-virtual-ip' : 'needs-loopback',
    confidence: confidenceOf(caveats),
    reasons: [...reasons, ...caveats],
    ports,
    evidence: rowsOf(ports),
  }
}

/** What makes a conclusion from ports less sure. */
function caveatsOf(ports: PortFacts[], picture: PortPicture): Reason[] {
  const caveats: Reason[] = []
  const every = (...kinds: string[]) =>
    ports.every((port) => [...kindsOf(port)].every((kind) => kinds.includes(kind)))
  if (every('loopback6')) caveats.push(reason('ipv6-loopback'))
  if (every('any6')) caveats.push(reason('ipv6-any'))
  if (every('name')) caveats.push(reason('fixed-name'))
  if (picture.byCapture) caveats.push(reason('no-process-ids'))
  const moved = ports.find(({ sessionLoopback }) => sessionLoopback !== undefined)
  if (moved?.sessionLoopback) caveats.push(reason('already-virtual', { address: moved.sessionLoopback }))
  return caveats
}

function confidenceOf(caveats: readonly Reason[]): Confidence {
  const codes = caveats.map(({ code }) => code)
  if (codes.includes('ipv6-loopback') || codes.includes('fixed-name')) return 'low'
  return codes.includes('no-process-ids') || codes.includes('ipv6-any') ? 'medium' : 'high'
}

function wanders(ports: PortFacts[], picture: PortPicture, knownPorts: ReadonlySet<number>): Judgement {
  const reasons = [reason('wandering', { ports: portText(ports) })]
  const known = ports.some(({ port }) => port !== undefined && knownPorts.has(port))
  if (known) reasons.push(reason('wandering-known'))
  if (picture.withinOneCapture) reasons.push(reason('wandering-same-capture'))
  if (picture.byCapture) reasons.push(reason('no-process-ids'))
  const confidence = known ? 'high' : picture.withinOneCapture || picture.byCapture ? 'medium' : 'high'
  return { verdict: 'wandering-port', confidence, reasons, ports, evidence: rowsOf(ports) }
}

function unknownPorts(ports: PortFacts[]): Judgement {
  const loopback = ports.filter((port) => kindsOf(port).has('loopback'))
  const reasons = [reason('port-unknown')]
  if (loopback.length > 0) {
    reasons.unshift(reason('binds-loopback-port-unknown', { instances: instancesOf(loopback) }))
  }
  return {
    verdict: loopback.length > 0 ? 'needs-loopback' : 'seen-once',
    confidence: 'low',
    reasons,
    ports: [],
    evidence: rowsOf(ports),
  }
}

function seenOnce(ports: PortFacts[], facts: ProgramFacts, picture: PortPicture): Judgement {
  const known = ports.filter(({ port }) => port !== undefined)
  const reasons =
    known.length > 0
      ? [reason('seen-once', { ports: portText(known) })]
      : [reason('seen-once', { ports: '?' }), reason('port-unknown')]
  if (facts.captures.size > 1 && facts.processIds.length === 1) reasons.push(reason('same-process'))
  if (picture.partsOfOne) reasons.push(reason('parts-of-one'))
  return { verdict: 'seen-once', confidence: 'low', reasons, ports: known, evidence: rowsOf(ports) }
}

function fixedUdp(ports: PortFacts[]): Judgement {
  const known = ports.filter(({ port }) => port !== undefined)
  const loopback = ports.every((port) =>
    [...kindsOf(port)].every((kind) => kind === 'loopback' || kind === 'loopback6'),
  )
  const values = { ports: portText(known), instances: instancesOf(ports) }
  if (known.length === 0) {
    return {
      verdict: 'seen-once',
      confidence: 'low',
      reasons: [reason('port-unknown')],
      ports: [],
      evidence: rowsOf(ports),
    }
  }
  return {
    verdict: loopback ? 'needs-loopback' : 'needs-virtual-ip',
    confidence: loopback ? 'medium' : 'low',
    reasons: [reason(loopback ? 'udp-loopback' : 'udp-fixed-port', values)],
    ports: known,
    evidence: rowsOf(ports),
  }
}

function noNeed(facts: ProgramFacts, { picked, group }: PortPicture): Judgement {
  const reasons: Reason[] = []
  if (picked.length > 0) reasons.push(reason('picked-ports'))
  if (group.length > 0) reasons.push(reason('udp-group', { ports: portText(group) }))
  if (reasons.length === 0) reasons.push(reason(facts.rows > 0 ? 'outgoing-only' : 'no-sockets-of-note'))
  const evidence = rowsOf([...picked, ...group])
  return {
    verdict: 'no-need',
    confidence: picked.length > 0 ? 'medium' : 'high',
    reasons,
    ports: [],
    evidence: evidence.length > 0 ? evidence : someRows(facts),
  }
}

/** A few rows of a program: what shows that it was seen at all. */
function someRows(facts: ProgramFacts): Observation[] {
  const held = rowsOf([...facts.ports.values()])
  return held.length > 0 ? held.slice(0, 3) : facts.others
}

export function rowsOf(ports: readonly PortFacts[]): Observation[] {
  return ports.flatMap(({ evidence }) => evidence).slice(0, MAX_EVIDENCE)
}

export function portText(ports: readonly PortFacts[]): string {
  const numbers = [...new Set(ports.flatMap(({ port }) => (port === undefined ? [] : [port])))].sort(
    (a, b) => a - b,
  )
  const shown = numbers.slice(0, 12).join(', ')
  return numbers.length > 12 ? `${shown} and ${numbers.length - 12} more` : shown
}

function instancesOf(ports: readonly PortFacts[]): number {
  return Math.max(...ports.map(({ holders }) => holders.size))
}
