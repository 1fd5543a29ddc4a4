/** Groups what arrives together: while one piece of work runs, whatever comes next waits and then goes as one. */

export interface Gather<Ask, Answer> {
  /** Rejects with what stopped the work it was part of. */
  ask(ask: Ask): Promise<Answer>
}

interface Waiting<Ask, Answer> {
  ask: Ask
  resolve(answer: Answer): void
  reject(error: unknown): void
}

/**
 * @param work answers in the order of the asks, one for each. Once it calls `nextMayBegin`, it stands in nobody's way any
 * more, and the next group goes while this one is still being answered.
 */
export function createGather<Ask, Answer>(
  work: (asks: readonly Ask[], nextMayBegin: () => void) => Promise<readonly Answer[]>,
  atMost: number,
): Gather<Ask, Answer> {
  let waiting: Waiting<Ask, Answer>[] = []
  let busy = false
  const answer = async (group: readonly Waiting<Ask, Answer>[], nextMayBegin: () => void) => {
    try {
      const answers = await work(
        group.map(({ ask }) => ask),
        nextMayBegin,
      )
      for (const [at, { resolve }] of group.entries()) resolve(answers[at] as Answer)
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
  }
  const run = async () => {
    while (waiting.length > 0) {
      const group = waiting.slice(0, atMost)
      waiting = waiting.slice(atMost)
      await new Promise<void>((next) => void answer(group, next).then(next))
    }
    busy = false
  }
  return {
    ask: (ask) =>
      new Promise((resolve, reject) => {
        waiting.push({ ask, resolve, reject })
        if (busy) return
        busy = true
        // What this turn of the event loop brings goes along.
        setImmediate(() => void run())
      }),
  }
}
