import { randomBytes, randomUUID } from 'node:crypto'
import { fail } from '~/domain/result'
import { sha256 } from '~/protocol/hash'
import { keyFingerprint } from '~/protocol/signature'
import { AppError } from '../errors'
import { type Actor, recordAudit } from '../repositories/audit'
import { inTransaction } from '../repositories/db'
import { findGroup } from '../repositories/delivery-group'
import { addToken } from '../repositories/token'
import type { ServiceContext } from './context'
import type { CreatedToken } from './views/token-view'

export interface CreateToken {
  label: string
  deliveryGroupId: string
  tags?: string[]
  ou?: string
  /** 1 to 1,000. */
  uses: number
  /** Until it expires: 1 to 720; for a token at boot to 8,760. */
  hours: number
  /** For hosts that forget their key at each boot (non-persistent disks): a machine counts once. */
  atBoot?: boolean
  /** Where agents reach this server, for the command to type; such as `http://127.0.0.1:3000`. */
  serverUrl?: string
}

/** Makes an enrolment token. Its secret leaves the server here and never again. */
export async function createToken(
  ctx: ServiceContext,
  actor: Actor,
  input: CreateToken,
): Promise<CreatedToken> {
  const id = randomUUID()
  const secret = randomBytes(32).toString('base64url')
  const now = ctx.clock.now()
  const expiresAt = new Date(now.getTime() + input.hours * 3_600_000)
  const { label, deliveryGroupId, tags = [], ou = null, uses, atBoot = false } = input
  await inTransaction(ctx.database, async (tx) => {
    const group = await findGroup(tx, deliveryGroupId)
    if (!group) throw unknownGroup(deliveryGroupId)
    const createdBy = actor.id ?? actor.kind
    const row = { id, label, deliveryGroupId, tags, ou, uses, expiresAt, createdAt: now, createdBy, atBoot }
    await addToken(tx, { ...row, secretHash: sha256(secret) })
    await recordAudit(tx, {
      actor,
      action: 'token.create',
      object: { kind: 'token', id },
      after: { label, deliveryGroup: group.name, tags, ou, uses, expiresAt, ...(atBoot && { atBoot }) },
    })
  })
  const token = `vfe1.${id}.${secret}.${keyFingerprint(ctx.signingKey.publicKey)}`
  const server = input.serverUrl ?? 'http://127.0.0.1:3000'
  const command = atBoot
    ? `VIPFARM_ENROLMENT_TOKEN=${token} vipfarm-agent run --server ${server}`
    : `vipfarm-agent enroll --server ${server} --token ${token}`
  return { id, token, command }
}

function unknownGroup(id: string): AppError {
  const { problem } = fail(
    'deliveryGroupId',
    id,
    'no delivery group has this id',
    'Choose one of the list, or create it.',
  )
  return new AppError('bad-input', 'There is no such delivery group.', { problems: [problem] })
}
