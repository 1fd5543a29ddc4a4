import { describe, expect, it } from 'vitest'
import { KNOWN_PROGRAMS } from './catalogue/known-programs'
import { evidenceKey } from './discovery/finding'
import { discover, discovery, findingOf, short, talk, tcp, udp } from './discovery/observation.test-support'

const server = '10.0.2.15'

describe('a port that two instances ask for', () => {
  it('on 127.0.0.1 needs a virtual loopback', () => {
    const seen = discover([[tcp('a.exe', 10, '127.0.0.1:6060')], [tcp('a.exe', 20, '127.0.0.1:6060')]])
    expect(short(seen, 'a.exe')).toBe('needs-loopback fixed-loopback')
    expect(findingOf(seen, 'a.exe')).toMatchObject({
      confidence: 'high',
      instances: 2,
      pids: [10, 20],
      ports: [{ protocol: 'tcp', port: 6060 }],
    })
    expect(findingOf(seen, 'a.exe').evidence.map(({ capture, line }) => [capture, line])).toEqual([
      [0, 1],
      [1, 1],
    ])
  })

  it('on 0.0.0.0 needs a virtual IP', () => {
    const seen = discover([[tcp('a.exe', 10, '0.0.0.0:9000')], [tcp('a.exe', 20, '0.0.0.0:9000')]])
    expect(short(seen, 'a.exe')).toBe('needs-virtual-ip fixed-any')
  })

  it("on the server's address needs a virtual IP", () => {
    const seen = discover([[tcp('a.exe', 10, `${server}:9000`)], [tcp('a.exe', 20, `${server}:9000`)]])
    expect(short(seen, 'a.exe')).toBe('needs-virtual-ip fixed-server')
  })

  it('on 0.0.0.0 with clients on the loopback address needs both', () => {
    const one = (pid: number) => [
      tcp('a.exe', pid, '0.0.0.0:9000'),
      talk('b.exe', pid + 1, `127.0.0.1:5${pid}00`, '127.0.0.1:9000'),
    ]
    const seen = discover([one(10), one(20)])
    expect(short(seen, 'a.exe')).toBe('needs-both fixed-any any-by-loopback')
    expect(short(seen, 'b.exe')).toBe('needs-loopback client-of')
  })

  it('on both 127.0.0.1 and another address needs both', () => {
    const one = (pid: number) => [tcp('a.exe', pid, '127.0.0.1:6060'), tcp('a.exe', pid, '0.0.0.0:9000')]
    expect(short(discover([one(10), one(20)]), 'a.exe')).toBe('needs-both fixed-loopback fixed-any')
  })

  it('on [::1] alone is told with little confidence: only 127.0.0.1 is documented', () => {
    const seen = discover([[tcp('a.exe', 10, '[::1]:6060')], [tcp('a.exe', 20, '[::1]:6060')]])
    expect(short(seen, 'a.exe')).toBe('needs-loopback fixed-loopback ipv6-loopback')
    expect(findingOf(seen, 'a.exe').confidence).toBe('low')
  })

  it('on [::] beside 0.0.0.0 is one port; on [::] alone it is told that a virtual IP is IPv4', () => {
    const both = (pid: number) => [tcp('a.exe', pid, '0.0.0.0:9000'), tcp('a.exe', pid, '[::]:9000')]
    expect(findingOf(discover([both(1), both(2)]), 'a.exe').ports).toHaveLength(1)
    const alone = discover([[tcp('a.exe', 1, '[::]:9000')], [tcp('a.exe', 2, '[::]:9000')]])
    expect(short(alone, 'a.exe')).toBe('needs-virtual-ip fixed-any ipv6-any')
  })

  it('counts also where the system picks ports: two instances do not get the same one by chance', () => {
    const seen = discover([[tcp('a.exe', 1, '127.0.0.1:63117')], [tcp('a.exe', 2, '127.0.0.1:63117')]])
    expect(findingOf(seen, 'a.exe').verdict).toBe('needs-loopback')
  })

  it('is shown by two sessions in one capture, whatever the processes', () => {
    const seen = discover([
      [tcp('a.exe', 1, '127.0.0.2:6060', { session: 1 }), tcp('a.exe', 2, '127.0.0.3:6060', { session: 2 })],
    ])
    expect(short(seen, 'a.exe')).toBe('needs-loopback fixed-loopback already-virtual')
    expect(findingOf(seen, 'a.exe').sessions.map(({ id }) => id)).toEqual([1, 2])
  })

  it('is less sure without process ids', () => {
    const seen = discover([
      [tcp('a.exe', undefined, '127.0.0.1:6060')],
      [tcp('a.exe', undefined, '127.0.0.1:6060'), tcp('b.exe', undefined, '127.0.0.1:7000')],
    ])
    expect(findingOf(seen, 'a.exe')).toMatchObject({ verdict: 'needs-loopback', confidence: 'medium' })
  })

  it('with names instead of addresses is told with little confidence', () => {
    const seen = discover([[tcp('a.exe', 1, 'HOST7:6060')], [tcp('a.exe', 2, 'HOST7:6060')]])
    expect(short(seen, 'a.exe')).toBe('needs-virtual-ip fixed-server fixed-name')
  })

  it('is one program in any case of letters on Windows, and two on Linux', () => {
    const rows = [[tcp('A.exe', 1, '127.0.0.1:6060')], [tcp('a.EXE', 2, '127.0.0.1:6060')]]
    expect(discover(rows).findings.map(({ verdict }) => verdict)).toEqual(['needs-loopback'])
    expect(discover(rows, {}, 'linux').findings.map(({ verdict }) => verdict)).toEqual([
      'seen-once',
      'seen-once',
    ])
  })
})

