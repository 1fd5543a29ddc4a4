import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LOGON_MARKER, SESSION_MARKER, type SessionRecord } from '../../sessions/record'
import { SessionProcesses } from './processes'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'vipfarm-processes-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const LOGON_AT = '2026-05-03T14:03:10.000Z'
const begin = (pid: number, parent: number, environ: Record<string, string> = {}) => {
  mkdirSync(join(root, String(pid)))
  writeFileSync(join(root, String(pid), 'stat'), `${pid} (program) S ${parent}${' 0'.repeat(17)} ${pid}00 0`)
  const text = Object.entries(environ).map(([name, value]) => `${name}=${value}\0`)
  writeFileSync(join(root, String(pid), 'environ'), text.join(''))
}
const end = (pid: number) => rmSync(join(root, String(pid)), { recursive: true })
const record = (id: number, pid: number): SessionRecord => ({
  ...{
    v: 1,
    id,
    pid,
    user: 'maria',
    startTime: `${pid}00`,
    boot: 'b',
    logonAt: LOGON_AT,
    program: 'program',
  },
})

describe('the processes of a session', () => {
  it('are its leader and all below it, as they come and go', () => {
    begin(1, 0)
    begin(10, 1)
    begin(11, 10)
    begin(50, 1)
    const processes = new SessionProcesses(root)
    const sessions = [record(7, 10), record(8, 50)]
    expect(processes.of(sessions)).toEqual([[10, 11], [50]])
    begin(12, 11)
    begin(51, 1)
    expect(processes.of(sessions)).toEqual([[10, 11, 12], [50]])
    end(12)
    expect(processes.of(sessions)).toEqual([[10, 11], [50]])
  })

  it('stay its own when their parent ends', () => {
    begin(1, 0)
    begin(10, 1)
    begin(11, 10)
    begin(12, 11)
    const processes = new SessionProcesses(root)
    expect(processes.of([record(7, 10)])).toEqual([[10, 11, 12]])
    end(11)
    for (let look = 0; look < 20; look++) expect(processes.of([record(7, 10)])).toEqual([[10, 12]])
  })

  it('are those with its marker too, wherever they descend from', () => {
    begin(1, 0)
    begin(10, 1)
    begin(30, 1, { [SESSION_MARKER]: '7', [LOGON_MARKER]: LOGON_AT })
    begin(31, 1, { [SESSION_MARKER]: '7', [LOGON_MARKER]: '2020-01-01T00:00:00.000Z' })
    expect(new SessionProcesses(root).of([record(7, 10)])).toEqual([[10, 30]])
  })

  it('are found when the session is told of after they began', () => {
    begin(1, 0)
    begin(10, 1)
    begin(50, 1)
    const processes = new SessionProcesses(root)
    expect(processes.of([record(7, 10)])).toEqual([[10]])
    expect(processes.of([record(7, 10), record(8, 50)])).toEqual([[10], [50]])
  })

  it('do not become those of a later session whose leader has the id of one that ended', () => {
    begin(1, 0)
    begin(10, 1)
    begin(11, 10)
    const processes = new SessionProcesses(root)
    expect(processes.of([record(7, 10)])).toEqual([[10, 11]])
    end(10)
    end(11)
    begin(10, 1)
    expect(processes.of([record(8, 10)])).toEqual([[10]])
  })
})
