import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { projectRoot } from '~/server/project-root'
import { requirement } from '~/tests/support/requirement'
import { background, freePort, Lab, outcome, type Running, requireKernel } from './support/lab'

let lab: Lab
const running: Running[] = []

beforeAll(async () => {
  lab = await Lab.open()
})
beforeEach(requireKernel)
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.end()))
})
afterAll(() => lab?.close())

/** A server and a client as people run them. `$S` is the session, `$P` the port, `$D` a folder of the session. */
interface Program {
  name: string
  /** The names to list. */
  listed: string[]
  /** Of these, the ones that must keep seeing 127.0.0.1. */
  masked?: string[]
  prepare?(): void
  server: string
  /** Prints the session of the server that it reaches. */
  client: string
  /** Why this machine does not have it; null where it does. */
  missing(): string | null
  /** True for one that need not be there: it is left out where it is not. */
  optional?: boolean
}

const has = (path: string, of: string) => () =>
  existsSync(path) ? null : `${path} is missing: apt-get install ${of}`
const GET =
  'import sys, urllib.request as u; print(u.urlopen(sys.argv[1], timeout=2).read().decode().strip())'
const inLab = (name: string) => join(lab.directory, name)
const echo = (kind: string): Program => ({
  name: `a static C binary, ${kind}`,
  listed: ['echo-static'],
  prepare() {
    const source = join(projectRoot(), 'tests/kernel/support/echo.c')
    execFileSync('clang', ['-static', '-O1', '-o', inLab('echo-static'), source])
  },
  server: `"$LAB/echo-static" server ${kind} $P`,
  client: `"$LAB/echo-static" client ${kind} $P`,
  missing: has('/usr/bin/clang', 'clang libc6-dev'),
})
const NODE_SERVER = `require('http').createServer((q, r) => r.end(process.env.S)).listen(process.env.P, '127.0.0.1')`
const NODE_CLIENT = `fetch('http://127.0.0.1:' + process.env.P).then((r) => r.text()).then(console.log)`
const NGINX = `pid $D/pid; error_log stderr; worker_processes 1; events {}
http { access_log off; client_body_temp_path $D; proxy_temp_path $D; fastcgi_temp_path $D; uwsgi_temp_path $D; scgi_temp_path $D;
  server { listen 127.0.0.1:$P; return 200 $S; } }`
const JAVA = `import com.sun.net.httpserver.*; import java.net.*;
public class Desk { public static void main(String[] a) throws Exception {
  var s = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(a[0])), 0);
  s.createContext("/", x -> { var b = a[1].getBytes(); x.sendResponseHeaders(200, b.length); x.getResponseBody().write(b); x.close(); });
  s.start(); } }`

const PROGRAMS: Program[] = [
  {
    name: 'Redis and redis-cli',
    listed: ['redis-server', 'redis-cli'],
    // In its protected mode it serves nobody but 127.0.0.1 and ::1.
    masked: ['redis-server'],
    prepare() {
      // Debian's redis-tools holds the server too, under the name that it has as a checker.
      copyFileSync('/usr/bin/redis-check-rdb', inLab('redis-server'))
      chmodSync(inLab('redis-server'), 0o755)
    },
    server: `"$LAB/redis-server" --port $P --bind 127.0.0.1 -::1 --save "" --dir "$D"`,
    client: 'redis-cli -p $P set session $S >/dev/null && redis-cli -p $P get session',
    missing: has('/usr/bin/redis-check-rdb', 'redis-tools'),
  },
  {
    name: 'Python http.server',
    listed: ['python3'],
    server: 'echo $S > "$D/index.html"; python3 -m http.server $P --bind 127.0.0.1 --directory "$D"',
    client: `python3 -c '${GET}' http://127.0.0.1:$P/`,
    missing: () => null,
  },
  {
    name: 'Node',
    listed: [basename(process.execPath)],
    server: `"$NODE" -e "$NODE_SERVER"`,
    client: `"$NODE" -e "$NODE_CLIENT"`,
    missing: () => null,
  },
  {
    name: 'nginx',
    listed: ['nginx', 'python3'],
    server: `echo "${NGINX}" > "$D/conf"; nginx -c "$D/conf" -p "$D" -g 'daemon off;'`,
    client: `python3 -c '${GET}' http://127.0.0.1:$P/`,
    missing: has('/usr/sbin/nginx', 'nginx-light'),
  },
  echo('tcp'),
  echo('udp'),
  {
    name: 'Java',
    listed: ['java', 'python3'],
    prepare: () => writeFileSync(inLab('Desk.java'), JAVA),
    server: 'java "$LAB/Desk.java" $P $S',
    client: `python3 -c '${GET}' http://127.0.0.1:$P/`,
    missing: () => (/jdk\.compiler/.test(modules()) ? null : 'no Java development kit is installed'),
    optional: true,
  },
]