describe('one instance is no proof', () => {
  it('a program seen once asks for a second instance', () => {
    expect(short(discover([[tcp('a.exe', 1, '127.0.0.1:6060')]]), 'a.exe')).toBe('seen-once seen-once')
  })

  it('the same process in two captures is still one instance', () => {
    const seen = discover([
      [tcp('a.exe', 1, '127.0.0.1:6060'), tcp('b.exe', 5, '127.0.0.1:7000')],
      [tcp('a.exe', 1, '127.0.0.1:6060')],
    ])
    expect(short(seen, 'a.exe')).toBe('seen-once seen-once same-process')
  })

  it('the same session in two captures is still one instance', () => {
    const row = (pid: number) => tcp('a.exe', pid, '127.0.0.1:6060', { session: 7 })
    expect(findingOf(discover([[row(1)], [row(2)]]), 'a.exe').verdict).toBe('seen-once')
  })

  it('the same capture given twice counts once, also without process ids', () => {
    const rows = [tcp('a.exe', undefined, '127.0.0.1:6060'), tcp('b.exe', undefined, '127.0.0.1:7000')]
    const seen = discover([rows, [...rows].reverse()])
    expect(seen.notes).toEqual(['capture-2.txt is the same capture as capture-1.txt: it counts once.'])
    expect(seen.findings.map(({ verdict, instances }) => [verdict, instances])).toEqual([
      ['seen-once', 1],
      ['seen-once', 1],
    ])
  })

  it('processes with ports far apart in one capture may be parts of one program', () => {
    const seen = discover([[tcp('a.exe', 1, '127.0.0.1:6060'), tcp('a.exe', 2, '127.0.0.1:9000')]])
    expect(short(seen, 'a.exe')).toBe('seen-once seen-once parts-of-one')
  })
})

