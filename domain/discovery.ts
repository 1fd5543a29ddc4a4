/**
 * Discovery: which programs need a virtual loopback or a virtual IP, from the sockets that captures and agents show.
 * Rows are fed one by one and forgotten; what is kept is bounded by programs and ports. Rulebook 6.
 */
import { bestEntry, knownTcpPorts } from './catalogue'
import type { CatalogueEntry } from './catalogue/entry'
import { addressKind, isLoopback, isSessionLoopback } from './discovery/address-kind'
import { type Judgement, judgeListeners } from './discovery/classify'
import { type Conversation, conversations, pairOf } from './discovery/conversations'
import { detached } from './discovery/detached'
import { type Finding, VERDICTS } from './discovery/finding'
import { breakPairs, judgeClient } from './discovery/judge-clients'
import { MachineFacts } from './discovery/machine'
import type { CaptureSource, Observation } from './discovery/observation'
import { type InstanceKey, ProgramFacts } from './discovery/program-facts'
import { type Reason, reason } from './discovery/reason'
import { programKey } from './program'
import { programWarnings } from './program-warnings'
import { fail, ok, type Result } from './result'

/** Programs that are told apart. No farm has a tenth as many. */
export const MAX_PROGRAMS = 20_000

export interface DiscoveryOptions {
  /** Programs that a list already holds: then pairs with one end missing are told. */
  listed?: readonly string[]
  catalogue?: readonly CatalogueEntry[]
  /** Captures are known to be of one machine although their addresses differ. */
  oneMachine?: boolean
}

export interface DiscoveryResult {
  /** Graver verdicts first, then by program. */
  findings: Finding[]
  notes: string[]
}

export class Discovery {
  private readonly machines: MachineFacts[] = []
  private readonly programs = new Map<string, ProgramFacts>()
  private unnamedListeners = 0
  private tooMany = 0

  constructor(private readonly options: DiscoveryOptions = {}) {}

  /** Begins a capture. @returns the number that its rows bear. */
  capture(source: CaptureSource): number {
    return this.machines.push(new MachineFacts(source)) - 1
  }

  /** Takes one row. The row may be changed afterwards: what is kept is a copy. */
  observe(row: Observation): void {
    const machine = this.machines[row.capture]
    if (!machine) throw new RangeError(`capture ${row.capture} was never begun`)
    machine.see(row)
    if (row.program === undefined || row.program === '') {
      if (row.listening && row.pid !== 0) this.unnamedListeners++
      return
    }
    const facts = this.factsOf(row.program, machine.source)
    if (facts) gather(facts, row)
    else this.tooMany++
  }

  /** Judges everything seen so far. Rows of two machines, or of two moments in one capture, are refused. */
  finish(): Result<DiscoveryResult> {
    const refused = this.refusal()
    if (refused) return refused
    const notes = this.notes()
    const twins = this.sameCaptures()
    for (const [later, earlier] of twins) {
      notes.push(`${this.nameOf(later)} is the same capture as ${this.nameOf(earlier)}: it counts once.`)
    }
    if (twins.size > 0) for (const facts of this.programs.values()) facts.joinCaptures(twins)
    return ok({ findings: this.findings(), notes })
  }

  private factsOf(program: string, { family }: CaptureSource): ProgramFacts | undefined {
    const key = `${family}:${programKey(program, family)}`
    const known = this.programs.get(key)
    if (known || this.programs.size >= MAX_PROGRAMS) return known
    const facts = new ProgramFacts(detached(program), family)
    this.programs.set(detached(key), facts)
    return facts
  }

  private refusal(): ReturnType<typeof fail> | null {
    for (const machine of this.machines) {
      const checked = machine.check()
      if (!checked.ok) return checked
    }
    if (this.options.oneMachine) return null
    for (const [at, machine] of this.machines.entries()) {
      for (const earlier of this.machines.slice(0, at)) {
        const why = earlier.differsFrom(machine)
        if (why) {
          return fail(
            machine.source.name,
            why,
            'captures that are compared are of one machine',
            'Analyse the captures of each machine on their own, or say that it is one machine whose address changed.',
          )
        }
      }
    }
    return null
  }

  private notes(): string[] {
    const notes: string[] = []
    if (this.unnamedListeners > 0) {
      notes.push(
        `${this.unnamedListeners} listeners name no program: give the output of tasklist or query process as another file, or capture with netstat -anob.`,
      )
    }
    if (this.tooMany > 0)
      notes.push(`More than ${MAX_PROGRAMS} programs: ${this.tooMany} rows of others are not judged.`)
    return notes
  }

  private sameCaptures(): Map<number, number> {
    const twins = new Map<number, number>()
    for (const [at, machine] of this.machines.entries()) {
      const earlier = this.machines.findIndex((other, index) => index < at && other.sameAs(machine))
      if (earlier >= 0) twins.set(at, earlier)
    }
    return twins
  }

