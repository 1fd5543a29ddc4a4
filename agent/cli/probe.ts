import { probeHost } from '../drivers/select'
import { readOptions } from './arguments'

/** `probe [--json]`: which driver this machine gets, why, and whether it can lease by DHCP. */
export async function probeCommand(args: string[]): Promise<number> {
  const { json } = readOptions(args, { json: { type: 'boolean', default: false } })
  const probe = await probeHost()
  const lines = [
    `driver: ${probe.driver}${probe.driver === 'preload' ? ' (compatibility for launched sessions, not enforcement)' : ''}`,
    `why: ${probe.reason} (${probe.code})`,
    ...(probe.mend ? [`mend: ${probe.mend}`] : []),
  ]
  const { dhcp } = probe
  lines.push(
    `kernel: ${probe.kernel}`,
    `dhcp: ${dhcp.ready ? 'ready' : 'not ready'}: ${dhcp.reason} (${dhcp.code})`,
    ...(dhcp.mend ? [`mend dhcp: ${dhcp.mend}`] : []),
  )
  process.stdout.write(json ? `${JSON.stringify(probe)}\n` : `${lines.join('\n')}\n`)
  return 0
}
