import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths.mjs'
import { run } from './run.mjs'

const lockfile = join(root, 'package-lock.json')
const stamp = join(root, 'node_modules', '.vipfarm-lock')
const npmsOwn = join(root, 'node_modules', '.package-lock.json')

const hash = () => createHash('sha256').update(readFileSync(lockfile)).digest('hex')
const json = (file) => JSON.parse(readFileSync(file, 'utf8'))

/** Whether `node_modules` holds what the lockfile says. */
export function isInstalled() {
  if (!existsSync(npmsOwn)) return false
  const wanted = hash()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return true
  if (!matchesByHand()) return false
  writeFileSync(stamp, wanted)
  return true
}

/** Somebody may have run `npm ci` without us. Packages of other platforms are in the lockfile only. */
function matchesByHand() {
  const installed = json(npmsOwn).packages
  return Object.entries(json(lockfile).packages).every(
    ([path, { version, optional }]) =>
      path === '' || (installed[path] ? installed[path].version === version : optional),
  )
}

export async function install() {
  await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    shell: process.platform === 'win32',
  })
  writeFileSync(stamp, hash())
}
