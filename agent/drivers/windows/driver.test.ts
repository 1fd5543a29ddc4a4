import { describe, expect, it } from 'vitest'
import type { PoolDesk } from '~/agent/leases/pool-desk'
import { silentLog } from '~/agent/log'
import { NOTHING_APPLIED } from '~/agent/reconcile/applied-file'
import { Reconciler } from '~/agent/reconcile/reconciler'
import { memoryStorage } from '~/agent/storage/memory'
import type { PolicySettings } from '~/domain/policy-model'
import { readRegFile } from '~/formats/registry/reg-file'
import { CITRIX_KEYS, LOCAL_KEY, POLICY_KEY } from '~/formats/registry/reg-keys'
import type { SliceOutput } from '~/protocol/lease'
import { FakeClock } from '~/tests/agent/support/fake-clock'
import { CATALOG_KEY, dword, FakeWindows, type Release } from '~/tests/support/windows/fake-windows'
import { Power } from '~/tests/support/windows/power'
import { WindowsDriver } from './driver'
import type { WindowsPorts } from './ports'
import { POOL_KEY } from './virtual-ip'

function host(release: Release = '2022', windows = new FakeWindows({ release })) {
  const clock = new FakeClock()
  const storage = memoryStorage()
  const made = { windows, clock, storage, ...agentOn(windows, storage, clock) }
  return made
}

/** The agent's own code from plan to read-back, as it runs after each start. */
function agentOn(windows: WindowsPorts, storage = memoryStorage(), clock = new FakeClock()) {
  const driver = new WindowsDriver({ ports: windows, storage, clock, log: silentLog })
  const reconciler = new Reconciler({
    ...{ driver, storage, clock, log: silentLog, random: () => 0.5 },
    record: NOTHING_APPLIED,
    onChange: () => undefined,
  })
  let generation = 0
  const run = async (settings: PolicySettings) => {
    generation += 1
    await reconciler.adopt({ generation, hash: 'h', config: { v: 1, settings, notApplicable: [] } })
    const items = Object.fromEntries(reconciler.applied.items.map((item) => [item.setting, item]))
    return { items, effective: reconciler.applied.effective, checks: reconciler.applied.checks ?? [] }
  }
  return { driver, reconciler, run }
}

const VIP: PolicySettings = {
  VirtualIpEnabled: true,
  VirtualIpMode: 'per-program',
  VirtualIpPrograms: ['softphone.exe', 'C:\\Program Files\\Crm\\crm.exe'],
  VirtualIpAdapter: '10.7.0.0/16',
  VirtualIpSource: 'dhcp',
  VirtualIpFallback: 'none',
}
const SLICE = {
  ...{ granted: true as const, pool: 'Voice' },
  ...{ start: '10.7.9.10', end: '10.7.9.40', mask: '255.255.0.0' },
} satisfies SliceOutput
const deskOf = (answer: SliceOutput): PoolDesk => ({
  slice: async () => answer,
  lease: () => Promise.reject(new Error('Windows leases nothing')),
  release: () => Promise.reject(new Error('Windows leases nothing')),
})
const PREFER: PolicySettings = { PreferLoopback: true, PreferLoopbackProcesses: ['cti.exe', 'crm.exe'] }

