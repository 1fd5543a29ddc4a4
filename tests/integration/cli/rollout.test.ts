import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runInProcess } from '~/tests/support/command'
import { createRolloutFarm, type RolloutFarm } from '~/tests/support/rollout-farm'

let farm: RolloutFarm
let data: string
beforeAll(async () => {
  farm = await createRolloutFarm(4)
  data = mkdtempSync(join(tmpdir(), 'vipfarm-cli-'))
  await farm.publish(['good.exe'])
  await farm.hostsAct()
  await farm.publish(['new.exe'], { soakSeconds: 600 })
  await farm.settle()
})
afterAll(async () => {
  await farm.close()
  rmSync(data, { recursive: true, force: true })
})

const vipfarm = (...args: string[]) =>
  runInProcess(args, {}, { env: { DATABASE_URL: farm.database.url, VIPFARM_DATA: data } })

describe('vipfarm rollout', () => {
  it('lists rollouts, and shows the waves of one', async () => {
    const list = await vipfarm('rollout', 'list')
    expect(list.out).toMatch(/REVISION +STATE +WAVE.*\n2 +running +1\/4 +1\/4 /)
    const show = await vipfarm('rollout', 'show', '2')
    expect(show.out).toMatch(/^Revision 2 on top of 1: running\n/)
    expect(show.out).toMatch(/\n1 +1 host +1 +1 +\S+ +\S+\n2 +5 % +0 +0 +- +-\n/)
    const { out } = await vipfarm('rollout', 'show', '--json')
    expect(JSON.parse(out)).toMatchObject({ revision: 2, reached: 1, plan: { soakSeconds: 600 } })
  })

  it('halts, resumes and takes back, each with a reason on the record', async () => {
    expect((await vipfarm('rollout', 'halt')).code).toBe(2)
    expect((await vipfarm('rollout', 'halt', '--reason', 'wait')).out).toMatch(/halted .* revision 2/)
    const twice = await vipfarm('rollout', 'halt', '2', '--reason', 'wait')
    expect([twice.code, twice.err]).toEqual([1, expect.stringMatching(/halted: it cannot be halted/)])
    expect((await vipfarm('rollout', 'resume', '--reason', 'go on')).out).toMatch(/resumed/)
    const back = await vipfarm('rollout', 'rollback', '2', '--reason', 'not good')
    expect(back.out).toBe('took revision 2 back with revision 3: 1 host goes back\n')
    const none = await vipfarm('rollout', 'show', '7')
    expect([none.code, none.err]).toEqual([1, expect.stringMatching(/no such rollout/)])
    const rows = await farm.rows<{ action: string; reason: string }>(
      "SELECT action, reason FROM audit_event WHERE actor_kind = 'cli' AND object_kind = 'rollout' ORDER BY id",
    )
    expect(rows).toEqual([
      { action: 'rollout.halt', reason: 'wait' },
      { action: 'rollout.resume', reason: 'go on' },
      { action: 'rollout.roll-back', reason: 'not good' },
    ])
  })
})
