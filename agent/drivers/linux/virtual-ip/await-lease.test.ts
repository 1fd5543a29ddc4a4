import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PolicySettings } from '~/domain/policy-model'
import type { ShortageCode } from '../../../leases/shortage'
import { takeStateDirectory } from '../../../storage/one-at-a-time'
import { awaitLease } from './await-lease'
import { LeaseFiles, type LeaseRecord } from './lease-files'

const SESSION = { id: 7, logonAt: '2026-05-03T08:00:00.000Z' }
const FARM: PolicySettings = { VirtualIpEnabled: true, VirtualIpMode: 'per-session' }

let directory = ''
let files: LeaseFiles
let warnings: string[] = []

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vipfarm-await-'))
  files = new LeaseFiles(directory)
  warnings = []
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

/** @param meanwhile what the agent does between the first look and the second */
const wait = (farm = FARM, meanwhile = () => Promise.resolve()) =>
  awaitLease(directory, SESSION, farm, (text) => warnings.push(text), meanwhile)

const lacking = (code: ShortageCode): LeaseRecord => ({
  ...{ v: 1, ...SESSION, source: 'dhcp', device: 'eth0', address: null, lease: null },
  shortage: { code, message: `the server said ${code}` },
})
const having = (address: string): LeaseRecord => ({ ...lacking('asking'), address, shortage: null })

describe('a launched session', () => {
  it('has no lease to wait for where the farm gives it none', async () => {
    expect(await wait({})).toBeNull()
    expect(warnings).toEqual([])
  })

  it('does not wait where no agent runs, and says so with what its programs get', async () => {
    expect(await wait({ ...FARM, VirtualIpFallback: 'none' })).toBeNull()
    expect(warnings).toEqual([expect.stringMatching(/^no agent runs.*may not bind or connect/)])
  })

  it.each(['asking', 'refused'] as const)('goes on waiting while the agent is %s', async (code) => {
    const release = await takeStateDirectory(directory)
    await files.save(lacking(code))
    expect(await wait(FARM, () => files.save(having('10.9.0.7')))).toBe('10.9.0.7')
    expect(warnings).toEqual([])
    await release()
  })

  it('starts without one as soon as the agent knows why there is none', async () => {
    const release = await takeStateDirectory(directory)
    await files.save(lacking('nothing-free'))
    expect(await wait()).toBeNull()
    expect(warnings).toEqual([expect.stringMatching(/the server said nothing-free.*the server's address/)])
    await release()
  })

  it('is not given the lease of an earlier session with its id', async () => {
    const release = await takeStateDirectory(directory)
    await files.save({ ...having('10.9.0.6'), logonAt: '2026-05-02T08:00:00.000Z' })
    expect(await wait(FARM, () => files.save(having('10.9.0.7')))).toBe('10.9.0.7')
    await release()
  })

  it('gives up in time where nothing comes', async () => {
    const release = await takeStateDirectory(directory)
    expect(await wait()).toBeNull()
    expect(warnings).toEqual([expect.stringMatching(/no lease came in time/)])
    await release()
  })
})