describe('a port that changes', () => {
  it('to the next one is wandering', () => {
    const seen = discover([[tcp('a.exe', 1, '127.0.0.1:8181')], [tcp('a.exe', 2, '127.0.0.1:8182')]])
    expect(short(seen, 'a.exe')).toBe('wandering-port wandering')
  })

  it('is wandering also when the first instance still runs in the second capture', () => {
    const first = tcp('a.exe', 1, '127.0.0.1:8181')
    expect(findingOf(discover([[first], [first, tcp('a.exe', 2, '127.0.0.1:8182')]]), 'a.exe').verdict).toBe(
      'wandering-port',
    )
  })

  it('is wandering, and not fixed, when captures without process ids show a further port', () => {
    const row = (port: number) => tcp('a.exe', undefined, `127.0.0.1:${port}`)
    const seen = discover([[row(8181)], [row(8181), row(8182)]])
    expect(short(seen, 'a.exe')).toBe('wandering-port wandering no-process-ids')
  })

  it('among those that the system picks is no clash', () => {
    const seen = discover([[tcp('a.exe', 1, '127.0.0.1:50100')], [tcp('a.exe', 2, '127.0.0.1:50101')]])
    expect(short(seen, 'a.exe')).toBe('no-need picked-ports')
  })

  it('among those is wandering when the catalogue knows the program to step', () => {
    const rows = [[tcp('idea64.exe', 1, '127.0.0.1:63342')], [tcp('idea64.exe', 2, '127.0.0.1:63343')]]
    const seen = discover(rows, { catalogue: KNOWN_PROGRAMS })
    expect(short(seen, 'idea64.exe')).toBe('wandering-port wandering wandering-known known-program')
    expect(findingOf(seen, 'idea64.exe').catalogue).toBe('jetbrains')
  })

  it('on Linux is picked by the system from 32768 on', () => {
    const rows = [[tcp('a', 1, '127.0.0.1:33001')], [tcp('a', 2, '127.0.0.1:34001')]]
    expect(findingOf(discover(rows, {}, 'linux'), 'a').verdict).toBe('no-need')
    expect(findingOf(discover(rows), 'a').verdict).toBe('wandering-port')
  })
})

describe('what is no evidence', () => {
  it('outgoing connections from picked ports', () => {
    const row = (pid: number) => talk('a.exe', pid, `${server}:5${pid}000`, '93.184.216.34:443')
    expect(short(discover([[row(1)], [row(2)]]), 'a.exe')).toBe('no-need outgoing-only')
  })

  it('the system itself', () => {
    const rows = [[tcp('svchost.exe', 900, '0.0.0.0:7680')], [tcp('svchost.exe', 901, '0.0.0.0:7680')]]
    expect(short(discover(rows), 'svchost.exe')).toBe('no-need system-process')
  })

  it('services of session 0', () => {
    const row = (pid: number) => tcp('agent.exe', pid, '127.0.0.1:6060', { session: 0 })
    expect(short(discover([[row(1)], [row(2)]]), 'agent.exe')).toBe('no-need service-session')
  })

  it('UDP of broadcast and discovery', () => {
    const rows = [[udp('a.exe', 1, '0.0.0.0:5353')], [udp('a.exe', 2, '0.0.0.0:5353')]]
    expect(short(discover(rows), 'a.exe')).toBe('no-need udp-group')
  })

  it('a UDP port that several processes hold at once', () => {
    const seen = discover([[udp('a.exe', 1, '0.0.0.0:6000'), udp('a.exe', 2, '0.0.0.0:6000')]])
    expect(findingOf(seen, 'a.exe').verdict).toBe('no-need')
  })

  it('rows without a program, which are counted in a note', () => {
    const seen = discover([[{ ...tcp('x', 1, '127.0.0.1:6060'), program: undefined }]])
    expect(seen.findings).toEqual([])
    expect(seen.notes[0]).toMatch(/^1 listeners name no program/)
  })
})

describe('UDP with a port of its own', () => {
  it('on the loopback address needs a virtual loopback', () => {
    const rows = [[udp('a.exe', 1, '127.0.0.1:48129')], [udp('a.exe', 2, '127.0.0.1:48129')]]
    expect(short(discover(rows), 'a.exe')).toBe('needs-loopback udp-loopback')
  })

  it('on all addresses may need a virtual IP, with little confidence', () => {
    const rows = [[udp('a.exe', 1, '0.0.0.0:5060')], [udp('a.exe', 2, '0.0.0.0:5060')]]
    expect(short(discover(rows), 'a.exe')).toBe('needs-virtual-ip udp-fixed-port')
    expect(findingOf(discover(rows), 'a.exe').confidence).toBe('low')
  })
})