describe('RD IP Virtualization', () => {
  it('stands as wanted, by WMI and in the local key, and waits for the restart that Windows needs', async () => {
    const { windows, run } = host()
    const { items, effective } = await run(VIP)
    expect(effective).toEqual(VIP)
    expect(items.VirtualIpEnabled).toMatchObject({ state: 'pending', waitsFor: 'restart' })
    expect(items.VirtualIpFallback?.state).toBe('applied')
    expect(windows.valueOf(LOCAL_KEY, 'PromptOnIPLeaseFail')).toEqual(dword(1))
    expect(windows.valueOf(LOCAL_KEY, 'VirtualMode')).toEqual(dword(1))
    expect(windows.writes.filter((one) => one.startsWith(POLICY_KEY))).toEqual([])
    expect(windows.writes.at(-1)).toBe('WMI\\EnableVirtualIP')
  })

  it('is in force after the restart, without another write', async () => {
    const { windows, storage, run } = host()
    await run(VIP)
    windows.reboot()
    windows.writes.length = 0
    const { items } = await agentOn(windows, storage).run(VIP)
    expect(new Set(Object.values(items).map(({ state }) => state))).toEqual(new Set(['applied']))
    expect(windows.writes).toEqual([])
  })

  it('writes a mode before the switch goes on: Windows takes an absent one as per program', async () => {
    const { windows, run } = host()
    const { effective } = await run({ VirtualIpEnabled: true })
    expect(windows.valueOf(LOCAL_KEY, 'VirtualMode')).toEqual(dword(0))
    expect(windows.writes[0]).toBe(`${LOCAL_KEY}\\VirtualMode`)
    expect(effective.VirtualIpMode).toBe('per-session')
  })

  it('does not fight group policy: says who owns the value, and writes nothing', async () => {
    const { windows, run } = host()
    windows.setValue(POLICY_KEY, 'VirtualMode', dword(0))
    const { items } = await run({ ...VIP })
    expect(items.VirtualIpMode).toMatchObject({
      state: 'failed',
      code: 'group-policy',
      owner: 'group-policy',
    })
    expect(items.VirtualIpPrograms?.state).toBe('applied')
    expect(windows.writes.filter((one) => one.includes('VirtualMode'))).toEqual([])
  })

  it('calls a value of group policy applied where it is the wanted one, and still names the owner', async () => {
    const { windows, run } = host()
    windows.setValue(POLICY_KEY, 'PromptOnIPLeaseFail', dword(1))
    const { items } = await run(VIP)
    expect(items.VirtualIpFallback).toMatchObject({ state: 'applied', owner: 'group-policy' })
  })

  it('selects an adapter by its hardware address, however it is written', async () => {
    const { windows, run } = host()
    const wanted = '00:50:56:00:00:01'
    const { effective } = await run({ ...VIP, VirtualIpAdapter: wanted })
    expect(effective.VirtualIpAdapter).toBe(wanted)
    expect(windows.writes).toContain('WMI\\NetworkAdapterMacAddress')
  })

  it('fails the adapter that is not there, names those that are, and applies the rest', async () => {
    const { run } = host()
    const { items } = await run({ ...VIP, VirtualIpAdapter: '192.0.2.0/24' })
    expect(items.VirtualIpAdapter).toMatchObject({ state: 'failed', code: 'adapter-missing' })
    expect(items.VirtualIpAdapter?.message).toContain('00-50-56-00-00-01')
    expect(items.VirtualIpFallback?.state).toBe('applied')
  })

  it('asks the farm for its own run of a pool and writes it, and fails by name where there is none', async () => {
    const { windows, driver, run } = host()
    const pool: PolicySettings = { ...VIP, VirtualIpSource: 'pool', VirtualIpPool: 'Voice' }
    const message = 'All addresses of "Voice" are taken or reserved.'
    driver.takePools(deskOf({ granted: false, reason: 'pool-exhausted', message }))
    const refused = (await run(pool)).items
    expect(refused.VirtualIpPool).toMatchObject({ state: 'failed', code: 'no-slice', message })
    expect(refused.VirtualIpFallback?.state).toBe('applied')
    driver.takePools(deskOf(SLICE))
    const { items, effective } = await run(pool)
    expect(items.VirtualIpPool?.state).toBe('applied')
    expect(effective).toMatchObject({ VirtualIpSource: 'pool', VirtualIpPool: 'Voice' })
    expect(windows.valueOf(POOL_KEY, 'End')).toEqual({ type: 'string', value: '10.7.9.40' })
  })

  it('is whole after a restart of the agent with the farm away: it keeps what it was given', async () => {
    const { windows, storage, driver, run } = host()
    const pool: PolicySettings = { ...VIP, VirtualIpSource: 'pool', VirtualIpPool: 'Voice' }
    driver.takePools(deskOf(SLICE))
    await run(pool)
    windows.reboot()
    windows.writes.length = 0
    const { items } = await agentOn(windows, storage).run(pool)
    expect(items.VirtualIpPool?.state).toBe('applied')
    expect(windows.writes).toEqual([])
  })

  it('asks again before a run from earlier counts: the farm may have given it to somebody else meanwhile', async () => {
    const { windows, driver, run } = host()
    const pool: PolicySettings = { ...VIP, VirtualIpSource: 'pool', VirtualIpPool: 'Voice' }
    driver.takePools(deskOf(SLICE))
    await run(pool)
    await run({ ...pool, VirtualIpSource: 'dhcp' })
    driver.takePools(deskOf({ ...SLICE, start: '10.7.9.80', end: '10.7.9.99' }))
    expect((await run(pool)).items.VirtualIpSource?.state).toBe('applied')
    expect(windows.valueOf(POOL_KEY, 'Start')).toEqual({ type: 'string', value: '10.7.9.80' })
    driver.takePools(deskOf({ granted: false, reason: 'pool-exhausted', message: 'All are taken.' }))
    await run({ ...pool, VirtualIpSource: 'dhcp' })
    const { items } = await run(pool)
    expect(items.VirtualIpSource).toMatchObject({ state: 'failed', code: 'no-slice' })
    expect(windows.valueOf(LOCAL_KEY, 'IPPool')).toEqual({ type: 'string', value: '' })
  })

  it('puts back what it found once no policy asks for it', async () => {
    const { windows, run } = host()
    windows.setValue(LOCAL_KEY, 'PromptOnIPLeaseFail', dword(0))
    await run(VIP)
    const { items } = await run({})
    expect(items).toEqual({})
    expect(windows.valueOf(LOCAL_KEY, 'PromptOnIPLeaseFail')).toEqual(dword(0))
    expect(windows.valueOf(LOCAL_KEY, 'EnableVirtualIP')).toBeUndefined()
    expect(windows.valueOf(LOCAL_KEY, 'PerApp')).toBeUndefined()
  })
})

