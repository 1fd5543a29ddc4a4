/** Reads the files of an import without keeping everybody else waiting. */

import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { type ImportOptions, importFiles } from '~/formats/import/import-files'
import type { ImportFile, ImportFilesResult } from '~/formats/import/import-result'

export interface ImportJob {
  files: ImportFile[]
  options: ImportOptions
}

/** Below this a thread costs more than what it would save: reading takes a few milliseconds. */
const SMALL_BYTES = 128 * 1024
const MOST_MEMORY_MIB = 1_024
/** Beside the bundle; absent where the sources run by themselves. */
const BUNDLED_THREAD = new URL('./import-worker.mjs', import.meta.url)

let last: Promise<unknown> = Promise.resolve()

/** Small files here and now, large ones on a thread, one import after the other. */
export async function readImport(
  job: ImportJob,
  thread: URL | null = existsSync(BUNDLED_THREAD) ? BUNDLED_THREAD : null,
): Promise<ImportFilesResult> {
  const bytes = job.files.reduce((sum, file) => sum + file.bytes.length, 0)
  if (thread === null || bytes <= SMALL_BYTES) return importFiles(job.files, job.options)
  const reading = last.then(() => readOnThread(thread, job))
  last = reading.catch(() => {})
  return reading
}

function readOnThread(thread: URL, job: ImportJob): Promise<ImportFilesResult> {
  const worker = new Worker(thread, {
    workerData: job,
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MIB },
  })
  return new Promise<ImportFilesResult>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the thread of an import ended (${code})`)))
  }).finally(() => void worker.terminate())
}
