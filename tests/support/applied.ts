import type { EnrolledHost, TestFarm } from './test-farm'

/** What a host says once it runs what it is told. */
export async function appliedBy(farm: TestFarm, host: EnrolledHost) {
  const [row] = await farm.rows<{ generation: number; hash: string; config: { settings: object } }>(
    `SELECT h.wanted_generation AS generation, h.wanted_hash AS hash, b.config
     FROM host h JOIN bundle b ON b.hash = h.wanted_hash WHERE h.id = $1::uuid`,
    host.id,
  )
  if (!row) throw new Error('the host is told nothing')
  const { generation, hash, config } = row
  return { generation, hash, items: [], effective: config.settings as Record<string, unknown> }
}
