/**
 * Makes a plan true on a site, one call at a time. Before each call the site is read again: what was planned from must
 * stand there, or what this plan's own calls made of it. So a run that was interrupted goes on, and a site that somebody
 * else has changed meanwhile is left alone.
 */

import type { SiteChange, SitePlan } from '~/domain/citrix-site/site-plan'
import type { SiteRow } from '~/domain/citrix-site/site-policy'
import { orderProgress, type Progress, progressOf } from '~/domain/citrix-site/site-progress'
import { type SiteClient, SiteError } from './site-client'

export class SiteMoved extends Error {
  override readonly name = 'SiteMoved'
}

/** Lost answers in a row, after which a person looks. */
const MOST_LOST = 3

interface Run {
  client: SiteClient
  setGuid: string
  tell: (line: string) => void
  /** After each call that changed something. */
  onCall?: () => void
}

/** @throws SiteMoved, SiteError. Gives how many calls changed something. */
export async function applySitePlan(
  plan: Pick<SitePlan, 'changes' | 'order' | 'orderBefore'>,
  run: Run,
): Promise<number> {
  let made = 0
  for (const change of plan.changes) made += await applyChange(change, run)
  made += await applyOrder(plan, run)
  await run.client.serialise(run.setGuid)
  return made
}

async function applyChange(change: SiteChange, { client, setGuid, tell, onCall }: Run): Promise<number> {
  let calls = 0
  let lost = 0
  let last = -1
  for (;;) {
    const progress = progressOf(change, await rowsFor(change, client, setGuid))
    if (progress.state === 'done') return calls
    if (progress.state === 'moved') throw moved(progress)
    if (progress.made === last && lost === 0) {
      const message = `the site took the call and shows no change: ${lineOf(progress)}`
      throw new SiteError('unlike', message)
    }
    last = progress.made
    tell(lineOf(progress))
    try {
      await client.make(progress.call, setGuid)
      calls += 1
      onCall?.()
      lost = 0
    } catch (error) {
      // Whether it was made is seen at the next look.
      lost += 1
      if (!(error instanceof SiteError && error.code === 'unreachable') || lost >= MOST_LOST) throw error
    }
  }
}

/** A new policy is known by its name, in the whole set; any other by its id. */
async function rowsFor(change: SiteChange, client: SiteClient, setGuid: string): Promise<SiteRow[]> {
  if (change.kind === 'create') return client.policies(setGuid)
  const row = await client.policy(change.guid)
  return row ? [row] : []
}

async function applyOrder(
  plan: Pick<SitePlan, 'order' | 'orderBefore'>,
  { client, setGuid, tell, onCall }: Run,
): Promise<number> {
  const look = async () => orderProgress(plan, await client.policies(setGuid))
  const progress = await look()
  if (progress.state === 'done') return 0
  if (progress.state === 'moved') {
    throw new SiteMoved(
      `policies came, went or changed places on the site since the plan was made: ${progress.names.map((name) => JSON.stringify(name)).join(', ')}`,
    )
  }
  tell('set the priorities')
  await client.rank(setGuid, progress.guids)
  onCall?.()
  if ((await look()).state === 'done') return 1
  throw new SiteError('unlike', 'the site took the order of priorities and shows another')
}

function moved({ policy, found }: Extract<Progress, { state: 'moved' }>): SiteMoved {
  const what = found ? 'was changed on the site' : 'is no longer on the site'
  return new SiteMoved(`${JSON.stringify(policy)} ${what} since the plan was made`)
}

function lineOf({ call }: Extract<Progress, { state: 'next' }>): string {
  if (call.call === 'create') return `create ${JSON.stringify(call.policy.name)}`
  const name = JSON.stringify(call.row.name)
  if (call.call === 'delete') return `delete ${name}`
  const { step } = call
  switch (step.do) {
    case 'body':
      return `${name}: name, description, ${step.enabled ? 'on' : 'off'}`
    case 'set':
      return `${name}: set ${step.setting.name}`
    case 'unset':
      return `${name}: take ${step.name} away`
    case 'add-filter':
      return `${name}: add filter ${step.filter.type}`
    case 'drop-filter':
      return `${name}: remove filter ${step.filter.type}`
  }
}
