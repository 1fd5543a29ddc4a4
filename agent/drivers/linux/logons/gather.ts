/** A session that the system keeps together with others gets a group of its own, into which its processes are moved. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseStat } from '../../../proc/stat'

/** What is started while others are moved is found by looking again. */
const MOST_LOOKS = 16

/** Moves the leader and all that descends from it. What they start from now on is born there. */
export function gather(leader: number, cgroup: string, root = '/proc'): void {
  const moved = new Set<number>()
  for (let look = 0; look < MOST_LOOKS; look++) {
    const news = familyOf(leader, root).filter((pid) => !moved.has(pid))
    if (news.length === 0) return
    for (const pid of news) {
      moved.add(pid)
      move(pid, cgroup)
    }
  }
}

function familyOf(leader: number, root: string): number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync(root)) {
    if (!/^\d+$/.test(name)) continue
    const stat = read(`${root}/${name}/stat`)
    if (stat) parents.set(stat.pid, stat.parent)
  }
  const isOf = (pid: number) => {
    for (let one: number | undefined = pid, steps = 0; one !== undefined && steps < 128; steps++) {
      if (one === leader) return true
      one = parents.get(one)
    }
    return false
  }
  return [...parents.keys()].filter(isOf)
}

function read(path: string) {
  try {
    return parseStat(readFileSync(path, 'latin1'))
  } catch {
    return null
  }
}

function move(pid: number, cgroup: string): void {
  try {
    writeFileSync(join(cgroup, 'cgroup.procs'), String(pid))
  } catch (error) {
    // It has just ended.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
