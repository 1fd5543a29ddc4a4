/** Whether a package comes out the same when somebody else makes it. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { root } from '../setup/paths.mjs'

/** Name and SHA-256 of a file, or of each file of a folder. */
export function sums(made) {
  const files = statSync(made).isDirectory() ? readdirSync(made).map((name) => join(made, name)) : [made]
  return files.sort().map((file) => [basename(file), sha256(file)])
}

/** Makes it again elsewhere, under another umask, zone and home. Gives an exit code. */
export function proveAgain(made, args) {
  const place = mkdtempSync(join(tmpdir(), 'vipfarm-again-'))
  try {
    const script = join(root, 'scripts/package-agent.mjs')
    const again = ['-c', 'umask 077; exec "$0" "$@"', process.execPath, script, ...args, '--out', place]
    const env = { ...process.env, TZ: 'Pacific/Apia', HOME: place, LC_ALL: 'C' }
    execFileSync('sh', again, { stdio: ['ignore', 'ignore', 'inherit'], env })
    const [first, second] = [sums(made), sums(join(place, basename(made)))]
    const same = JSON.stringify(first) === JSON.stringify(second)
    console.log(same ? 'made twice: every byte the same' : 'made twice: NOT the same')
    if (!same) for (const [name, sum] of second) console.log(`${sum}  ${name} (second)`)
    return same ? 0 : 1
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

const sha256 = (file) => createHash('sha256').update(readFileSync(file)).digest('hex')
