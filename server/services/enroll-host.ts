/** A machine becomes a host of the farm: token in, identity and credential out. */

import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { ENROLMENT_TOKEN, type EnrollInput, type EnrollOutput } from '~/protocol/enroll'
import { sha256 } from '~/protocol/hash'
import { AppError } from '../errors'
import { type Actor, recordAudit } from '../repositories/audit'
import { type Db, inTransaction } from '../repositories/db'
import { lockFarm, lockWord } from '../repositories/farm-lock'
import { readFarm } from '../repositories/farm-row'
import {
  addHost,
  type EnrolledHost,
  findHostOfMachine,
  freeHostName,
  type HostRecord,
  rekeyHost,
  wasHeard,
} from '../repositories/host'
import { findToken, type TokenRecord, takeUse } from '../repositories/token'
import type { ServiceContext } from './context'
import { announceHosts } from './farm-news'
import { tokenState } from './list-tokens'
import { type ResolvedHosts, resolveHosts } from './resolve-hosts'

type Refusal = 'malformed' | 'unknown' | 'wrong-secret' | 'used' | 'expired' | 'revoked'

/**
 * @throws AppError `wrong-credentials` for a token that is none of ours, `forbidden` for one of ours that can be used
 * no more. Only the record tells an unknown token from a wrong secret.
 */
export async function enrollHost(ctx: ServiceContext, input: EnrollInput): Promise<EnrollOutput> {
  const token = await checkToken(ctx, input)
  const secret = randomBytes(32).toString('base64url')
  let enrolled: Enrolled
  try {
    enrolled = await inTransaction(ctx.database, (tx) => enrolInside(tx, ctx, input, token, secret))
  } catch (error) {
    if (error instanceof TokenSpent) return refuse(ctx, input, await spentState(ctx, token.id), token.id)
    throw error
  }
  const { hostId, name, pendingApproval, resolved } = enrolled
  ctx.boots.forget(hostId)
  await announceHosts(ctx, resolved, [hostId])
  return {
    hostId,
    name,
    credential: credentialOf(hostId, secret),
    signingKeys: [...ctx.trustedKeys],
    pendingApproval,
    pollSeconds: ctx.farm.pollSeconds,
  }
}

const credentialOf = (hostId: string, secret: string) => `vfc1.${hostId}.${secret}`

class TokenSpent extends Error {}

async function checkToken(ctx: ServiceContext, input: EnrollInput): Promise<TokenRecord> {
  const [, id, secret] = ENROLMENT_TOKEN.exec(input.token) ?? []
  if (!id || !secret || !isUuid(id)) return refuse(ctx, input, 'malformed', null)
  const token = await findToken(ctx.database, id)
  if (!token) return refuse(ctx, input, 'unknown', null)
  if (!sameHash(token.secretHash, sha256(secret))) return refuse(ctx, input, 'wrong-secret', id)
  const state = tokenState(token, ctx.clock.now())
  // A used one may still be asked with again by a host whose answer was lost: decided under lock.
  return state === 'live' || state === 'used' ? token : refuse(ctx, input, state, id)
}

const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
const sameHash = (a: string, b: string) =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

interface Enrolled {
  hostId: string
  name: string
  pendingApproval: boolean
  resolved: ResolvedHosts
}

