/** The real ports against answers as the documents of `reg.exe` and of our PowerShell script give them. */

import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readRegFile } from '~/formats/registry/reg-file'
import { LOCAL_KEY } from '~/formats/registry/reg-keys'
import { encodeReg } from '~/formats/registry/write-reg'
import { PortError } from '../ports'
import { cellOf, PowerShellHost } from './powershell-host'
import { fileTimeOf, powerShellPorts } from './powershell-ports'
import { encodedScript } from './powershell-script'
import { RegExe } from './registry'

const directory = mkdtempSync(join(tmpdir(), 'vipfarm-windows-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const exported = (lines: string[]) =>
  encodeReg(['Windows Registry Editor Version 5.00', '', ...lines, ''].join('\r\n'))

/** `reg.exe` with these keys in it: what it is asked is kept. */
function regExe(keys: Record<string, string[] | 'denied'>) {
  const asked: string[][] = []
  const registry = new RegExe(directory, async (_file, args) => {
    asked.push([...args])
    const [verb, key = '', file = ''] = args
    const found = keys[key]
    if (!found || found === 'denied') return { code: 1, said: 'FEHLER: Zugriff verweigert', output: '' }
    if (verb === 'query') return { code: 0, said: '', output: found.join('\r\n') }
    writeFileSync(file, exported([`[${key}]`, ...found]))
    return { code: 0, said: '', output: '' }
  })
  return { registry, asked }
}

describe('reg.exe', () => {
  const PARENT = LOCAL_KEY.slice(0, LOCAL_KEY.lastIndexOf('\\'))

  it('gives values with their types, names without case, and nothing of subkeys', async () => {
    const { registry } = regExe({
      [LOCAL_KEY]: [
        '"EnableVirtualIP"=dword:00000001',
        '"IPPool"=hex(2):25,00,53,00,25,00,00,00',
        '"PerApp"=hex(7):61,00,00,00,62,00,00,00,00,00',
        '',
        `[${LOCAL_KEY}\\IPPool]`,
        '"Start"="10.0.0.1"',
      ],
    })
    expect(Object.fromEntries((await registry.read(LOCAL_KEY)) ?? [])).toEqual({
      enablevirtualip: { type: 'dword', value: 1 },
      ippool: { type: 'expand', value: '%S%' },
      perapp: { type: 'multi', value: ['a', 'b'] },
    })
  })

  it('tells a missing key from one that it may not read, in whatever language it complains', async () => {
    const denied = regExe({
      [LOCAL_KEY]: 'denied',
      [PARENT]: ['    A    REG_SZ    b', '', LOCAL_KEY.toLowerCase()],
    })
    await expect(denied.registry.read(LOCAL_KEY)).rejects.toMatchObject({ code: 'access-denied' })
    const missing = regExe({ [PARENT]: ['    A    REG_SZ    b', `${LOCAL_KEY}Other`] })
    expect(await missing.registry.read(LOCAL_KEY)).toBeNull()
  })

  it('writes by a file that holds the one value, and leaves no file behind', async () => {
    let written: unknown
    const registry = new RegExe(directory, async (_file, args) => {
      const bytes = readFileSync(args[1] ?? '')
      written = readRegFile({ name: 'x.reg', bytes }).values.map(({ key, name, data }) => ({
        key,
        name,
        data,
      }))
      return { code: 0, said: '', output: '' }
    })
    const data = { type: 'multi' as const, value: ['C:\\0apps\\"x"|y.exe', 'söft.exe'] }
    await registry.write(LOCAL_KEY, 'PerApp', data)
    expect(written).toEqual([{ key: LOCAL_KEY, name: 'PerApp', data }])
    expect(readdirSync(directory)).toEqual([])
  })

  it('says what reg.exe said where it refuses, and that it hangs where it does', async () => {
    const refuses = new RegExe(directory, async () => ({
      code: 1,
      said: 'ERROR: Access is denied.',
      output: '',
    }))
    await expect(refuses.write(LOCAL_KEY, 'A', { type: 'dword', value: 1 })).rejects.toMatchObject({
      code: 'access-denied',
      message: expect.stringContaining('Access is denied'),
    })
    const hangs = new RegExe(directory, async () => ({ code: null, said: '', output: '' }))
    await expect(hangs.read(LOCAL_KEY)).rejects.toMatchObject({ code: 'timeout' })
    const absent = new RegExe(directory, () => Promise.reject(new Error('ENOENT')))
    await expect(absent.read(LOCAL_KEY)).rejects.toMatchObject({ code: 'unavailable' })
  })
})

/** A program that answers as our script does: the same words, the same ends of answers. */
function answering(script: string, timeoutMs = 10_000): PowerShellHost {
  return new PowerShellHost(
    () => spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'ignore'] }),
    timeoutMs,
  )
}

const saying = (answers: Record<string, string[]>, greeting = 'vipfarm\t1') =>
  answering(`
    const answers = ${JSON.stringify(answers)}
    console.log(${JSON.stringify(greeting)})
    require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
      for (const row of answers[line] ?? answers[line.split(' ')[0]] ?? ['.\\terror\\trefused\\t']) console.log(row)
    })`)

const row = (...cells: (string | number)[]) => cells.join('\t')
const OK = '.\tok'

