/** Which hosts a wave takes. */

import type { WaveTarget } from './rollout'
import { foldName } from './text'

/** A host that the revision changes and no wave has reached. */
export interface Candidate {
  id: string
  /** Heard of lately. The others are left out, and follow when the rollout is over. */
  online: boolean
  tags: readonly string[]
  deliveryGroup?: string
  /** The hash of the bundle it would run: hosts of one kind have one. */
  to: string
}

/** @param reached how many hosts earlier waves have taken */
export function chooseMembers(
  target: WaveTarget,
  candidates: readonly Candidate[],
  reached: number,
  seed: number,
): string[] {
  const online = mixed(
    candidates.filter((one) => one.online),
    seed,
  )
  const ids = (chosen: Candidate[]) => chosen.map(({ id }) => id)
  switch (target.kind) {
    case 'hosts':
      return ids(online.slice(0, Math.max(0, target.hosts - reached)))
    case 'percent': {
      const quota = Math.ceil((target.percent / 100) * (online.length + reached))
      return ids(online.slice(0, Math.max(0, quota - reached)))
    }
    case 'tag': {
      const tag = foldName(target.tag)
      return ids(online.filter(({ tags }) => tags.some((one) => foldName(one) === tag)))
    }
    case 'group': {
      const group = foldName(target.group)
      return ids(online.filter((one) => one.deliveryGroup && foldName(one.deliveryGroup) === group))
    }
  }
}

/** Another order for each rollout, so that not one host is always the first; kinds of hosts take turns. */
function mixed(candidates: readonly Candidate[], seed: number): Candidate[] {
  const ordered = candidates
    .map((one) => ({ one, place: scatter(`${seed} ${one.id}`) }))
    .sort((a, b) => a.place - b.place || (a.one.id < b.one.id ? -1 : 1))
  const turns = new Map<string, number>()
  return ordered
    .map(({ one }, place) => {
      const turn = turns.get(one.to) ?? 0
      turns.set(one.to, turn + 1)
      return { one, turn, place }
    })
    .sort((a, b) => a.turn - b.turn || a.place - b.place)
    .map(({ one }) => one)
}

/** FNV-1a. */
function scatter(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}