describe('captures without ports', () => {
  it('never show a fixed port', () => {
    const loopback = discover([[tcp('a.exe', 1, '127.0.0.1:?')], [tcp('a.exe', 2, '127.0.0.1:?')]])
    expect(short(loopback, 'a.exe')).toBe('needs-loopback binds-loopback-port-unknown port-unknown')
    expect(findingOf(loopback, 'a.exe')).toMatchObject({ confidence: 'low', ports: [] })
    const any = discover([[tcp('a.exe', 1, '0.0.0.0:?')], [tcp('a.exe', 2, '0.0.0.0:?')]])
    expect(short(any, 'a.exe')).toBe('seen-once port-unknown')
  })
})

describe('loopback conversations', () => {
  const pair = (pid: number) => [
    tcp('srv.exe', pid, '127.0.0.1:6060'),
    talk('srv.exe', pid, '127.0.0.1:6060', `127.0.0.1:5${pid}000`),
    talk('cli.exe', pid + 1, `127.0.0.1:5${pid}000`, '127.0.0.1:6060'),
  ]

  it('need both ends in the list', () => {
    const seen = discover([pair(1), pair(3)])
    expect(short(seen, 'srv.exe')).toBe('needs-loopback fixed-loopback')
    expect(short(seen, 'cli.exe')).toBe('needs-loopback client-of')
    expect(findingOf(seen, 'cli.exe').pairs).toEqual([{ listener: 'srv.exe', client: 'cli.exe', port: 6060 }])
  })

  it('are broken when only the listener is listed, at both ends', () => {
    const seen = discover([pair(1)], { listed: ['SRV.EXE'] })
    expect(short(seen, 'srv.exe')).toMatch(/^broken-pair broken-unlisted-client/)
    expect(short(seen, 'cli.exe')).toMatch(/^broken-pair broken-unlisted-client/)
  })

  it('are broken when only the client is listed', () => {
    const seen = discover([pair(1)], { listed: ['cli.exe'] })
    expect(short(seen, 'srv.exe')).toMatch(/^broken-pair broken-unlisted-listener/)
  })

  it('are whole when both ends are listed, also by path', () => {
    const seen = discover([pair(1), pair(3)], { listed: ['C:\\apps\\srv.exe', 'cli.exe'] })
    expect(seen.findings.map(({ verdict }) => verdict)).toEqual(['needs-loopback', 'needs-loopback'])
  })

  it('are broken when the listener has moved to the loopback of its session and the client has not', () => {
    const seen = discover([
      [
        tcp('srv.exe', 1, '127.0.0.8:6060'),
        talk('cli.exe', 2, '127.0.0.1:50000', '127.0.0.1:6060', { state: 'SYN_SENT' }),
      ],
    ])
    expect(short(seen, 'cli.exe')).toMatch(/^broken-pair broken-moved-listener/)
  })

  it('with a service of all sessions are no reason to list the client', () => {
    const one = (pid: number) => [
      tcp('sql.exe', 5, '127.0.0.1:1433', { session: 0 }),
      talk('cli.exe', pid, `127.0.0.1:5${pid}000`, '127.0.0.1:1433', { session: pid }),
    ]
    const seen = discover([one(1), one(2)])
    expect(short(seen, 'cli.exe')).toBe('no-need client-of-service')
    expect(short(discover([one(1), one(2)], { listed: ['cli.exe'] }), 'cli.exe')).toMatch(
      /^broken-pair broken-unlisted-listener/,
    )
  })

  it('with themselves need no partner', () => {
    const one = (pid: number) => [
      tcp('a.exe', pid, '127.0.0.1:6060'),
      talk('a.exe', pid, `127.0.0.1:5${pid}000`, '127.0.0.1:6060'),
    ]
    expect(findingOf(discover([one(1), one(2)]), 'a.exe')).toMatchObject({
      verdict: 'needs-loopback',
      pairs: [],
    })
  })

  it('whose listener is not in the capture still show the client', () => {
    const row = (pid: number) => talk('cli.exe', pid, `127.0.0.1:5${pid}000`, '127.0.0.1:6060')
    expect(short(discover([[row(1)], [row(2)]]), 'cli.exe')).toBe('needs-loopback client-of-unknown')
    expect(short(discover([[row(1)]]), 'cli.exe')).toBe('seen-once seen-once-client')
  })

  it('with a wandering listener are wandering too', () => {
    const one = (pid: number, port: number) => [
      tcp('srv.exe', pid, `127.0.0.1:${port}`),
      talk('cli.exe', pid + 1, `127.0.0.1:5${pid}000`, `127.0.0.1:${port}`),
    ]
    expect(findingOf(discover([one(1, 8181), one(3, 8182)]), 'cli.exe').verdict).toBe('wandering-port')
  })
})

