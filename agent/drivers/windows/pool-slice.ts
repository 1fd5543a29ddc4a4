/** This host's own run of a pool: asked of the farm once, and kept, so that the host is whole with the farm away. */

import { z } from 'zod'
import { sameName } from '~/domain/text'
import type { SliceOutput } from '~/protocol/lease'
import type { PoolDesk } from '../../leases/pool-desk'
import { messageOf } from '../../log'
import type { Storage } from '../../storage/storage'
import { StepError } from '../driver'

export const SLICE_FILE = 'windows-pool-slice.json'

const schema = z.strictObject({ pool: z.string(), start: z.string(), end: z.string(), mask: z.string() })
export type PoolSlice = z.infer<typeof schema>

export class PoolSlices {
  desk: PoolDesk | null = null
  private known: PoolSlice | null | undefined

  constructor(private readonly storage: Storage) {}

  async held(): Promise<PoolSlice | null> {
    if (this.known !== undefined) return this.known
    const text = await this.storage.read(SLICE_FILE)
    this.known = text === null ? null : schema.parse(JSON.parse(text))
    return this.known
  }

  /** The farm's word counts where it can be asked: an admin may have given the addresses to somebody else. @throws StepError */
  async of(pool: string): Promise<PoolSlice> {
    const held = await this.held()
    let answer: SliceOutput
    try {
      answer = await this.ask(pool)
    } catch (error) {
      if (held && sameName(held.pool, pool)) return held
      throw error
    }
    if (!answer.granted) throw new StepError('no-slice', answer.message)
    const { start, end, mask } = answer
    const slice = { pool, start, end, mask }
    if (JSON.stringify(slice) !== JSON.stringify(held)) {
      await this.storage.writeAtomic(SLICE_FILE, JSON.stringify(slice))
      this.known = slice
    }
    return slice
  }

  /** It is no longer used here: the farm may give it to another host. */
  async forget(): Promise<void> {
    await this.storage.remove(SLICE_FILE)
    this.known = null
  }

  private async ask(pool: string): Promise<SliceOutput> {
    if (!this.desk) throw new StepError('no-slice', 'the farm cannot be asked for addresses of a pool')
    return this.desk.slice(pool).catch((error) => {
      throw new StepError(
        'no-slice',
        `the farm was asked for addresses of ${pool}: ${messageOf(error)}`.slice(0, 500),
      )
    })
  }
}