describe('PreferLoopback', () => {
  it('lands under Wow6432Node with its exact types, after a backup that regedit reads', async () => {
    const files = new Map<string, string>()
    const windows = new FakeWindows({ release: '2012 R2' })
    windows.setValue(CITRIX_KEYS.x64, 'Other', { type: 'string', value: 'kept' })
    const { run } = agentOn(windows, memoryStorage(files))
    const { items } = await run(PREFER)
    expect(Object.values(items).map(({ state }) => state)).toEqual(['applied', 'applied'])
    expect(windows.valueOf(CITRIX_KEYS.x64, 'PreferLoopback')).toEqual(dword(1))
    expect(windows.valueOf(CITRIX_KEYS.x64, 'PreferLoopbackProcesses')).toEqual({
      type: 'multi',
      value: ['cti.exe', 'crm.exe'],
    })
    const backups = [...files].filter(([name]) => name.endsWith('.reg'))
    expect(backups).toHaveLength(1)
    const read = readRegFile({ name: 'b.reg', bytes: new TextEncoder().encode(backups[0]?.[1] ?? '') })
    expect(read.values.map(({ name, data }) => [name, data.type])).toEqual([
      ['other', 'string'],
      ['PreferLoopback', 'deleted'],
      ['PreferLoopbackProcesses', 'deleted'],
    ])
  })

  it('lands under SOFTWARE\\Citrix on 32-bit Windows', async () => {
    const windows = new FakeWindows({ release: '2008 R2', facts: { arch: 'x86' } })
    await agentOn(windows).run(PREFER)
    expect(windows.valueOf(CITRIX_KEYS.x86, 'PreferLoopback')).toEqual(dword(1))
    expect(windows.valueOf(CITRIX_KEYS.x64, 'PreferLoopback')).toBeUndefined()
  })

  it('leaves a value of somebody else alone until an admin gives the word', async () => {
    const { windows, driver, run } = host('2012 R2')
    windows.setValue(CITRIX_KEYS.x64, 'PreferLoopback', dword(0))
    windows.setValue(CITRIX_KEYS.x64, 'PreferLoopbackProcesses', { type: 'string', value: 'cti.exe' })
    const first = await run(PREFER)
    expect(first.items.PreferLoopback).toMatchObject({ state: 'failed', code: 'owned-by-other' })
    expect(first.items.PreferLoopbackProcesses).toMatchObject({ state: 'failed', code: 'wrong-type' })
    expect(windows.writes).toEqual([])
    await driver.takeOver('PreferLoopback')
    const second = await run(PREFER)
    expect(second.items.PreferLoopback?.state).toBe('applied')
    expect(second.items.PreferLoopbackProcesses?.code).toBe('wrong-type')
  })

  it('is put back to what it was by the restore command, type and all', async () => {
    const { windows, driver, run } = host('2012 R2')
    const before = { type: 'multi' as const, value: ['old.exe'] }
    windows.setValue(CITRIX_KEYS.x64, 'PreferLoopbackProcesses', before)
    await driver.takeOver('PreferLoopbackProcesses')
    await run({ ...VIP, ...PREFER })
    await driver.restore()
    expect(windows.valueOf(CITRIX_KEYS.x64, 'PreferLoopbackProcesses')).toEqual(before)
    expect(windows.valueOf(CITRIX_KEYS.x64, 'PreferLoopback')).toBeUndefined()
    expect(windows.valueOf(LOCAL_KEY, 'EnableVirtualIP')).toBeUndefined()
    expect(windows.valueOf(LOCAL_KEY, 'VirtualMode')).toBeUndefined()
  })
})

