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

interface Ways<Ask> {
  /** Pieces of work at once: while one waits for the database, the next is read and put together. */
  lanes?: number
  /** Asks of one key never run in two pieces at once. */
  keyOf?: (ask: Ask) => string
}

/** @param work answers in the order of the asks, one for each. */
export function createGather<Ask, Answer>(
  work: (asks: readonly Ask[]) => Promise<readonly Answer[]>,
  atMost: number,
  { lanes = 1, keyOf = () => '' }: Ways<Ask> = {},
): Gather<Ask, Answer> {
  let waiting: Waiting<Ask, Answer>[] = []
  const running = new Map<string, number>()
  let free = lanes
  let woken = false

  /** The next ones whose keys are not at work. */
  const nextGroup = () => {
    const group: Waiting<Ask, Answer>[] = []
    const rest: Waiting<Ask, Answer>[] = []
    for (const one of waiting)
      (group.length < atMost && !running.has(keyOf(one.ask)) ? group : rest).push(one)
    waiting = rest
    return group
  }
  const count = (group: readonly Waiting<Ask, Answer>[], by: 1 | -1) => {
    for (const { ask } of group) {
      const key = keyOf(ask)
      const left = (running.get(key) ?? 0) + by
      if (left > 0) running.set(key, left)
      else running.delete(key)
    }
  }
  const run = async (group: readonly Waiting<Ask, Answer>[]) => {
    try {
      const answers = await work(group.map(({ ask }) => ask))
      for (const [at, { resolve }] of group.entries()) resolve(answers[at] as Answer)
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
    free += 1
    count(group, -1)
    wake()
  }
  // What this turn of the event loop brings goes along.
  const wake = () => {
    if (woken || free === 0 || waiting.length === 0) return
    woken = true
    setImmediate(() => {
      woken = false
      const group = free > 0 ? nextGroup() : []
      if (group.length === 0) return
      free -= 1
      count(group, 1)
      void run(group)
      wake()
    })
  }
  return {
    ask: (ask) =>
      new Promise((resolve, reject) => {
        waiting.push({ ask, resolve, reject })
        wake()
      }),
  }
}