  private nameOf(capture: number): string {
    return this.machines[capture]?.source.name ?? ''
  }

  private findings(): Finding[] {
    const all = [...this.programs.values()]
    const talks = conversations(all)
    const catalogue = this.options.catalogue ?? []
    const judged = new Map<ProgramFacts, Judgement>()
    for (const facts of all) {
      judged.set(facts, judgeListeners(facts, talks, knownTcpPorts(facts.name, facts.family, catalogue)))
    }
    for (const facts of all) {
      const own = judged.get(facts)
      if (own) judged.set(facts, judgeClient(facts, own, talks, judged))
    }
    breakPairs(talks, judged, this.options.listed ?? [], all[0]?.family ?? 'windows')
    const findings = [...judged].map(([facts, judgement]) => findingOf(facts, judgement, talks, catalogue))
    return findings.sort(
      (one, other) =>
        VERDICTS.indexOf(one.verdict) - VERDICTS.indexOf(other.verdict) ||
        (one.program.toLowerCase() < other.program.toLowerCase() ? -1 : 1),
    )
  }
}

function gather(facts: ProgramFacts, row: Observation): void {
  const instance = instanceOf(row)
  facts.seen(row, instance)
  const near = addressKind(row.local.address)
  if (row.listening) {
    facts.listens(row, instance, near, isSessionLoopback(row.local.address), kept)
    return
  }
  const accepted = row.protocol === 'tcp' && facts.ownsPort(row.local.port)
  if (row.protocol === 'tcp' && !accepted && isLoopback(addressKind(row.remote.address))) {
    facts.dialsLoopback(row, instance, kept)
  } else facts.other(row, kept)
}

/** Told apart by session where it is known; else by process; else all that one capture shows is one. */
function instanceOf({ host = '', session, pid, capture }: Observation): InstanceKey {
  if (session !== undefined) return `session ${session} ${host}`
  if (pid === undefined) return `capture ${capture}`
  return host === '' ? pid : `process ${pid} ${host}`
}

// A row holds pieces of the whole chunk it was read from; a copy lets the chunk go.
function kept(row: Observation): Observation {
  const copy: Observation = {
    ...row,
    state: detached(row.state),
    local: { ...row.local, address: detached(row.local.address) },
    remote: { ...row.remote, address: detached(row.remote.address) },
  }
  if (row.program !== undefined) copy.program = detached(row.program)
  if (row.user !== undefined) copy.user = detached(row.user)
  if (row.host !== undefined) copy.host = detached(row.host)
  return copy
}

function findingOf(
  facts: ProgramFacts,
  judgement: Judgement,
  talks: readonly Conversation[],
  catalogue: readonly CatalogueEntry[],
): Finding {
  const ports = judgement.ports
    .flatMap(({ protocol, port }) => (port === undefined ? [] : [{ protocol, port }]))
    .sort((one, other) => one.port - other.port || (one.protocol < other.protocol ? -1 : 1))
  const mine = talks.filter(({ listener, client }) => listener === facts || client === facts)
  const seen = [...facts.ports.values()].flatMap(({ protocol, port }) =>
    port === undefined ? [] : [{ protocol, port }],
  )
  const entry = bestEntry(facts.name, facts.family, seen, catalogue)
  const finding: Finding = {
    program: facts.name,
    verdict: judgement.verdict,
    confidence: judgement.confidence,
    reasons: [...judgement.reasons, ...adviceOf(facts, judgement, entry)],
    ports,
    pairs: mine.filter(({ service }) => !service).map(pairOf),
    instances: facts.instances.size,
    hosts: [...facts.hosts].sort(),
    sessions: [...facts.sessions.values()].sort((one, other) => one.id - other.id),
    pids: facts.processIds.slice(0, 100),
    evidence: judgement.evidence,
  }
  if (entry) finding.catalogue = entry.id
  return finding
}

/** What an admin should know before listing the program. */
function adviceOf(facts: ProgramFacts, { verdict }: Judgement, entry: CatalogueEntry | undefined): Reason[] {
  if (verdict === 'no-need') return []
  const advice: Reason[] = []
  if (entry) advice.push(reason('known-program', { name: entry.name, id: entry.id }))
  for (const { code } of programWarnings(facts.name, facts.family)) {
    if (code === 'interpreter-entry') advice.push(reason('interpreter'))
    else if (code === 'browser-entry') advice.push(reason('browser'))
    else if (code === 'citrix-helper-entry' && entry?.advice !== 'exclude') {
      advice.push(reason('never-list', { advice: 'Citrix needs it at 127.0.0.1: never list it' }))
    }
  }
  if (entry?.advice === 'exclude') advice.push(reason('never-list', { advice: entry.text }))
  return advice
}