describe('a bad day', () => {
  it('access denied: the item says so, the rest is applied', async () => {
    const { windows, run } = host('2012 R2')
    windows.deny(CITRIX_KEYS.x64)
    const { items, checks } = await run({ VirtualIpFallback: 'none', PreferLoopback: true })
    expect(items.PreferLoopback).toMatchObject({ state: 'failed', code: 'access-denied' })
    expect(checks.find(({ code }) => code === 'read-back')?.state).toBe('unknown')
    expect(items.VirtualIpFallback?.state).toBe('applied')
  })

  it('a broken WMI repository: what needs it fails by name with the mend, what does not is applied', async () => {
    const { windows, run } = host('2012 R2')
    windows.wmiProblem = { code: 'wmi-broken', message: 'Invalid class "Win32_TSVirtualIP"' }
    const { items, checks } = await run({ ...VIP, PreferLoopback: true })
    for (const setting of ['VirtualIpEnabled', 'VirtualIpMode', 'VirtualIpPrograms'])
      expect(items[setting]).toMatchObject({ state: 'failed', code: 'wmi-broken' })
    expect(items.VirtualIpEnabled?.message).toContain('winmgmt /verifyrepository')
    expect(items.VirtualIpFallback?.state).toBe('applied')
    expect(items.PreferLoopback?.state).toBe('applied')
    expect(checks.find(({ code }) => code === 'wmi')?.state).toBe('broken')
  })

  it('a value changed by hand while it is written is not called applied', async () => {
    const { windows, run } = host()
    windows.onWrite = (key, name) => {
      if (name === 'PromptOnIPLeaseFail') windows.setValue(key, name, dword(0))
    }
    const { items } = await run(VIP)
    expect(items.VirtualIpFallback).toMatchObject({ state: 'failed', code: 'changed-meanwhile' })
  })

  it('a key that goes while it is written: the item says so, and what went with it is not called applied', async () => {
    const { windows, run } = host()
    windows.onWrite = (key, name) => {
      if (name === 'PromptOnIPLeaseFail') windows.dropKey(key)
    }
    const { items } = await run(VIP)
    expect(items.VirtualIpFallback).toMatchObject({ state: 'failed', code: 'changed-meanwhile' })
    expect(items.VirtualIpAdapter).toMatchObject({ state: 'failed', code: 'read-back' })
    expect(items.VirtualIpEnabled).toMatchObject({ state: 'pending', waitsFor: 'restart' })
  })

  it('a value of another type under the local key is set right, and put back with its type', async () => {
    const { windows, driver, run } = host()
    const before = { type: 'string' as const, value: 'yes' }
    windows.setValue(LOCAL_KEY, 'PromptOnIPLeaseFail', before)
    expect((await run(VIP)).items.VirtualIpFallback?.state).toBe('applied')
    expect(windows.valueOf(LOCAL_KEY, 'PromptOnIPLeaseFail')).toEqual(dword(1))
    await driver.restore()
    expect(windows.valueOf(LOCAL_KEY, 'PromptOnIPLeaseFail')).toEqual(before)
  })

  it('a restart in the middle: the next start finishes, and originals are not lost', async () => {
    const { windows, storage, run } = host()
    windows.setValue(LOCAL_KEY, 'PromptOnIPLeaseFail', dword(0))
    windows.onWrite = (_key, name) => {
      if (name === 'PromptOnIPLeaseFail') throw new Error('the power went')
    }
    expect((await run(VIP)).items.VirtualIpFallback?.state).toBe('failed')
    windows.onWrite = null
    windows.reboot()
    const { driver, run: again } = agentOn(windows, storage)
    expect((await again(VIP)).effective).toEqual(VIP)
    await driver.restore()
    expect(windows.valueOf(LOCAL_KEY, 'PromptOnIPLeaseFail')).toEqual(dword(0))
  })

  it.each(['the host', 'the agent'])(
    'a restart of %s at any of its writes: the next start finishes, and every original can be put back',
    async (restarted) => {
      const wanted: PolicySettings = { ...VIP, ...PREFER }
      for (let writes = 0, whole = false; !whole; writes++) {
        const windows = new FakeWindows({ release: '2012 R2' })
        windows.setValue(LOCAL_KEY, 'PromptOnIPLeaseFail', dword(0))
        windows.setValue(LOCAL_KEY, 'VirtualMode', dword(0))
        windows.setValue(LOCAL_KEY, 'PerApp', { type: 'multi', value: ['old.exe'] })
        windows.setValue(CITRIX_KEYS.x64, 'Other', { type: 'string', value: 'kept' })
        const values = () =>
          Promise.all(
            [LOCAL_KEY, CITRIX_KEYS.x64].map(async (key) => new Map(await windows.registry.read(key))),
          )
        const before = await values()
        const files = new Map<string, string>()
        const power = new Power(writes)
        await agentOn(power.over(windows), power.overDisk(memoryStorage(files)))
          .run(wanted)
          .catch(() => undefined)
        whole = power.lasted
        if (restarted === 'the host') windows.reboot()
        const { driver, run } = agentOn(windows, memoryStorage(files))
        const { items, effective } = await run(wanted)
        expect(effective).toEqual(wanted)
        const states = Object.values(items).map(({ state }) => state)
        expect(states.filter((state) => state !== 'applied' && state !== 'pending')).toEqual([])
        // Whoever wrote it: in the boot that it was written in it is not in force.
        if (restarted === 'the agent') expect(items.VirtualIpEnabled).toMatchObject({ waitsFor: 'restart' })
        await driver.restore()
        expect(await values()).toEqual(before)
      }
    },
  )

  it('a full disk: nothing is changed that could not be put back', async () => {
    const files = new Map<string, string>()
    const windows = new FakeWindows({ release: '2012 R2' })
    windows.setValue(LOCAL_KEY, 'PromptOnIPLeaseFail', dword(0))
    const disk = memoryStorage(files)
    let full = true
    const writeAtomic: typeof disk.writeAtomic = async (name, text) => {
      if (full) throw new Error('ENOSPC: no space left on device')
      return disk.writeAtomic(name, text)
    }
    const { driver, run } = agentOn(windows, { ...disk, writeAtomic })
    for (const round of [1, 2]) {
      const { items } = await run({ VirtualIpFallback: 'none', PreferLoopback: true })
      expect([round, items.VirtualIpFallback?.state, items.PreferLoopback?.state]).toEqual([
        ...[round, 'failed', 'failed'],
      ])
    }
    expect(windows.writes).toEqual([])
    full = false
    expect((await run({ VirtualIpFallback: 'none' })).items.VirtualIpFallback?.state).toBe('applied')
    await driver.restore()
    expect(windows.valueOf(LOCAL_KEY, 'PromptOnIPLeaseFail')).toEqual(dword(0))
  })

  it('the DHCP client stopped: the check says what to start, and the values stand all the same', async () => {
    const { windows, run } = host()
    windows.serviceStates.set('dhcp', 'stopped')
    const { items, checks } = await run(VIP)
    expect(checks.find(({ code }) => code === 'dhcp')).toMatchObject({
      state: 'broken',
      mend: 'Start the service Dhcp',
    })
    expect(items.VirtualIpFallback?.state).toBe('applied')
  })

  it('Remote Desktop Services stopped: sessions cannot be looked at, and the check says what to start', async () => {
    const { windows, driver, run } = host()
    windows.serviceStates.set('termservice', 'stopped')
    await expect(driver.observe()).rejects.toThrow('RPC server')
    const { checks } = await run(VIP)
    expect(checks.find(({ code }) => code === 'session-host')).toMatchObject({
      state: 'broken',
      mend: 'Start the service TermService',
    })
  })

  it('a clock set back does not make a boot of it', async () => {
    const { clock, driver } = host()
    const before = await driver.bootId()
    clock.advance(-3_600_000)
    expect(await driver.bootId()).toBe(before)
  })
})

