import type { BrowserFarm } from './farm'

const reason = 'to be looked at'

/**
 * A publish that waits for a second person: a policy of this name, asked for. Others may publish alone as before.
 */
export async function askToPublish(
  { client, group }: Pick<BrowserFarm, 'client' | 'group'>,
  name = 'Asked for',
) {
  for (const { id, state } of await client.publishRequests.list.query()) {
    if (state === 'waiting') await client.publishRequests.decline.mutate({ id, reason })
  }
  await client.farm.update.mutate({ approveAboveHosts: 0, reason })
  const made = await client.policies.create.mutate({ name, description: '' })
  const policy = await client.policies.save.mutate({
    id: made.id,
    version: made.version,
    name,
    description: '',
    enabled: true,
    settings: { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['asked.exe'] },
    filters: [{ type: 'DesktopGroup', mode: 'Allow', enabled: true, value: group }],
  })
  // Above those that others gave the same group: it must reach somebody.
  const others = (await client.policies.list.query()).policies.filter(({ id }) => id !== made.id)
  await client.policies.reorder.mutate({ ids: [made.id, ...others.map(({ id }) => id)] })
  const { baseRevision } = await client.policies.plan.query()
  const { id } = await client.publishRequests.create.mutate({ baseRevision, reason })
  await client.farm.update.mutate({ approveAboveHosts: null, reason })
  return { id, policy }
}
