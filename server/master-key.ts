import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorCode, StartError } from '~/server/database/start-error'
import type { Environment } from '~/server/env'

/** The 32 bytes under which secrets are sealed in the database: from the environment, else from a file made once. */
export function masterKey({
  masterKey: given,
  dataDirectory,
}: Pick<Environment, 'masterKey' | 'dataDirectory'>): Buffer {
  if (given) return Buffer.from(given, given.length === 64 ? 'hex' : 'base64url')
  const file = join(dataDirectory, 'master.key')
  const key = Buffer.from(readOrMake(file), 'base64url')
  if (key.length === 32) return key
  throw new StartError(
    `${file} does not hold a key of 32 bytes. Put the right file back: without it the farm's signing keys are lost.`,
  )
}

function readOrMake(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
  }
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 })
  const half = `${file}.${process.pid}`
  writeFileSync(half, randomBytes(32).toString('base64url'), { mode: 0o600 })
  try {
    // A link, not a rename: it fails when another process was faster, whose key then counts.
    linkSync(half, file)
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  } finally {
    unlinkSync(half)
  }
  return readFileSync(file, 'utf8').trim()
}
