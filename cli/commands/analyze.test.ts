import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { runInProcess } from '~/tests/support/command'

const head = '\r\nConexiones activas\r\n\r\n  Proto  Dirección local  Dirección remota  Estado  PID\r\n'
const row = (port: number, pid: number) =>
  `  TCP    127.0.0.1:${port}         0.0.0.0:0              LISTENING       ${pid}\r\n`
const owned = (port: number, pid: number, program: string) => `${row(port, pid)} [${program}]\r\n`
const one = head + owned(8194, 4312, 'bbcomm.exe')
const two = head + owned(8194, 7312, 'bbcomm.exe')
const json = async (files: Record<string, string | Uint8Array>, more: string[] = []) => {
  const ran = await runInProcess(['analyze', ...Object.keys(files), '--json', ...more], files)
  expect({ code: ran.code, err: ran.err }).toEqual({ code: 0, err: '' })
  expect(ran.out.split('\n')).toHaveLength(2)
  return JSON.parse(ran.out)
}

describe('vipfarm analyze --json', () => {
  it('prints each file with its rows, and what is not printed is absent', async () => {
    const { files } = await json({ 'a.txt': head + row(8194, 4312) })
    expect(files).toEqual([
      {
        file: 'a.txt',
        format: 'netstat-windows',
        locale: 'es',
        rows: [
          {
            line: 5,
            protocol: 'tcp',
            pid: 4312,
            state: 'LISTENING',
            listening: true,
            local: { address: '127.0.0.1', port: 8194 },
            remote: { address: '0.0.0.0', port: 0 },
          },
        ],
        skipped: [
          { line: 1, reason: 'blank line' },
          { line: 2, reason: 'heading' },
          { line: 3, reason: 'blank line' },
          { line: 4, reason: 'heading' },
        ],
        notes: [],
      },
    ])
  })

  it('gives the verdict of two captures, with the evidence by file and line', async () => {
    const { findings } = await json({ 'a.txt': one, 'b.txt': two })
    expect(findings).toHaveLength(1)
    expect(findings[0]).toMatchObject({
      program: 'bbcomm.exe',
      verdict: 'needs-loopback',
      catalogue: 'bloomberg-api',
    })
    const places = findings[0].evidence.map(
      ({ file, line }: { file: string; line: number }) => `${file}:${line}`,
    )
    expect(places).toEqual(['a.txt:5', 'b.txt:5'])
  })

  it('joins names and sessions from lists, in whatever order the files are given', async () => {
    const tasklist =
      '"Image Name","PID","Session Name","Session#","Mem Usage"\r\n"bbcomm.exe","4312","RDP-Tcp#2","2","9 K"\r\n' +
      '"bbcomm.exe","7312","RDP-Tcp#3","3","9 K"\r\n'
    const qwinsta =
      ' SESSIONNAME       USERNAME                 ID  STATE   TYPE        DEVICE\r\n' +
      ' rdp-tcp#2         ana                       2  Active\r\n rdp-tcp#3         eva                       3  Active\r\n'
    const capture = head + row(8194, 4312) + row(8194, 7312)
    const { files, findings } = await json({ 'p.csv': tasklist, 'c.txt': capture, 's.txt': qwinsta })
    expect(files.map(({ format, named }: { format: string; named?: number }) => [format, named])).toEqual([
      ['tasklist-csv', 2],
      ['netstat-windows', undefined],
      ['qwinsta', 2],
    ])
    expect(files[1].rows[0].process).toBe('bbcomm.exe')
    expect(files[2].skipped).toEqual([
      { line: 1, reason: 'heading' },
      { line: 2, reason: 'names a session' },
      { line: 3, reason: 'names a session' },
    ])
    expect(findings[0]).toMatchObject({
      verdict: 'needs-loopback',
      sessions: [
        { id: 2, user: 'ana' },
        { id: 3, user: 'eva' },
      ],
    })
  })

  it('tells a pair of which one end is listed', async () => {
    const pair = `${one}  TCP    127.0.0.1:51000        127.0.0.1:8194         ESTABLISHED     5120\r\n [EXCEL.EXE]\r\n`
    const { findings } = await json({ 'a.txt': pair }, ['--listed', 'bbcomm.exe,other.exe'])
    expect(findings.map(({ verdict }: { verdict: string }) => verdict)).toEqual([
      'broken-pair',
      'broken-pair',
    ])
  })

  it('prints nothing that a terminal would obey, and loses nothing of it', async () => {
    const hostile = 'TCP,\u001b]0;x\u0007\u009b2J\u202e.exe,1,LISTENING,127.0.0.1:80,0.0.0.0:0\n'
    const ran = await runInProcess(['analyze', 'a\u001b[2J.csv', '--json'], { 'a\u001b[2J.csv': hostile })
    expect(ran.out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u)
    const { files } = JSON.parse(ran.out)
    expect(files[0].file).toBe('a\u001b[2J.csv')
    expect(files[0].rows[0].process).toBe('\u001b]0;x\u0007\u009b2J\u202e.exe')
  })
})

describe('vipfarm analyze for people', () => {
  it('shows a table of programs with verdict and reason, and what was read', async () => {
    const { code, out } = await runInProcess(['analyze', 'a.txt', 'b.txt'], { 'a.txt': one, 'b.txt': two })
    expect(code).toBe(0)
    expect(out).toMatch(/bbcomm\.exe +needs loopback +high +tcp 8194/)
    expect(out).toContain('2 instances ask for the same port 8194')
    expect(out).toContain('seen in a.txt:5, b.txt:5')
    expect(out).toContain('a.txt: netstat-windows, es; 6 lines, 1 socket, 0 rejected')
  })

  it('shows hostile names and cells inert', async () => {
    const hostile = 'TCP,\u001b[31m\u202ered.exe,1,LISTENING,127.0.0.1:80,0.0.0.0:0\n'
    const { out } = await runInProcess(['analyze', 'x\u001b[2J'], { 'x\u001b[2J': hostile })
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u)
    expect(out).toContain('\\x1b[31m\\u202ered.exe')
  })

  it('names rejected lines', async () => {
    const { out } = await runInProcess(['analyze', 'a.txt'], { 'a.txt': `${one}  TCP    nonsense\r\n` })
    expect(out).toMatch(/1 rejected\n {4}line 7: /)
  })
})

