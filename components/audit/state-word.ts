import type { Messages } from '~/locales/catalogue'

/** The word of a recorded state in the reader's language; null for what is no state, or none that is known. */
export function stateWord(path: string, code: string, t: Messages): string | null {
  const tables: Record<string, readonly Record<string, string>[]> = {
    state: [t.rollouts.states, t.rollouts.requests.states, t.discovery.states],
    lifecycle: [t.codes.lifecycles],
    role: [t.shell.roles],
  }
  const field = path.slice(path.lastIndexOf('.') + 1)
  const table = tables[field]?.find((words) => Object.hasOwn(words, code))
  return table?.[code] ?? null
}
