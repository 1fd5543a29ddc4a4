/**
 * What looking at 60 sessions costs an agent: the real one, with its control plane, over real processes and sockets. All
 * that its process spends counts, check-ins too; the same process before there is a session stands beside it.
 */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { kernelBootId, startTimeOf } from '~/agent/proc/process-start'
import { readProc } from '~/agent/proc/read-proc'
import { type Child, startRole } from './child'
import { type BenchResult, median } from './result'

const AGENT = 'dist/agent/main.mjs'
const BAR_PERCENT = 0.2
/** The first looks learn everything, and half a minute may lie between two: they are no part of what goes on all day. */
const SETTLE_MS = 60_000
const SEEN_TIMES = 3
const TABLE_READS = 20
const FIRST_UID = 61_000

/**
 * A session's programs: one listens on the loopback, two speak to it, seven only hold files. Told to `stir`, the first
 * closes its listener and its connections and makes others.
 */
const PROGRAM = `
use IO::Socket::INET; use Socket; $| = 1;
($(, $)) = ($ARGV[0], "$ARGV[0] $ARGV[0]"), ($<, $>) = ($ARGV[0], $ARGV[0]) if $ARGV[0];
my @files = map { open(my $f, '<', '/dev/null'); $f } 1..20;
sub listener { IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => 0, Listen => 8) or die }
my $s = listener(); my @kept;
for (1..2) {
  if (!fork) { my $c = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $s->sockport); close $s; sleep 5 while getppid() != 1; exit }
  push @kept, scalar $s->accept;
}
for (1..7) { if (!fork) { close $s; close $_ for @kept; sleep 5 while getppid() != 1; exit } }
print "ready\\n";
my ($extra, $client);
while (<STDIN>) { $extra = listener(); $client = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $s->sockport); push @kept, scalar $s->accept; shift @kept if @kept > 4 }`

export async function sampling({ sessions = '60', seconds = '225' }): Promise<BenchResult> {
  if (process.platform !== 'linux') throw new Error('sampling is measured on Linux: it reads /proc')
  const state = mkdtempSync(join(tmpdir(), 'vipfarm-sampling-'))
  const leaders: ChildProcess[] = []
  const plane = startRole('control-plane')
  const agent = await startAgent(plane, state)
  try {
    const core = () => corePercent(agent.pid ?? 0, Number(seconds))
    await pause(SETTLE_MS)
    const alone = await core()
    for (let id = 1; id <= Number(sessions); id++) leaders.push(await openSession(state, id))
    await pause(SETTLE_MS)
    const idle = (await core()) - alone
    const sockets = await plane.ask<number>('sockets')
    const seenAfter: number[] = []
    for (const leader of leaders.slice(0, SEEN_TIMES)) seenAfter.push(await secondsUntilSeen(plane, leader))
    const stirring = stir(leaders.slice(SEEN_TIMES))
    const busy = (await core()) - alone
    clearInterval(stirring)
    return {
      bench: 'sampling',
      figures: {
        ...{
          sessions: leaders.length,
          sockets,
          idleCorePercent: idle,
          busyCorePercent: busy,
        },
        secondsUntilSeen: median(seenAfter),
      },
      limits: {
        ...{ processes: countProcesses(), agentAloneCorePercent: alone, barPercent: BAR_PERCENT },
        readTheTablesMs: readTheTables(),
      },
      ratios: { idleOfTheBar: idle / BAR_PERCENT, busyOfTheBar: busy / BAR_PERCENT },
      notes: [
        'busy: each second one session opens a listener and a loopback connection and closes those before',
        `the table of connections has ${ehashEntries()} buckets, and each reading of it walks them all`,
      ],
    }
  } finally {
    agent.kill()
    await plane.stop()
    for (const { pid } of leaders) if (pid !== undefined) process.kill(-pid, 'SIGKILL')
    rmSync(state, { recursive: true, force: true })
  }
}

async function startAgent(plane: Child, state: string): Promise<ChildProcess> {
  const server = `http://127.0.0.1:${await plane.ask<number>('port')}`
  const token = await plane.ask<string>('token', { uses: 1 })
  const run = (...args: string[]) => [AGENT, ...args, '--state', state]
  execFileSync(process.execPath, run('enroll', '--server', server, '--token', token, '--driver', 'linux'))
  return spawn(process.execPath, run('run', '--driver', 'linux', '--observe-only'), { stdio: 'ignore' })
}

/** By the scheduler's account, in nanoseconds, of all its threads. */
function processorMs(pid: number): number {
  const tasks = readdirSync(`/proc/${pid}/task`)
  const spent = tasks.map((task) =>
    Number(readProc(`/proc/${pid}/task/${task}/schedstat`)?.split(' ')[0] ?? 0),
  )
  return spent.reduce((sum, one) => sum + one, 0) / 1e6
}

async function corePercent(pid: number, seconds: number): Promise<number> {
  const [before, began] = [processorMs(pid), performance.now()]
  await pause(seconds * 1_000)
  return ((processorMs(pid) - before) / (performance.now() - began)) * 100
}

/** From a listener that opens to the control plane that has it: the look, the report, the transaction. */
async function secondsUntilSeen(plane: Child, leader: ChildProcess): Promise<number> {
  const before = await plane.ask<number>('sockets')
  const began = performance.now()
  leader.stdin?.write('stir\n')
  while ((await plane.ask<number>('sockets')) <= before) await pause(250)
  return (performance.now() - began) / 1_000
}

function stir(leaders: readonly ChildProcess[]): NodeJS.Timeout {
  let next = 0
  return setInterval(() => leaders[next++ % leaders.length]?.stdin?.write('stir\n'), 1_000)
}

/** What is least in a look. */
function readTheTables(): number {
  const before = process.cpuUsage()
  for (let count = 0; count < TABLE_READS; count++) {
    for (const file of ['tcp', 'tcp6', 'udp', 'udp6']) readProc(`/proc/net/${file}`)
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000 / TABLE_READS
}

const countProcesses = () => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).length

function ehashEntries(): string {
  return readFileSync('/proc/sys/net/ipv4/tcp_ehash_entries', 'latin1').trim()
}

async function openSession(state: string, id: number): Promise<ChildProcess> {
  // Users of their own, as on a real host, where this process may make others.
  const uid = process.getuid?.() === 0 ? String(FIRST_UID + id) : '0'
  const child = spawn('perl', ['-e', PROGRAM, uid], { stdio: ['pipe', 'pipe', 'inherit'], detached: true })
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve)
    child.once('exit', () => reject(new Error('perl did not start')))
  })
  const pid = child.pid ?? 0
  const record = {
    ...{ v: 1, id, user: `user${id}`, pid, startTime: startTimeOf(pid), boot: kernelBootId() },
    ...{ logonAt: new Date().toISOString(), program: 'perl' },
  }
  mkdirSync(join(state, 'sessions'), { recursive: true })
  writeFileSync(join(state, 'sessions', `${id}.json`), JSON.stringify(record))
  return child
}
