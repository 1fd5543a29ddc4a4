/** One agent a state directory: two would number reports alike and undo each other's changes. */

import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startTimeOf } from '../proc/process-start'

const LOCK_FILE = 'agent.lock'

/**
 * Takes the state directory for this process until the returned function is called. A lock whose process is gone is
 * taken over.
 * @throws Error that names the process which holds it
 */
export async function takeStateDirectory(directory: string): Promise<() => Promise<void>> {
  const path = join(directory, LOCK_FILE)
  const draft = `${path}.${process.pid}`
  await writeFile(draft, `${process.pid} ${startOf(process.pid)}`, { mode: 0o600 })
  try {
    for (let attempt = 0; attempt < 3; attempt++) {
      if (await tryLink(draft, path)) return () => rm(path, { force: true })
      const [pid, start] = (await readFile(path, 'utf8').catch(() => '')).split(' ')
      if (pid && startOf(Number(pid)) === start) {
        throw new Error(
          `another agent (process ${pid}) uses ${directory}. Stop it first, or give --state another directory`,
        )
      }
      await rm(path, { force: true })
    }
    throw new Error(`cannot lock ${directory}: others keep taking it`)
  } finally {
    await rm(draft, { force: true })
  }
}

/** Whether an agent has the state directory just now. */
export async function agentRuns(directory: string): Promise<boolean> {
  const [pid, start] = (await readFile(join(directory, LOCK_FILE), 'utf8').catch(() => '')).split(' ')
  return pid !== undefined && pid !== '' && startOf(Number(pid)) === start
}

/** When a process started; where only its being there can be told, `running`; null for none. */
function startOf(pid: number): string | null {
  if (process.platform === 'linux') return startTimeOf(pid)
  try {
    process.kill(pid, 0)
    return 'running'
  } catch {
    return null
  }
}

async function tryLink(from: string, to: string): Promise<boolean> {
  return link(from, to).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false
      throw error
    },
  )
}
