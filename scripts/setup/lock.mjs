import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { root } from './paths.mjs'
import { SetupError, say } from './say.mjs'

const file = join(root, '.cache', 'setup.lock')
const PATIENCE_MS = 10 * 60_000

/** Runs `work` while no other set-up of this clone runs. A lock whose process is gone does not count. */
export async function alone(work) {
  await take()
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}

async function take() {
  mkdirSync(join(root, '.cache'), { recursive: true })
  const deadline = Date.now() + PATIENCE_MS
  let told = false
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      return
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const holder = readHolder()
    if (isLeft(holder)) rmSync(file, { force: true })
    else {
      if (!told) say(`set-up: waiting for another one (process ${holder ?? '?'})`)
      told = true
      if (Date.now() > deadline)
        throw new SetupError(`another set-up (process ${holder}) does not end; its lock is ${file}`)
      await pause(200)
    }
  }
}

/** A lock without a holder was left between its making and its writing. */
function isLeft(holder) {
  if (holder !== null) return !isAlive(holder)
  const made = statSync(file, { throwIfNoEntry: false })?.mtimeMs
  return made !== undefined && Date.now() - made > 5_000
}

function readHolder() {
  try {
    return Number(readFileSync(file, 'utf8')) || null
  } catch {
    return null
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
