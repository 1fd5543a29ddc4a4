import type { Handler } from '~/server/http/answer'
import { answerJson } from '~/server/http/answer'

export interface Readiness {
  ready: boolean
  /** Why not, for people. */
  reason?: string
}

export interface ReadinessOptions {
  /** Resolves when the database answers; rejects or hangs when it does not. */
  ping: () => Promise<unknown>
  now: () => number
}

const KEPT_MS = 1_000
const PING_TIMEOUT_MS = 2_000

/** Whether this server should be sent work. Asks the database at most once a second, however often it is asked. */
export function createReadiness({ ping, now }: ReadinessOptions): () => Promise<Readiness> {
  let asked = Number.NEGATIVE_INFINITY
  let answer: Promise<Readiness> = Promise.resolve({ ready: false, reason: 'starting' })
  return async () => {
    if (now() - asked >= KEPT_MS) {
      asked = now()
      answer = withTimeout(ping()).then(
        () => ({ ready: true }),
        () => ({ ready: false, reason: 'the database does not answer' }),
      )
    }
    return answer
  }
}

async function withTimeout(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PING_TIMEOUT_MS} ms`)), PING_TIMEOUT_MS)
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** `/healthz`: the process lives. */
export const healthz: Handler = (_request, response) => answerJson(response, 200, { status: 'ok' })

/** `/readyz`: 200, or 503 with the reason. */
export const readyz =
  (readiness: () => Promise<Readiness>): Handler =>
  async (_request, response) => {
    const state = await readiness()
    answerJson(response, state.ready ? 200 : 503, state)
  }
