/** `npm run -s bench -- NAME [--json]`. Measures against limits of the same machine in the same run. */

import { fileURLToPath } from 'node:url'
import { serveAgents } from './agents-role'
import { analyze } from './analyze'
import { checkin } from './checkin'
import { rolesLiveIn } from './child'
import { serveControlPlane } from './control-plane-role'
import { enforcement } from './enforcement/enforcement'
import { exportRows } from './export'
import { serveFanoutClients, serveFanoutServer } from './fanout-roles'
import { history } from './history'
import { ingest } from './ingest'
import { leases } from './leases'
import { pages } from './pages'
import { servePages } from './pages-role'
import { propagation } from './propagation'
import { publish } from './publish'
import { servePublish } from './publish-role'
import { serveRaw } from './raw-server-role'
import { serveReader } from './reader-role'
import { resolve } from './resolve'
import { type BenchResult, jsonLine, table } from './result'
import { rolloutHalt } from './rollout-halt'
import { rolloutLook } from './rollout-look'
import { serveFaultyAgents } from './rollout-roles'
import { sampling } from './sampling'
import { serveSplitLines } from './split-lines-role'
import { uploads } from './uploads'

type Options = Record<string, string>
interface Bench {
  about: string
  run(options: Options): Promise<BenchResult>
}

const BENCHES: Record<string, Bench> = {
  analyze: { about: 'a capture of a million rows, parsed and judged [--rows 1000000]', run: analyze },
  checkin: { about: 'idle check-ins against a raw node:http server', run: checkin },
  enforcement: {
    about: 'the Linux session filter per call, beside an empty program [--sessions 1000]',
    run: enforcement,
  },
  export: {
    about: 'an export over HTTP against COPY, and check-ins meanwhile [--rows 1000000 --data DIR]',
    run: exportRows,
  },
  history: {
    about: 'who held an address then, and pages of lists, over HTTP [--rows 1000000,10000000 --data DIR]',
    run: history,
  },
  ingest: { about: 'open and close events of 100 hosts against bare unnest [--runs 3]', run: ingest },
  leases: { about: 'addresses of a pool for 64 clients at once [--runs 3]', run: leases },
  pages: {
    about:
      'the screens over a big farm [--hosts 10000 --sessions 200000 --audit 5000000 --minutes 5 --parts fill,screens,browser,memory --data DIR]',
    run: pages,
  },
  propagation: {
    about: 'from a publish to the last agent that has applied it [--agents 1000]',
    run: propagation,
  },
  publish: {
    about: 'a publish that moves every host of the farm [--hosts 1000,10000,100000]',
    run: publish,
  },
  resolve: {
    about: '5,000 policies over hosts in 2,000 classes, resolved and signed [--hosts 1000,10000,100000]',
    run: resolve,
  },
  sampling: {
    about: 'what an agent spends on looking at its sessions [--sessions 60 --seconds 225]',
    run: sampling,
  },
  uploads: { about: 'captures of 200 MB and lines that never end, over HTTP', run: uploads },
  'rollout-halt': {
    about: 'a wave that fails its gate, until the rollout is halted [--agents 200]',
    run: rolloutHalt,
  },
  'rollout-look': {
    about: 'one look at a rollout that is on its way to every host [--hosts 1000,10000]',
    run: rolloutLook,
  },
}

const ROLES: Record<string, (data?: string) => Promise<void>> = {
  'split-lines': serveSplitLines,
  'control-plane': (data) => serveControlPlane(data),
  'counted-control-plane': (data) => serveControlPlane(data, true),
  pages: servePages,
  publish: servePublish,
  'raw-server': serveRaw,
  reader: serveReader,
  agents: serveAgents,
  'faulty-agents': serveFaultyAgents,
  'fanout-server': serveFanoutServer,
  'fanout-clients': serveFanoutClients,
}

export async function main(argv: string[]): Promise<void> {
  const [name = '', ...rest] = argv
  const bench = BENCHES[name]
  const options = optionsOf(rest)
  if (!bench || !options) {
    process.stderr.write(usage(name))
    process.exitCode = 2
    return
  }
  rolesLiveIn(fileURLToPath(import.meta.url))
  const result = await bench.run(options)
  process.stdout.write(`${'json' in options ? jsonLine(result) : table(result)}\n`)
}

/** `--agents 1000 --json` as an object; null for what is no option. */
function optionsOf(argv: readonly string[]): Options | null {
  const options: Options = {}
  for (let at = 0; at < argv.length; at += 1) {
    const name = /^--([a-z]+)$/.exec(argv[at] ?? '')?.[1]
    if (!name) return null
    options[name] = argv[at + 1]?.startsWith('--') === false ? (argv[++at] ?? '') : ''
  }
  return options
}

function usage(name: string): string {
  const wrong = name ? `There is no bench ${JSON.stringify(name)} with these options.\n` : ''
  const list = Object.entries(BENCHES).map(([known, { about }]) => `  ${known.padEnd(14)}${about}\n`)
  return `${wrong}usage: npm run -s bench -- NAME [--json]\n${list.join('')}`
}

// A role is this same file, started by `startRole`.
const [flag, role, data] = process.argv.slice(2)
if (flag === '--role' && role && process.send) await ROLES[role]?.(data)
