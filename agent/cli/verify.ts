import { verifyHost } from '../drivers/select'
import { requirePrivate } from '../storage/disk'
import { stateDirectory } from '../storage/state-directory'
import { readOptions } from './arguments'

/** `verify [--json]`: proves for each filtered session that the filter works. Exit code 1 where it does not. */
export async function verifyCommand(args: string[]): Promise<number> {
  const { state, json } = readOptions(args, {
    state: { type: 'string' },
    json: { type: 'boolean', default: false },
  })
  const directory = stateDirectory(state)
  await requirePrivate(directory)
  const sessions = await verifyHost(directory)
  if (json) process.stdout.write(`${JSON.stringify({ sessions })}\n`)
  else if (sessions.length === 0) process.stdout.write('no session is filtered here\n')
  else {
    for (const { session, ok, checks } of sessions) {
      process.stdout.write(`session ${session}: ${ok ? 'in force' : 'NOT IN FORCE'}\n`)
      for (const one of checks) {
        const found = one.ok ? one.found : `${one.found || 'nothing'}, not ${one.wanted}`
        process.stdout.write(`  ${one.ok ? 'ok   ' : 'wrong'}  ${one.what}: ${found}\n`)
      }
    }
  }
  return sessions.every(({ ok }) => ok) ? 0 : 1
}