describe('PowerShell', () => {
  it('answers what was asked, in any language, one question after the other', async () => {
    const logon = Date.parse('2026-03-01T08:00:00Z')
    const host = saying({
      sessions: [
        row(
          'session',
          7,
          0,
          cellOf('ICA-TCP#3'),
          cellOf('josé'),
          cellOf('CONTOSO'),
          1,
          fileTimeOf(logon),
          cellOf('PC-ñ'),
          '192.0.2.9',
          '10.7.0.9',
        ),
        row('session', 65_536, 6, cellOf('RDP-Tcp'), '', '', 2, 0, '', '', ''),
        OK,
      ],
      sockets: [
        row('socket', 'tcp', 1, '127.0.0.8', 9000, '', '', 44, cellOf('softphone.exe'), 7),
        row('socket', 'tcp', 0, '127.0.0.8', 50_001, '127.0.0.8', 9000, 45, cellOf('crm.exe'), 7),
        row('socket', 'udp', 1, '0.0.0.0', 123, '', '', 900, cellOf('svchost.exe'), 0),
        OK,
      ],
      vip: [
        row('vip', 1, 0, cellOf('00-50-56-00-00-01'), 0, 1, 0, 0),
        row('program', cellOf('a.exe')),
        row('program', ''),
        OK,
      ],
      service: [row('service', 'stopped'), OK],
      events: [
        row(
          'event',
          110,
          fileTimeOf(logon),
          cellOf('crm.exe'),
          cellOf('7'),
          cellOf('CONTOSO'),
          cellOf('josé'),
        ),
        OK,
      ],
      machine: [
        row(
          'machine',
          cellOf('CTI01'),
          cellOf('Microsoft Windows Server 2022 Datacenter'),
          20348,
          3,
          8,
          'x64',
          cellOf('4C4C4544-0043-4810-8056-B4C04F435132'),
          cellOf('g'),
          cellOf('VMware, Inc.'),
          cellOf('VMware7,1'),
          cellOf(''),
          '134086752001234567',
        ),
        row('adapter', cellOf('Ethernet0'), '00-50-56-00-00-01', '10.7.0.1/16,10.8.0.1/24', 1, '10.7.0.2'),
        OK,
      ],
    })
    const ports = powerShellPorts(host)
    expect(await Promise.all([ports.sessions.list(), ports.sockets.list()])).toMatchObject([
      [
        { id: 7, user: 'josé', logonAt: logon, clientName: 'PC-ñ', virtualIp: '10.7.0.9' },
        { id: 65_536, logonAt: 0 },
      ],
      [
        { listening: true, session: 7 },
        { remote: { address: '127.0.0.8', port: 9000 } },
        { protocol: 'udp' },
      ],
    ])
    expect(await ports.wmi.virtualIp()).toEqual({
      active: true,
      mode: 0,
      programs: ['a.exe'],
      adapterMac: '00-50-56-00-00-01',
      policy: { active: false, mode: true, programs: false, adapter: false },
    })
    expect(await ports.services.state('TermService')).toBe('stopped')
    expect(await ports.events.tsvipSince(0)).toEqual([
      { id: 110, at: logon, values: ['crm.exe', '7', 'CONTOSO', 'josé'] },
    ])
    expect(await ports.machine.facts()).toMatchObject({
      computerName: 'CTI01',
      build: 20348,
      adapters: [
        { addresses: [{ prefix: 16 }, { address: '10.8.0.1' }], dhcp: true, dhcpServers: ['10.7.0.2'] },
      ],
    })
    await ports.close()
  })

  it('hands on what went wrong by its code, and lives on', async () => {
    const ports = powerShellPorts(
      saying({
        vip: [row('.', 'error', 'wmi-broken', cellOf('Clase no válida'))],
        service: [row('service', 'running'), OK],
      }),
    )
    await expect(ports.wmi.virtualIp()).rejects.toMatchObject({
      code: 'wmi-broken',
      message: 'Clase no válida',
    })
    expect(await ports.services.state('Dhcp')).toBe('running')
    await ports.close()
  })

  it('is not believed where it says nothing of ours: Wine’s ends at once and prints nothing', async () => {
    const silent = answering('')
    await expect(silent.ask('machine')).rejects.toMatchObject({ code: 'unavailable' })
    await expect(saying({}, 'Windows PowerShell').ask('machine')).rejects.toMatchObject({
      code: 'unavailable',
    })
    const absent = new PowerShellHost(() => spawn('/nowhere/powershell.exe', []))
    await expect(absent.ask('machine')).rejects.toBeInstanceOf(PortError)
  })

  it('is given up where it hangs', async () => {
    const host = answering(`console.log('vipfarm\\t1'); process.stdin.resume()`, 300)
    await expect(host.ask('service')).rejects.toMatchObject({ code: 'timeout' })
  })

  it('is started again after it died', async () => {
    let starts = 0
    const host = new PowerShellHost(() => {
      starts += 1
      const answer = starts === 1 ? 'process.exit(3)' : `console.log('service\\trunning\\n.\\tok')`
      const script = `console.log('vipfarm\\t1'); process.stdin.on('data', () => ${answer})`
      return spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'ignore'] })
    })
    await expect(host.ask('service')).rejects.toMatchObject({ code: 'unavailable' })
    expect(await host.ask('service')).toEqual([['service', 'running']])
    await host.close()
  })

  it('refuses a row that is not as agreed', async () => {
    const ports = powerShellPorts(
      saying({ sessions: [row('session', 'seven'), OK], sockets: [row('process', 1), OK] }),
    )
    await expect(ports.sessions.list()).rejects.toMatchObject({ code: 'unavailable' })
    await expect(ports.sockets.list()).rejects.toMatchObject({ code: 'unavailable' })
    await ports.close()
  })

  it('gets its script in one command line, which Windows cuts at 32,767 characters', () => {
    expect(encodedScript().length).toBeLessThan(30_000)
  })
})
