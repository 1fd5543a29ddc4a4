import type { DesktopKind } from '~/domain/host-facts'
import { fail } from '~/domain/result'
import { AppError } from '../errors'
import { type Actor, recordAudit } from '../repositories/audit'
import { inTransaction } from '../repositories/db'
import { addGroup, findGroupByName, listGroups } from '../repositories/delivery-group'
import { lockWord } from '../repositories/farm-lock'
import type { ServiceContext } from './context'
import type { DeliveryGroupRow } from './views/host-view'

export async function listDeliveryGroups(ctx: ServiceContext): Promise<{ rows: DeliveryGroupRow[] }> {
  return { rows: await listGroups(ctx.database) }
}

/** @throws AppError `conflict` when a group of this name exists, in whatever case. */
export async function createDeliveryGroup(
  ctx: ServiceContext,
  actor: Actor,
  input: { name: string; kind: DesktopKind },
): Promise<DeliveryGroupRow> {
  const name = input.name.trim()
  return inTransaction(ctx.database, async (tx) => {
    await lockWord(tx, `delivery-group:${name.toLowerCase()}`)
    const taken = await findGroupByName(tx, name)
    if (taken) {
      const { problem } = fail(
        'name',
        name,
        `a delivery group named ${taken.name} exists; names that differ only in case are one name`,
        'Choose another name, or use that group.',
      )
      throw new AppError('conflict', `There is a delivery group ${taken.name} already.`, {
        problems: [problem],
      })
    }
    const { id } = await addGroup(tx, name, input.kind)
    await recordAudit(tx, {
      actor,
      action: 'delivery-group.create',
      object: { kind: 'delivery-group', id },
      after: { name, kind: input.kind },
    })
    return { id, name, kind: input.kind, hosts: 0 }
  })
}