describe('vipfarm analyze refuses', () => {
  const refused = async (files: Record<string, string | Uint8Array>, named = Object.keys(files)) =>
    runInProcess(['analyze', ...named], files)

  it('files that are no captures, all of them in one go, with exit code 1', async () => {
    const ran = await refused({ 'empty.txt': '', 'prose.txt': 'Dear reader\n', 'a.txt': one }, [
      'empty.txt',
      'prose.txt',
      'absent.txt',
      'a.txt',
    ])
    expect({ code: ran.code, out: ran.out }).toEqual({ code: 1, out: '' })
    expect(ran.err).toMatch(
      /empty\.txt: it is empty[\s\S]*prose\.txt: no line[\s\S]*absent\.txt: there is no such file/,
    )
  })

  it('binaries', async () => {
    const elf = new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 1, 2, 3])
    expect((await refused({ 'x.bin': elf })).err).toContain('it is a Linux program, not text')
  })

  it('captures of two machines', async () => {
    const at = (address: string) => head + owned(9000, 1, 'a.exe').replace('127.0.0.1', address)
    const ran = await refused({ 'a.txt': at('10.0.0.5'), 'b.txt': at('10.0.0.6') })
    expect(ran).toMatchObject({ code: 1, out: '' })
    expect(ran.err).toContain('--one-machine')
    const forced = await runInProcess(['analyze', 'a.txt', 'b.txt', '--one-machine'], {
      'a.txt': at('10.0.0.5'),
      'b.txt': at('10.0.0.6'),
    })
    expect(forced.code).toBe(0)
  })

  it('a process list of another machine', async () => {
    const list = '"a.exe","4312","Console","1","9 K"\r\n"b.exe","7312","Console","1","9 K"\r\n'
    const capture = head + owned(8194, 4312, 'bbcomm.exe') + owned(9000, 7312, 'cti.exe')
    const ran = await refused({ 'p.csv': list, 'c.txt': capture })
    expect(ran.code).toBe(1)
    expect(ran.err).toContain('the process list is of another machine or moment')
  })

  it('no file, and an empty name in --listed, with exit code 2', async () => {
    expect((await runInProcess(['analyze'])).code).toBe(2)
    expect(
      (await runInProcess(['analyze', 'a.txt', '--listed', 'a.exe,,b.exe'], { 'a.txt': one })).code,
    ).toBe(2)
  })
})

it('reads a pipe of over 16 MB to its end without beginning anew, and says that --json would have to', async () => {
  const long = `${row(8194, 4312)}  ${'x'.repeat(4_000)}\r\n [bbcomm.exe]\r\n`
  async function* pipe() {
    yield Buffer.from(head)
    for (let piece = 0; piece < 5; piece++) yield Buffer.from(long.repeat(1_000))
    yield Buffer.from(owned(9100, 7312, 'last.exe'))
  }
  let opened = 0
  const once = {
    readChunks: () => {
      opened++
      return pipe()
    },
    isPipe: async () => true,
  }
  const { code, out } = await runInProcess(['analyze', '/dev/fd/63'], {}, once)
  expect([code, opened]).toEqual([0, 1])
  expect(out).toContain(', 5001 sockets, 0 rejected')
  expect(out).toContain('last.exe')
  const refused = await runInProcess(['analyze', '/dev/fd/63', '--json'], {}, once)
  expect(refused).toMatchObject({ code: 1, err: expect.stringMatching(/read only once.*Save it to a file/) })
})

it('accounts for every line in JSON, however many have no row', async () => {
  const text = `${head}${row(8194, 4312)}${'\r\n'.repeat(100_100)}  TCP    junk\r\n`
  const { out } = await runInProcess(['analyze', 'big.txt', '--json'], { 'big.txt': text })
  const [{ rows, skipped, notes }] = JSON.parse(out).files
  expect([rows.length, skipped.length, notes]).toEqual([1, 100_105, []])
  const lines = [...rows, ...skipped].map(({ line }) => line).sort((one, other) => one - other)
  expect(lines).toEqual(lines.map((_, at) => at + 1))
  const why = 'rejected: begins like a row, but its addresses cannot be read'
  expect(skipped.at(-1)).toEqual({ line: 100_106, reason: why })
})

it('waits for a reader of the JSON that is slower, and keeps little in memory meanwhile', async () => {
  const text = Buffer.from(head + owned(8194, 4312, 'bbcomm.exe').repeat(24_000))
  let most = 0
  const output = new Writable({
    highWaterMark: 16_384,
    write: (_chunk, _encoding, done) => setImmediate(done),
  })
  const { code } = await runInProcess(
    ['analyze', 'big.txt', '--json'],
    {},
    {
      output,
      stdout: (told) => {
        output.write(told)
        most = Math.max(most, output.writableLength)
      },
      async *readChunks() {
        for (let at = 0; at < text.length; at += 32_768) yield text.subarray(at, at + 32_768)
      },
    },
  )
  expect(code).toBe(0)
  // The rows of the beginning, which is read at once, and not the 5 MB of them all.
  expect(most).toBeLessThan(1_500_000)
})