async function enrolInside(
  tx: Db,
  ctx: ServiceContext,
  input: EnrollInput,
  token: TokenRecord,
  secret: string,
): Promise<Enrolled> {
  await lockFarm(tx, 'shared')
  await lockWord(tx, `machine:${input.machineId}`)
  const known = await findHostOfMachine(tx, input.machineId)
  const repeats = known !== null && ((await isRepeat(tx, ctx, known, token)) || returnsAtBoot(known, token))
  if (!repeats && !(await takeUse(tx, token.id, ctx.clock.now()))) throw new TokenSpent()
  const hostId = known?.id ?? randomUUID()
  const host = hostFrom(ctx, input, token, credentialOf(hostId, secret))
  const actor: Actor = { kind: 'host', id: hostId }
  const { approvalQueue } = await readFarm(tx)
  const pendingApproval = known ? known.lifecycle === 'pending_approval' : approvalQueue
  let name = known?.name
  if (known) {
    // A key of its own again is what a quarantined host needs.
    const lifted = known.lifecycle === 'quarantined' ? { lifecycle: 'active' as const } : {}
    await rekeyHost(tx, hostId, { ...host, ...lifted })
  } else {
    const lifecycle = pendingApproval ? 'pending_approval' : 'active'
    name = input.facts.name
    while (!(await addHost(tx, { ...host, id: hostId, name, lifecycle })))
      name = await freeHostName(tx, input.facts.name)
  }
  await recordAudit(tx, {
    actor,
    action: known ? 'host.re-enroll' : 'host.enroll',
    object: { kind: 'host', id: hostId },
    ...(known && { before: placeOf(known) }),
    after: {
      ...placeOf(host),
      name,
      askedName: input.facts.name,
      machineId: input.machineId,
      os: input.facts.os,
      token: token.id,
      pendingApproval,
    },
  })
  const resolved = await resolveHosts(tx, ctx, { hostIds: [hostId], locked: true })
  return { hostId, name: name ?? input.facts.name, pendingApproval, resolved }
}

/**
 * The answer to an enrolment was lost, and the same machine asks again with the same token: nobody has used the
 * credential it was given, so that a new one takes nothing from anybody.
 */
async function isRepeat(
  tx: Db,
  ctx: ServiceContext,
  known: HostRecord,
  token: TokenRecord,
): Promise<boolean> {
  if (known.enrolledWith !== token.id || known.boot !== null) return false
  return (ctx.board.byId(known.id)?.lastSeenMs ?? 0) === 0 && !(await wasHeard(tx, known.id))
}

/** A machine that forgets its key at each boot comes with the token it came with before: it counts once. */
const returnsAtBoot = (known: HostRecord, token: TokenRecord): boolean =>
  token.atBoot && known.enrolledWith === token.id

const placeOf = ({
  deliveryGroupId,
  tags,
  ou,
}: {
  deliveryGroupId: string | null
  tags: string[]
  ou: string | null
}) => ({
  deliveryGroupId,
  tags,
  ou,
})

/** Where it belongs comes from the token; what it is comes from the host. */
function hostFrom(
  ctx: ServiceContext,
  { machineId, facts, agentVersion, driver }: EnrollInput,
  { id: enrolledWith, deliveryGroupId, tags, ou }: TokenRecord,
  credential: string,
): Omit<EnrolledHost, 'name'> {
  return {
    machineId,
    osFamily: facts.os.family,
    osVersion: facts.os.version,
    arch: facts.arch ?? null,
    cloudHosted: facts.cloudHosted ?? false,
    deliveryGroupId,
    tags,
    ou,
    credentialHash: sha256(credential),
    agentVersion,
    driver,
    enrolledAt: ctx.clock.now(),
    enrolledWith,
  }
}

/** Another enrolment, or somebody's revocation, was faster. */
async function spentState(ctx: ServiceContext, id: string): Promise<Refusal> {
  const token = await findToken(ctx.database, id)
  const state = token ? tokenState(token, ctx.clock.now()) : 'unknown'
  return state === 'live' ? 'used' : state
}

async function refuse(
  ctx: ServiceContext,
  { facts, machineId }: EnrollInput,
  why: Refusal,
  tokenId: string | null,
): Promise<never> {
  await recordAudit(ctx.database, {
    actor: { kind: 'system', id: null },
    action: 'host.enroll-refused',
    object: { kind: 'token', id: tokenId },
    after: { why, askedName: facts.name, machineId },
  })
  ctx.log.warn({ why, token: tokenId, host: facts.name }, 'an enrolment was refused')
  throw refusalError(why)
}

function refusalError(why: Refusal): AppError {
  switch (why) {
    case 'used':
      return new AppError('forbidden', 'This enrolment token has no uses left. Ask for a new one.')
    case 'expired':
      return new AppError('forbidden', 'This enrolment token has expired. Ask for a new one.')
    case 'revoked':
      return new AppError('forbidden', 'This enrolment token was revoked. Ask for a new one.')
    default:
      return new AppError(
        'wrong-credentials',
        'This enrolment token is not one of this farm. Copy it again, whole, or ask for a new one.',
      )
  }
}