const modules = () => spawnSync('java', ['--list-modules'], { encoding: 'utf8' }).stdout ?? ''

/** Starts the server, asks until it answers, says what the client got, and stays. */
const both = ({ server, client }: Program) => `
mkdir -p "$D"; (${server}) >"$D/log" 2>&1 & server=$!
for try in $(seq 400); do
  answer=$(${client} 2>/dev/null) && [ -n "$answer" ] && break
  kill -0 $server 2>/dev/null || { cat "$D/log" >&2; exit 9; }
  sleep 0.05
done
echo "$answer"; wait`

function environment(session: number, port: number): string[] {
  const variables = {
    S: session,
    P: port,
    D: inLab(`of-${port}-${session}`),
    LAB: lab.directory,
    NODE: process.execPath,
  }
  const all = { ...variables, NODE_SERVER, NODE_CLIENT }
  return ['env', ...Object.entries(all).map(([name, value]) => `${name}=${value}`)]
}

function begin(
  program: Program,
  session: number,
  port: number,
  listed: string[],
): ReturnType<Lab['session']> {
  const masked = { LoopbackMasking: program.masked ?? [] }
  const settings = { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: listed, ...masked }
  const policies = lab.policies(settings, `${port}-${session}.json`)
  const command = [...environment(session, port), 'bash', '-c', both(program)]
  return lab.session(session, ['--policies', policies], command)
}

describe.each(PROGRAMS.map((program) => [program.name, program] as const))('%s', (_name, program) => {
  beforeEach((context) => {
    const missing = program.missing()
    if (missing !== null && program.optional) context.skip(missing)
    requirement(context, 'bpf', missing)
    mkdirSync(lab.directory, { recursive: true })
    program.prepare?.()
  })

  test('listed: two sessions share a port, and each client reaches its own server', async () => {
    const port = await freePort()
    const started = [7, 8].map((id) => background(begin(program, id, port, program.listed)))
    running.push(...started)
    expect(await Promise.all(started.map((one) => one.line()))).toEqual(['7', '8'])
  })

  test('not listed: the second one fails as it does without us', async () => {
    const port = await freePort()
    const first = background(begin(program, 7, port, ['another']))
    running.push(first)
    expect(await first.line()).toBe('7')
    // The client of the second session finds the first one's server: what a farm without us suffers from.
    const [env = '', ...rest] = [...environment(9, port), 'bash', '-c', `mkdir -p "$D"; ${program.server}`]
    const without = spawnSync(env, rest, { encoding: 'utf8', timeout: 20_000 })
    const policies = lab.policies(
      { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['another'] },
      'none.json',
    )
    const command = [...environment(8, port), 'bash', '-c', `mkdir -p "$D"; ${program.server}`]
    const second = await outcome(lab.session(8, ['--policies', policies], command))
    expect(`${second.out}${second.err}`).toMatch(/in use|EADDRINUSE/i)
    expect(second.code).toBe(without.status)
  })
})
