/** Run by a Windows Node under Wine: the registry half of the driver against the registry that `reg.exe` writes. */

import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { systemClock } from '~/agent/clock'
import { WindowsDriver } from '~/agent/drivers/windows/driver'
import { PowerShellHost } from '~/agent/drivers/windows/system/powershell-host'
import { RegExe } from '~/agent/drivers/windows/system/registry'
import { POOL_KEY } from '~/agent/drivers/windows/virtual-ip'
import { silentLog } from '~/agent/log'
import { NOTHING_APPLIED } from '~/agent/reconcile/applied-file'
import { sameValue } from '~/agent/reconcile/plan'
import { Reconciler } from '~/agent/reconcile/reconciler'
import { diskStorage } from '~/agent/storage/disk'
import type { PolicySettings } from '~/domain/policy-model'
import { CITRIX_KEYS, LOCAL_KEY } from '~/formats/registry/reg-keys'
import { FakeWindows } from '~/tests/support/windows/fake-windows'

const [, , directory = 'C:\\vipfarm-wine', results = 'C:\\vipfarm-wine\\results.json'] = process.argv
const done: { what: string; ok: boolean; found: string; ms: number }[] = []

async function check(what: string, work: () => Promise<unknown>, wanted: unknown): Promise<void> {
  const start = performance.now()
  const found = await work().catch((error) => `${error.code ?? 'error'}: ${error.message}`)
  const ms = Math.round(performance.now() - start)
  done.push({ what, ok: sameValue(found, wanted), found: JSON.stringify(found) ?? 'nothing', ms })
}

const reg = (...args: string[]) =>
  execFileSync('reg.exe', args, { encoding: 'utf8' }).replace(/\s+/g, ' ').trim()

async function main(): Promise<void> {
  mkdirSync(directory, { recursive: true })
  const registry = new RegExe(directory)
  const storage = await diskStorage(`${directory}\\state`)
  const machine = new FakeWindows({ release: '2012 R2' })
  const ports = { ...machine, registry, close: async () => undefined }
  const driver = new WindowsDriver({ ports, storage, clock: systemClock, log: silentLog })
  const reconciler = new Reconciler({
    ...{ driver, storage, clock: systemClock, log: silentLog, random: () => 0.5 },
    record: NOTHING_APPLIED,
    onChange: () => undefined,
  })
  let generation = 0
  const run = async (settings: PolicySettings) => {
    generation += 1
    await reconciler.adopt({ generation, hash: 'h', config: { v: 1, settings, notApplicable: [] } })
    return Object.fromEntries(
      reconciler.applied.items.map(({ setting, state, code }) => [setting, code ?? state]),
    )
  }
  const key = CITRIX_KEYS.x64
  const programs = ['cti.exe', 'C:\\0apps\\söft phone.exe', 'a"b|c.exe']
  const wanted: PolicySettings = {
    PreferLoopback: true,
    PreferLoopbackProcesses: programs,
    VirtualIpFallback: 'none',
  }

  await check('a key that is not there is none', () => registry.read(key), null)
  await check('every value of the registry half is applied and read back', () => run(wanted), {
    PreferLoopback: 'applied',
    PreferLoopbackProcesses: 'applied',
    VirtualIpFallback: 'applied',
  })
  await check(
    'reg.exe itself finds a REG_DWORD of 1 under Wow6432Node',
    async () => /PreferLoopback REG_DWORD 0x1/.test(reg('query', key, '/v', 'PreferLoopback')),
    true,
  )
  await check(
    'reg.exe itself finds a REG_MULTI_SZ',
    async () => /REG_MULTI_SZ cti\.exe\\0/.test(reg('query', key, '/v', 'PreferLoopbackProcesses')),
    true,
  )
  await check(
    'odd names come back as they were written',
    async () => (await registry.read(key))?.get('preferloopbackprocesses'),
    { type: 'multi', value: programs },
  )
  await check(
    'the local key of RD IP Virtualization holds its value',
    async () => (await registry.read(LOCAL_KEY))?.get('promptonipleasefail'),
    { type: 'dword', value: 1 },
  )
  await check(
    'what a hand changes with reg.exe is seen',
    async () => {
      reg('add', key, '/v', 'PreferLoopback', '/t', 'REG_DWORD', '/d', '0', '/f')
      return (await driver.readBack()).PreferLoopback
    },
    false,
  )
  await check('and is mended', () => run(wanted), {
    PreferLoopback: 'applied',
    PreferLoopbackProcesses: 'applied',
    VirtualIpFallback: 'applied',
  })
  driver.takePools({
    slice: async (pool) => ({
      ...{ granted: true as const, pool, start: '10.0.0.10' },
      ...{ end: '10.0.0.20', mask: '255.255.255.0' },
    }),
    lease: () => Promise.reject(new Error('Windows leases nothing')),
    release: () => Promise.reject(new Error('Windows leases nothing')),
  })
  await check('a pool: an expandable text, and a key below', async () => {
    await run({ ...wanted, VirtualIpSource: 'pool', VirtualIpPool: 'Voice' })
    const [local, pool] = [await registry.read(LOCAL_KEY), await registry.read(POOL_KEY)]
    return [
      local?.get('ippool')?.type,
      pool?.get('start'),
      reconciler.applied.items.every(({ state }) => state === 'applied'),
    ]
  }, ['expand', { type: 'string', value: '10.0.0.10' }, true])
  await check('restore puts everything back', async () => {
    await driver.restore()
    return [...((await registry.read(key)) ?? []), ...((await registry.read(POOL_KEY)) ?? [])]
  }, [])
  await check('a value of somebody else is left alone, with its type', async () => {
    reg('add', key, '/v', 'PreferLoopbackProcesses', '/t', 'REG_SZ', '/d', 'theirs.exe', '/f')
    const items = await run({ PreferLoopbackProcesses: ['ours.exe'] })
    return [items, (await registry.read(key))?.get('preferloopbackprocesses')]
  }, [{ PreferLoopbackProcesses: 'wrong-type' }, { type: 'string', value: 'theirs.exe' }])
  const silent = new PowerShellHost()
  await check(
    'a PowerShell that answers nothing is not believed',
    () => silent.ask('machine').catch((error) => error.code),
    'unavailable',
  )
  await reconciler.stop()
  writeFileSync(results, JSON.stringify({ node: process.version, platform: process.platform, done }))
}

main().then(
  () => process.exit(0),
  (error) => {
    writeFileSync(
      results,
      JSON.stringify({
        node: process.version,
        platform: process.platform,
        done,
        error: String(error?.stack ?? error),
      }),
    )
    process.exit(1)
  },
)
