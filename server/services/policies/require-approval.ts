import { AppError } from '../../errors'
import type { Db } from '../../repositories/db'
import { readFarm } from '../../repositories/farm-row'

/** @throws AppError `conflict` when so many hosts are more than one person may reach alone. */
export async function requireNoApproval(tx: Db, hosts: number): Promise<void> {
  const { approveAboveHosts: limit } = await readFarm(tx)
  if (limit === null || hosts <= limit) return
  throw new AppError(
    'conflict',
    `This reaches ${hosts} hosts; above ${limit} a second person must agree. Put it into the draft and ask for approval.`,
  )
}
