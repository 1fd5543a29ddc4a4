import { describe, expect, it } from 'vitest'
import { AppError } from '../../errors'
import { silentLogger } from '../../log'
import { createFailureLog } from './failure-log'

function tell() {
  let ms = 1_800_000_000_000
  const lines: object[] = []
  const log = { ...silentLogger, error: (details: object) => void lines.push(details) }
  const failed = createFailureLog({ clock: { now: () => new Date(ms) }, log })
  const later = (more: number) => {
    ms += more
  }
  return { lines, failed, later }
}

const path = '/api/agent/v1/report'

describe('the log of failed agent calls', () => {
  it('says a full disk once a minute, with the calls left out since', () => {
    const { lines, failed, later } = tell()
    const full = new AppError('disk-full', 'full', { cause: 'no space' })
    for (let call = 0; call < 500; call++) failed(full, path)
    later(59_999)
    failed(full, path)
    later(1)
    failed(full, path)
    expect(lines).toEqual([
      { err: 'no space', path, leftOut: 0 },
      { err: 'no space', path, leftOut: 500 },
    ])
  })

  it('has a line for each defect, and none for what the caller must mend', () => {
    const { lines, failed } = tell()
    failed(new AppError('internal', 'wrong', { cause: 'one' }), path)
    failed(new AppError('internal', 'wrong', { cause: 'two' }), path)
    failed(new AppError('bad-input', 'no'), path)
    expect(lines).toEqual([
      { err: 'one', path },
      { err: 'two', path },
    ])
  })
})
