/** Short ways to write observations in tests. */

import { Discovery, type DiscoveryOptions, type DiscoveryResult } from '../discovery'
import type { OsFamily } from '../host-facts'
import type { Finding } from './finding'
import type { Observation, SocketEnd } from './observation'

/** A row without its place: `capture` and `line` are given by {@link discover}. */
export type Row = Omit<Observation, 'capture' | 'line'>

function end(text: string): SocketEnd {
  const colon = text.lastIndexOf(':')
  const port = Number(text.slice(colon + 1))
  const address = text.slice(0, colon).replace(/^\[|\]$/g, '')
  return text.endsWith(':?') ? { address } : { address, port }
}

/** A TCP listener: `tcp('cti.exe', 4312, '0.0.0.0:9000')`. `:?` is a port that was not printed. */
export function tcp(program: string, pid: number | undefined, local: string, more: Partial<Row> = {}): Row {
  return {
    protocol: 'tcp',
    program,
    pid,
    state: 'LISTENING',
    listening: true,
    local: end(local),
    remote: { address: '0.0.0.0', port: 0 },
    ...more,
  }
}

export function udp(program: string, pid: number | undefined, local: string, more: Partial<Row> = {}): Row {
  return { ...tcp(program, pid, local), protocol: 'udp', state: '', remote: { address: '*' }, ...more }
}

/** An established connection. */
export function talk(
  program: string,
  pid: number | undefined,
  local: string,
  remote: string,
  more: Partial<Row> = {},
): Row {
  return {
    ...tcp(program, pid, local),
    state: 'ESTABLISHED',
    listening: false,
    remote: end(remote),
    ...more,
  }
}

export function discovery(captures: Row[][], options: DiscoveryOptions = {}, family: OsFamily = 'windows') {
  const all = new Discovery(options)
  for (const [at, rows] of captures.entries()) {
    const capture = all.capture({ name: `capture-${at + 1}.txt`, family })
    for (const [line, row] of rows.entries()) all.observe({ ...row, capture, line: line + 1 })
  }
  return all.finish()
}

/** What the captures show; the test fails when they are refused. */
export function discover(
  captures: Row[][],
  options: DiscoveryOptions = {},
  family: OsFamily = 'windows',
): DiscoveryResult {
  const result = discovery(captures, options, family)
  if (!result.ok) throw new Error(result.problem.rule)
  return result.value
}

export function findingOf(result: DiscoveryResult, program: string): Finding {
  const found = result.findings.find((finding) => finding.program === program)
  if (!found) throw new Error(`no finding of ${program}`)
  return found
}

/** Verdict and the codes of the reasons: what most tests are about. */
export function short(result: DiscoveryResult, program: string): string {
  const { verdict, reasons } = findingOf(result, program)
  return [verdict, ...reasons.map(({ code }) => code)].join(' ')
}
