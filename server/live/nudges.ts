/** Open watch streams, by host. A nudge says that something changed; it never carries the change. */

/** As `protocol/check-in` sends it. */
export interface Nudge {
  revision: number
  slotWindowMs: number
}

export interface NudgeStream {
  send(nudge: Nudge): void
  /** Ends the stream. Called once; afterwards nothing is sent. */
  close(): void
}

/** An agent that reconnects may leave a dead stream behind; more than two of one host are not honest. */
export const MAX_STREAMS_PER_HOST = 2

export interface Nudges {
  /** Returns the way to leave. Beyond the limit the oldest stream of the host is closed. */
  add(hostId: string, stream: NudgeStream): () => void
  nudge(hostIds: Iterable<string>, nudge: Nudge): void
  /** Closes every stream of a host: it may no longer listen. */
  closeHost(hostId: string): void
  closeAll(): void
  readonly size: number
}

export function createNudges(): Nudges {
  const byHost = new Map<string, NudgeStream[]>()
  let size = 0
  function leave(hostId: string, stream: NudgeStream): boolean {
    const streams = byHost.get(hostId)
    const at = streams?.indexOf(stream) ?? -1
    if (!streams || at < 0) return false
    streams.splice(at, 1)
    if (streams.length === 0) byHost.delete(hostId)
    size -= 1
    return true
  }
  function closeHost(hostId: string) {
    for (const stream of [...(byHost.get(hostId) ?? [])]) if (leave(hostId, stream)) stream.close()
  }
  return {
    add(hostId, stream) {
      const streams = byHost.get(hostId) ?? []
      byHost.set(hostId, streams)
      streams.push(stream)
      size += 1
      const oldest = streams.length > MAX_STREAMS_PER_HOST ? streams[0] : undefined
      if (oldest && leave(hostId, oldest)) oldest.close()
      return () => void leave(hostId, stream)
    },
    nudge(hostIds, nudge) {
      for (const hostId of hostIds) for (const stream of byHost.get(hostId) ?? []) stream.send(nudge)
    },
    closeHost,
    closeAll() {
      for (const hostId of [...byHost.keys()]) closeHost(hostId)
    },
    get size() {
      return size
    },
  }
}