describe('pre-flight checks', () => {
  it('ask for the WinSock key on 2019 and 2022, then for one restart, then are fine', async () => {
    const { windows, storage, run } = host('2019')
    const winsock = (checks: { code: string }[]) => checks.find(({ code }) => code === 'winsock-catalog')
    expect(winsock((await run(VIP)).checks)).toMatchObject({
      state: 'broken',
      mend: expect.stringContaining('rename'),
    })
    windows.dropKey(CATALOG_KEY)
    expect(winsock((await run(VIP)).checks)).toMatchObject({ state: 'attention', mend: 'Restart the host' })
    windows.reboot()
    expect(winsock((await agentOn(windows, storage).run(VIP)).checks)).toMatchObject({ state: 'fine' })
  })

  it.each(['2008 R2', '2012 R2', '2016'] as const)('leave the WinSock key alone on %s', async (release) => {
    const { checks } = await host(release).run(VIP)
    expect(checks.map(({ code }) => code)).not.toContain('winsock-catalog')
  })

  it('say that 2025 is unverified, that a cloud machine cannot, and that nobody gives a lease', async () => {
    expect((await host('2025').run(VIP)).checks[0]).toMatchObject({ code: 'server-os', state: 'attention' })
    const facts = { manufacturer: 'Amazon EC2', model: 'm5.large' }
    const windows = new FakeWindows({ facts })
    for (const adapter of windows.machineFacts.adapters) adapter.dhcpServers = []
    const { checks } = await agentOn(windows).run(VIP)
    expect(checks.find(({ code }) => code === 'cloud-hosted')?.state).toBe('broken')
    expect(checks.find(({ code }) => code === 'dhcp')?.state).toBe('attention')
  })
})

