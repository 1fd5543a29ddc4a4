import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where the agent keeps its state: what was asked for, VIPFARM_AGENT_STATE, the system's place for root, the user's own. */
export function stateDirectory(
  asked: string | undefined,
  env = process.env,
  uid = process.getuid?.(),
  platform = process.platform,
): string {
  const chosen = asked ?? env.VIPFARM_AGENT_STATE
  if (chosen) return resolve(chosen)
  if (platform === 'win32') return join(env.ProgramData || 'C:\\ProgramData', 'Vipfarm', 'agent')
  if (uid === 0) return '/var/lib/vipfarm-agent'
  return join(env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'vipfarm-agent')
}
