/** Whether this machine can lease virtual IPs by DHCP, tried out without asking any server, and what to mend if not. */

import { messageOf } from '../../../log'
import { ip } from '../filter/iproute'
import { chooseAdapter } from './adapter'
import { DhcpLink } from './link'

export interface DhcpReadiness {
  ready: boolean
  /** A short fixed word for machines. */
  code: 'ready' | 'not-linux' | 'no-ip-command' | 'no-rights' | 'no-adapter' | 'port-taken'
  /** Why, in a sentence. */
  reason: string
  /** What to do about it; absent where nothing is wrong. */
  mend?: string
}

export interface Tries {
  platform: NodeJS.Platform
  /** Rejects where iproute2 is missing. */
  ip(args: string[]): Promise<unknown>
  mayChange(): boolean
  choose: typeof chooseAdapter
  /** Rejects where the ports cannot be had. */
  open(adapter: NonNullable<ReturnType<typeof chooseAdapter>>): Promise<void>
}

const ON_THIS_MACHINE: Tries = {
  platform: process.platform,
  ip,
  mayChange: () => process.getuid?.() === 0,
  choose: chooseAdapter,
  async open(adapter) {
    const link = new DhcpLink(adapter)
    try {
      await link.open()
    } finally {
      link.close()
    }
  },
}

export async function dhcpReadiness(tries: Tries = ON_THIS_MACHINE): Promise<DhcpReadiness> {
  if (tries.platform !== 'linux')
    return not('not-linux', `this is ${tries.platform}`, 'Elsewhere Windows itself leases virtual IPs.')
  try {
    await tries.ip(['-V'])
  } catch (error) {
    return not('no-ip-command', messageOf(error), 'Install it: apt-get install iproute2.')
  }
  if (!tries.mayChange())
    return not('no-rights', 'this process may not change addresses', 'Run the agent as root.')
  const adapter = tries.choose(null, new Set())
  if (!adapter) {
    const mend = 'Name one in the policy: VirtualIpAdapter, a network as CIDR or a MAC address.'
    return not('no-adapter', 'no adapter leads out, or several do', mend)
  }
  const { device, address } = adapter
  try {
    await tries.open(adapter)
  } catch (error) {
    const mend = 'See who has it with: ss -lunp sport = :68. It must share the port (SO_REUSEADDR) or end.'
    return not('port-taken', messageOf(error), mend)
  }
  return {
    ready: true,
    code: 'ready',
    reason: `leases would go on ${device} and be asked for from ${address}`,
  }
}

const not = (code: DhcpReadiness['code'], reason: string, mend: string): DhcpReadiness => ({
  ready: false,
  ...{ code, reason, mend },
})
