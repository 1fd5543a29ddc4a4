import type { DiscrepancyRecord } from '../../repositories/discrepancy'

export interface DiscrepancyRow extends Omit<DiscrepancyRecord, 'openedAt' | 'closedAt'> {
  openedAt: string
  /** Null while it is so. */
  closedAt: string | null
}
