/** The farm's pools as a driver sees them: one address a session, asked for as often as answers are lost. */

import type { SessionProtocol } from '~/domain/host-facts'
import type { LeaseOutput, SliceOutput } from '~/protocol/lease'
import { PROTOCOL_VERSION } from '~/protocol/version'
import type { ControlPlane } from '../control/client'

export interface PoolSession {
  id: number
  logonAt: string
  user: string
  protocol: SessionProtocol
}

export interface PoolWish {
  pool: string
  /** The listed programs of the session in per-program mode: one of them may have an address reserved. */
  programs: string[]
}

export interface PoolDesk {
  /** @throws ControlFailure where there is no good answer: ask again */
  lease(session: PoolSession, wish: PoolWish): Promise<LeaseOutput>
  /** This host's own run of a pool. @throws ControlFailure as above */
  slice(pool: string): Promise<SliceOutput>
  /** @throws ControlFailure as above */
  release(session: PoolSession): Promise<void>
}

const MOST_PROGRAMS = 64

export function poolDesk(control: Pick<ControlPlane, 'lease' | 'slice' | 'release'>, boot: string): PoolDesk {
  const head = ({ id, logonAt }: PoolSession) => ({ v: PROTOCOL_VERSION, boot, session: { id, logonAt } })
  return {
    lease: (session, { pool, programs }) => {
      const { user, protocol } = session
      const listed = programs.slice(0, MOST_PROGRAMS)
      return control.lease({
        ...head(session),
        ...{ user, protocol, pool },
        ...(listed.length > 0 ? { programs: listed } : {}),
      })
    },
    slice: (pool) => control.slice({ v: PROTOCOL_VERSION, pool }),
    release: async (session) => void (await control.release(head(session))),
  }
}
