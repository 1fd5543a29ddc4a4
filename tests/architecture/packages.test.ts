import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '~/server/project-root'

const UNIT = join(projectRoot(), 'scripts/package/linux/vipfarm-agent.service')

test('systemd finds no fault in the agent’s unit', (context) => {
  const place = mkdtempSync(join(tmpdir(), 'vipfarm-unit-'))
  try {
    // The program is not installed here: any that is there stands for it.
    const unit = join(place, 'vipfarm-agent.service')
    const text = readFileSync(UNIT, 'utf8').replace('/usr/lib/vipfarm-agent/vipfarm-agent', '/bin/true')
    writeFileSync(unit, text)
    const said = verify(unit)
    if (said === null) context.skip('systemd-analyze is not installed')
    else expect(said).toBe('')
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
})

/** What it says of this unit; null where it is not installed. */
function verify(unit: string): string | null {
  try {
    const said = execFileSync('systemd-analyze', ['verify', '--man=no', unit], {
      encoding: 'utf8',
      stdio: 'pipe',
    })
    return said.trim()
  } catch (error) {
    if (!(error instanceof Error)) throw error
    if ('code' in error && error.code === 'ENOENT') return null
    return 'stderr' in error ? String(error.stderr).trim() : error.message
  }
}