describe('captures of two machines', () => {
  const at = (address: string, port = 9000) => [tcp('a.exe', 1, `${address}:${port}`)]

  it('are refused when they share no address of their own', () => {
    const result = discovery([at('10.0.0.5'), at('10.0.0.6')])
    expect(result).toMatchObject({ ok: false, problem: { field: 'capture-2.txt' } })
    expect(!result.ok && result.problem.value).toMatch(/10\.0\.0\.5.*10\.0\.0\.6/)
  })

  it('are taken as one machine when the admin says so, or one address is common', () => {
    expect(discovery([at('10.0.0.5'), at('10.0.0.6')], { oneMachine: true }).ok).toBe(true)
    expect(discovery([[...at('10.0.0.5'), ...at('10.0.0.6')], at('10.0.0.6')]).ok).toBe(true)
  })

  it('are refused in one file, where one process has two names', () => {
    const rows = (names: [string, string]) => names.map((name, pid) => tcp(name, 100 + pid, '127.0.0.1:6060'))
    const result = discovery([[...rows(['a.exe', 'b.exe']), ...rows(['c.exe', 'd.exe'])]])
    expect(result).toMatchObject({ ok: false, problem: { field: 'capture-1.txt' } })
  })

  it('are no matter where every row names its host', () => {
    const row = (host: string, address: string) => [tcp('a.exe', 1, `${address}:9000`, { host, session: 1 })]
    const seen = discover([row('HOST7', '10.0.0.5'), row('HOST8', '10.0.0.6')])
    expect(findingOf(seen, 'a.exe')).toMatchObject({ verdict: 'needs-virtual-ip', hosts: ['HOST7', 'HOST8'] })
  })
})

describe('advice beside the verdict', () => {
  it.each([
    ['javaw.exe', 'interpreter'],
    ['chrome.exe', 'browser'],
    ['WebSocketService.exe', 'never-list'],
  ])('%s carries %s', (program, code) => {
    const rows = [[tcp(program, 1, '127.0.0.1:9001')], [tcp(program, 2, '127.0.0.1:9001')]]
    const { reasons } = findingOf(discover(rows, { catalogue: KNOWN_PROGRAMS }), program)
    expect(reasons.map((one) => one.code)).toContain(code)
  })
})

describe('the key of the evidence', () => {
  it('stays when only other rows show the same, and changes with the port', () => {
    const key = (pid: number, port: number) => {
      const rows = [[tcp('a.exe', pid, `127.0.0.1:${port}`)], [tcp('a.exe', pid + 1, `127.0.0.1:${port}`)]]
      return evidenceKey(findingOf(discover(rows), 'a.exe'))
    }
    expect(key(1, 6060)).toBe(key(50, 6060))
    expect(key(1, 6060)).not.toBe(key(1, 6061))
  })
})
