/** A farm at its largest, resolved and signed by the code that a publish runs, without the database. */

import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { resolveClasses } from '~/domain/class-resolver'
import { canonicalHostConfig } from '~/domain/host-config'
import type { HostFacts } from '~/domain/host-facts'
import type { Filter, FilterType, Policy } from '~/domain/policy-model'
import { sha256 } from '~/protocol/hash'
import { type SigningKey, signBundle, signTicket } from '~/protocol/signature'
import { type BenchResult, median } from './result'

const SIZES = [1_000, 10_000, 100_000]
const CLASSES = 2_000
const GROUPS = 200
const POLICIES = 5_000
const ENTRIES = 2_000
const RUNS = 3
const BAR_MS = 10_000

export async function resolve(options: Record<string, string>): Promise<BenchResult> {
  const sizes = sizesOf(options.hosts)
  const policies = manyPolicies()
  const figures: Record<string, number> = { policies: POLICIES, entriesInAList: ENTRIES, runs: RUNS }
  const ratios: Record<string, number> = {}
  let largest = 0
  let bytes = 0
  for (const hosts of sizes) {
    for (const classes of hosts === Math.max(...sizes) ? [CLASSES / 10, CLASSES] : [CLASSES]) {
      const farm = manyHosts(hosts, classes)
      const runs = Array.from({ length: RUNS }, () => run(farm, policies))
      const name = `${hosts}HostsIn${runs[0]?.bundles ?? 0}Classes`
      figures[`${name}BundlesMs`] = median(runs.map(({ bundlesMs }) => bundlesMs))
      figures[`${name}TicketsMs`] = median(runs.map(({ ticketsMs }) => ticketsMs))
      largest = median(runs.map(({ bundlesMs, ticketsMs }) => bundlesMs + ticketsMs))
      bytes = runs[0]?.bytes ?? 0
    }
  }
  figures.largestWholeMs = largest
  figures.peakMemoryMiB = process.resourceUsage().maxRSS / 1024
  const limits = { barMs: BAR_MS, ...bareMs(bytes, Math.max(...sizes)) }
  ratios.toBar = largest / BAR_MS
  ratios.toBare = largest / (limits.bareHashMs + limits.bareSignaturesMs)
  const notes = largest > BAR_MS ? [`${largest} ms is over the bar of ${BAR_MS} ms`] : []
  return { bench: 'resolve', figures, limits, ratios, notes }
}

interface Farmhand {
  id: string
  facts: HostFacts
}

const KEY: SigningKey = {
  ...{ keyId: 'bench', publicKey: '' },
  privateKey: generateKeyPairSync('ed25519').privateKey,
}

/** What every host shall be told, and its ticket: for one class after another, as `resolveHosts` does. */
function run(farm: readonly Farmhand[], policies: readonly Policy[]) {
  const began = performance.now()
  let bytes = 0
  const classes = resolveClasses(farm, { policies }).map(({ config, hosts }) => {
    const text = canonicalHostConfig(config)
    bytes += text.length
    const hash = sha256(text)
    return { hosts, seal: signBundle(hash, 1, KEY) }
  })
  const resolved = performance.now()
  const issuedAt = new Date().toISOString()
  for (const { hosts, seal } of classes) {
    for (const { id } of hosts) {
      signTicket({ hostId: id, generation: 1, hash: seal.hash, revision: 1, rollback: false, issuedAt }, KEY)
    }
  }
  const bundles = new Set(classes.map(({ seal }) => seal.hash)).size
  return { bundles, bytes, bundlesMs: resolved - began, ticketsMs: performance.now() - resolved }
}

/** What no code could do without, on one core: the bytes hashed once, and as many signatures. */
function bareMs(bytes: number, signatures: number) {
  const block = Buffer.alloc(64 * 1024, 'a')
  const began = performance.now()
  for (let left = bytes; left > 0; left -= block.length) createHash('sha256').update(block).digest()
  const hashed = performance.now()
  const text = Buffer.alloc(250, 'a')
  for (let count = 0; count < signatures; count += 1) sign(null, text, KEY.privateKey)
  return { bareHashMs: hashed - began, bareSignaturesMs: performance.now() - hashed }
}

const groupOf = (place: number) => place % GROUPS
const tagOf = (place: number) => Math.floor(place / GROUPS)

function manyHosts(count: number, classes: number): Farmhand[] {
  return Array.from({ length: count }, (_, at) => {
    const place = at % classes
    const facts: HostFacts = {
      name: `TS-${groupOf(place)}-${at}`,
      os: { family: 'windows', version: 'Windows Server 2022' },
      deliveryGroup: `Group ${groupOf(place)}`,
      deliveryGroupKind: 'Shared',
      tags: [`tag ${tagOf(place)}`, 'cti'],
      ou: `OU=Group ${groupOf(place)},OU=Hosts,DC=example,DC=com`,
    }
    return { id: randomUUID(), facts }
  })
}

/**
 * One policy for each class stands last, so that each class walks past thousands that do not apply to it: other OUs,
 * other names, tags nobody has, and names denied.
 */
function manyPolicies(): Policy[] {
  const others = POLICIES - CLASSES
  return Array.from({ length: POLICIES }, (_, at) => {
    const list = Array.from({ length: ENTRIES }, (_, entry) => `policy${at}-program${entry}.exe`)
    return {
      name: `Policy ${at}`,
      description: '',
      enabled: true,
      priority: at + 1,
      // Read from text, as a revision is: each string is its own.
      settings: JSON.parse(JSON.stringify({ VirtualLoopbackSupport: true, VirtualLoopbackPrograms: list })),
      filters: at < others ? elsewhere(at) : classFilters(at - others),
    }
  })
}

function elsewhere(at: number): Filter[] {
  switch (at % 4) {
    case 0:
      return [allow('OU', `OU=Group ${at},OU=Elsewhere,DC=example,DC=com`)]
    case 1:
      return [allow('DesktopGroup', `Group ${groupOf(at)}`), allow('DesktopTag', `nobody ${at}`)]
    case 2:
      return [allow('HostName', `TS-${groupOf(at)}-*`), allow('DesktopKind', 'Private')]
    default:
      return [allow('DesktopTag', 'cti'), { ...allow('HostName', 'TS-*'), mode: 'Deny' }]
  }
}

const classFilters = (place: number) => [
  allow('DesktopGroup', `Group ${groupOf(place)}`),
  allow('DesktopTag', `tag ${tagOf(place)}`),
]

const allow = (type: FilterType, value: string): Filter => ({ type, mode: 'Allow', enabled: true, value })

function sizesOf(text = SIZES.join(',')): number[] {
  const sizes = text.split(',').map(Number)
  if (sizes.every((size) => Number.isInteger(size) && size >= 1 && size <= 100_000)) return sizes
  throw new Error(
    `--hosts: ${JSON.stringify(text)}: give whole numbers from 1 to 100000, with commas between`,
  )
}
