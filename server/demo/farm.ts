import type { Filter, PolicySettings } from '~/domain/policy-model'
import type { DemoClient } from '~/server/demo/client'

/** Three delivery groups; the prefix of their hosts' names, and how many are simulated. */
export const GROUPS = [
  { name: 'Call centre', prefix: 'CTI', hosts: 10 },
  { name: 'Claims', prefix: 'CLM', hosts: 8 },
  { name: 'Back office', prefix: 'BCK', hosts: 6 },
] as const

export const HOSTS = GROUPS.reduce((total, { hosts }) => total + hosts, 0)

interface DemoPolicy {
  name: string
  description: string
  settings: PolicySettings
  filters: Filter[]
}

const inGroup = (value: string): Filter => ({ type: 'DesktopGroup', mode: 'Allow', enabled: true, value })

/** Fails one item for ever, so that the screens have something to name. */
export const FAULTY_HOST = 'CLM08'
/** Loses an entry of its list every two minutes, and gets it back. */
export const DRIFTING_HOST = 'CTI10'

/** Highest first. The programs are those that the simulated desktops run; `softphone` is this machine's own. */
export const POLICIES: readonly DemoPolicy[] = [
  {
    name: 'Softphone',
    description: 'The softphone and its bridge talk over a fixed port of the loopback address.',
    settings: {
      VirtualLoopbackSupport: true,
      VirtualLoopbackPrograms: ['softphone.exe', 'ctibridge.exe', 'crm.exe', 'softphone'],
    },
    filters: [inGroup('Call centre')],
  },
  {
    name: 'Claims desk',
    description: 'The scan agent listens on a fixed port; the insurer wants an address for each adjuster.',
    settings: {
      VirtualLoopbackSupport: true,
      VirtualLoopbackPrograms: [
        'crm.exe',
        'crmhelper.exe',
        'scanagent.exe',
        'softphone.exe',
        'ctibridge.exe',
      ],
      VirtualIpEnabled: true,
      VirtualIpMode: 'per-session',
      VirtualIpSource: 'pool',
      VirtualIpPool: 'Claims',
      VirtualIpFallback: 'none',
    },
    filters: [inGroup('Claims')],
  },
  {
    name: 'Farm default',
    description: 'Hosts that no policy above names keep virtual loopback off.',
    settings: { VirtualLoopbackSupport: false },
    filters: [],
  },
]

/** Addresses for the claims desk: enough for all, with one that a user keeps and one that a program does. */
const POOL = {
  name: 'Claims',
  description: 'One address for each adjuster, as the insurer wants it.',
  network: '10.30.0.0/24',
  ranges: ['10.30.0.10-10.30.0.109'],
  exclusions: ['10.30.0.50'],
  quarantineSeconds: 120,
}
const RESERVED = [
  { address: '10.30.0.10', user: 'marta', note: 'The insurer knows this address' },
  { address: '10.30.0.11', program: 'scanagent.exe', note: 'The scanner allows this address only' },
]

/** Makes the groups, a token for each (and one use more for this machine), and publishes the policies. */
export async function layOutFarm(
  client: DemoClient,
): Promise<{ tokens: Map<string, string>; revision: number }> {
  const tokens = new Map<string, string>()
  for (const { name, hosts } of GROUPS) {
    const group = await client.deliveryGroups.create.mutate({ name, kind: 'Shared' })
    const made = await client.tokens.create.mutate({
      label: `Demo: ${name}`,
      deliveryGroupId: group.id,
      tags: ['demo'],
      uses: hosts + 1,
      hours: 24,
    })
    tokens.set(name, made.token)
  }
  const { id: pool } = await client.pools.create.mutate(POOL)
  for (const reserved of RESERVED) {
    await client.pools.reserve.mutate({ id: pool, ...reserved, reason: 'The reservations of the demo' })
  }
  for (const { name, description, settings, filters } of POLICIES) {
    const { id, version, enabled } = await client.policies.create.mutate({ name, description })
    await client.policies.save.mutate({ id, version, name, description, enabled, settings, filters })
  }
  const { head } = await client.policies.list.query()
  const { revision } = await client.policies.publish.mutate({
    baseRevision: head?.revision ?? 0,
    reason: 'The policies of the demo',
  })
  return { tokens, revision }
}

/** Adds one program to the call centre's list and publishes. Returns what the publish said, and when it was asked for. */
export async function addProgram(client: DemoClient, program: string) {
  const { head, policies } = await client.policies.list.query()
  const policy = policies.find(({ name }) => name === POLICIES[0]?.name)
  if (!policy) throw new Error('the softphone policy is gone')
  const { id, version, name, description, enabled, filters } = policy
  const programs = [...(policy.settings.VirtualLoopbackPrograms ?? []), program]
  const settings = { ...policy.settings, VirtualLoopbackPrograms: programs }
  await client.policies.save.mutate({ id, version, name, description, enabled, settings, filters })
  const since = performance.now()
  const published = await client.policies.publish.mutate({
    baseRevision: head?.revision ?? 0,
    reason: `${program} calls crm.exe, which is listed: both ends must be listed`,
  })
  return { ...published, since }
}