describe('what it sees', () => {
  it('sessions with user, protocol, virtual IP and sockets; nothing of session 0 and of listeners', async () => {
    const { windows, driver } = host()
    windows.logon({ id: 7, virtualIp: '10.7.3.4' })
    windows.logon({ id: 65_536, station: 'ICA-TCP', state: 6, user: '', logonAt: 0 })
    windows.logon({ id: 0, station: 'Services', user: '', logonAt: 0 })
    const socket = { protocol: 'tcp' as const, listening: true, pid: 44, program: 'softphone.exe' }
    windows.rows.push({ ...socket, local: { address: '127.0.0.8', port: 9000 }, session: 7 })
    windows.rows.push({ ...socket, local: { address: '0.0.0.0', port: 135 }, session: 0 })
    expect(await driver.observe()).toMatchObject([
      {
        id: 7,
        user: 'CONTOSO\\user7',
        protocol: 'ica',
        clientIp: '192.168.4.20',
        addresses: [{ kind: 'observed', address: '10.7.3.4', network: '10.7.0.0/16' }],
        sockets: [{ program: 'softphone.exe', local: { address: '127.0.0.8', port: 9000 } }],
      },
    ])
  })

  it('sockets of IPv6 as they are, without the zone of a link', async () => {
    const { windows, driver } = host()
    windows.logon({ id: 7 })
    const socket = { protocol: 'tcp' as const, listening: true, pid: 44, program: 'electron.exe', session: 7 }
    windows.rows.push({ ...socket, local: { address: '::1', port: 9000 } })
    const local = { address: 'fe80::1%12', port: 50_001 }
    windows.rows.push({ ...socket, listening: false, local, remote: { address: 'fe80::2%12', port: 443 } })
    windows.rows.push({ ...socket, local: { address: 'nonsense', port: 1 } })
    expect((await driver.observe())[0]?.sockets).toMatchObject([
      { local: { address: '::1', port: 9000 } },
      { local: { address: 'fe80::1', port: 50_001 }, remote: { address: 'fe80::2', port: 443 } },
    ])
  })

  it('a disconnected session as what it was', async () => {
    const { windows, driver } = host()
    const session = windows.logon({ id: 3 })
    await driver.observe()
    Object.assign(session, { station: '', state: 4, protocolType: 0 })
    expect((await driver.observe())[0]?.protocol).toBe('ica')
  })

  it('event 110 as a note of the session that it names', async () => {
    const { windows, driver, clock } = host()
    const { logonAt } = windows.logon({ id: 12, logonAt: clock.now() - 1000 })
    const values = ['C:\\Apps\\crm.exe', '12', 'CONTOSO', 'user12']
    windows.log.push({ id: 110, at: logonAt + 500, values }, { id: 100, at: logonAt, values: [] })
    expect((await driver.observe())[0]?.notes).toEqual([
      { code: 'not-virtualised', program: 'C:\\Apps\\crm.exe', at: new Date(logonAt + 500).toISOString() },
    ])
  })

  it('event 110 as a failed bind: once each, and none of the console or of before the agent began', async () => {
    const { windows, driver, clock } = host()
    const logonAt = clock.now() - 60_000
    windows.logon({ id: 12, logonAt })
    windows.logon({ id: 1, logonAt, station: 'Console' })
    const at = clock.now()
    const event = (session: number, program: string, when: number) =>
      windows.log.push({ id: 110, at: when, values: [program, `${session}`, 'CONTOSO', 'user'] })
    event(12, 'crm.exe', at - 1)
    event(12, 'crm.exe', at + 10)
    event(12, 'softphone.exe', at + 10)
    event(1, 'crm.exe', at + 10)
    windows.log.push({ id: 109, at: at + 10, values: ['12'] })
    for (let look = 0; look < 3; look += 1) await driver.observe()
    expect(driver.bindFailures()).toBe(2)
    event(12, 'crm.exe', at + 20)
    await driver.observe()
    expect(driver.bindFailures()).toBe(3)
  })

  it('the machine by its firmware, so that a clone is another one and a reset disk is not', async () => {
    const [one, other] = [host(), host()]
    expect(await one.driver.machineId()).not.toBe(await other.driver.machineId())
    one.windows.reboot()
    expect(await agentOn(one.windows).driver.machineId()).toBe(await one.driver.machineId())
  })
})
