/** Where the programs of a launched session run, when a driver holds them together. */

export interface SessionPlace {
  /** Set where nothing but a preloaded library holds its programs. */
  kind?: 'shim'
  /** Runs `start` so that what it starts is born in the place. */
  startInside<T>(start: () => T): T
  /** What to start for a program to be in the place in every respect. */
  command(program: string, args: readonly string[]): { program: string; args: string[] }
  /** Ends what still runs there, and takes away all that was made for it. */
  close(): Promise<void>
}

/** @throws Error where the place cannot be made: the session is not begun then */
export type OpenPlace = (session: { id: number; logonAt: string }) => Promise<SessionPlace>
