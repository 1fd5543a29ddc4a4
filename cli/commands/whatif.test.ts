import { describe, expect, it } from 'vitest'
import { runInProcess } from '~/tests/support/command'

const files = {
  'p.yaml':
    'policies:\n- {name: CTI, priority: 1, settings: {VirtualLoopbackSupport: true, VirtualLoopbackPrograms: [softphone.exe]}, filters: [{type: DesktopTag, mode: Allow, value: cti}]}\n',
  'h.yaml':
    'name: HOST7\nos: {family: windows, version: Windows Server 2022}\ntags: [cti]\nsessions: [{id: 7, user: ana}]\n',
}
const run = (...args: string[]) =>
  runInProcess(['whatif', '--policies', 'p.yaml', '--host', 'h.yaml', ...args], files)

describe('vipfarm whatif', () => {
  it('shows people the tables of resolve, and the evidence', async () => {
    const { code, out } = await run('--session', '300')
    expect(code).toBe(0)
    expect(out).toMatch(/VirtualLoopbackPrograms +softphone\.exe +CTI/)
    expect(out).toMatch(/300 +- +127\.0\.1\.45/)
    expect(out).toMatch(/CTI +Allow DesktopTag +cti +cti +matches \(applies\)/)
  })

  it('--html writes a page and prints nothing; --json beside it prints the line', async () => {
    const page = await run('--html', 'out.html')
    expect(page).toMatchObject({ code: 0, out: '', err: '' })
    expect(String(page.written?.['out.html'])).toMatch(/^<!doctype html>/)
    const both = await run('--html', 'out.html', '--json')
    expect(JSON.parse(both.out)).toHaveProperty('evidence')
  })

  it.each([
    [['--session', '16777215'], /--session: "16777215"/],
    [['--session', '-1'], /--session/],
    [['--session', 'seven'], /--session: "seven"/],
    [['--session', '7'], /--session: 7: this session stands there already/],
    [['--session', '8', '8'], /--session: 8: this session stands there already/],
    [['--client-ip', '10.0.0.256'], /--client-ip: "10\.0\.0\.256": it is no IP address/],
    [['--client-platform', 'Amiga'], /--client-platform: "Amiga".*Windows, Linux/],
    [['--access-control', 'maybe'], /--access-control/],
    [['--user', ' '], /--user/],
  ])('%j is refused with its reason', async (args, reason) => {
    const { code, out, err } = await run(...args)
    expect(code).toBeGreaterThan(0)
    expect(out).toBe('')
    expect(err).toMatch(reason)
  })

  it('tells the problems of both files at once', async () => {
    const { code, err } = await runInProcess(['whatif', '--policies', 'p', '--host', 'h'], {
      p: '{"policies": 1}',
      h: '{"os": 1}',
    })
    expect(code).toBe(1)
    expect(err).toContain('p: policies: 1: it must be a list')
    expect(err).toContain('h: os: 1: it must be an object')
  })
})

describe('vipfarm compare for people', () => {
  it('marks what differs, and shows lists as entries added and removed', async () => {
    const more = { ...files, 'o.yaml': files['h.yaml'].replace('HOST7', 'HOST8').replace('[cti]', '[]') }
    const { code, out } = await runInProcess(
      ['compare', '--policies', 'p.yaml', '--host', 'h.yaml', '--host', 'o.yaml'],
      more,
    )
    expect(code).toBe(0)
    expect(out).toMatch(/\* +VirtualLoopbackSupport +on \(CTI\) +-/)
    expect(out).toContain('VirtualLoopbackPrograms\n- softphone.exe\n')
  })

  it('says when nothing differs', async () => {
    const { out } = await runInProcess(['compare', '--policies', 'p.yaml', '--policies', 'p.yaml'], files)
    expect(out).toBe('No difference.\n')
  })
})
