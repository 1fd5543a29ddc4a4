/** Processes of a bench: what is measured never shares a process with what measures it. */

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** What a role answers to. Each call gives an answer that survives JSON. */
export type Role = Record<string, (input: never) => unknown>

type Request = { id: number; call: string; input: unknown }
type Answer = { id: number; value?: unknown; error?: string }
type Event = { event: string; value: unknown }

export interface Child {
  ask<T>(call: string, input?: unknown): Promise<T>
  onEvent(listener: (event: string, value: unknown) => void): void
  stop(): Promise<void>
}

/** Set by `main`: the file that knows all roles, run again for each of them. */
let entry = ''
export function rolesLiveIn(file: string): void {
  entry = file
}

/**
 * Starts a role in a process of its own. `stop` asks it to end, and makes it.
 * @param data a directory that is kept, for a role that stores something
 */
export function startRole(role: string, data?: string): Child {
  const child = fork(entry, ['--role', role, ...(data ? [data] : [])], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  const listeners: ((event: string, value: unknown) => void)[] = []
  let last = 0
  child.on('message', (message: Answer | Event) => {
    if ('event' in message) {
      for (const listener of listeners) listener(message.event, message.value)
      return
    }
    const caller = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.error === undefined) caller?.resolve(message.value)
    else caller?.reject(new Error(`${role}: ${message.error}`))
  })
  child.on('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`${role} ended (${code})`))
    waiting.clear()
  })
  return {
    ask<T>(call: string, input?: unknown) {
      const id = ++last
      return new Promise<T>((resolve, reject) => {
        waiting.set(id, { resolve: (value) => resolve(value as T), reject })
        child.send({ id, call, input } satisfies Request)
      })
    },
    onEvent: (listener) => void listeners.push(listener),
    stop: () => end(child),
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.send({ id: 0, call: 'end', input: null } satisfies Request)
  const force = setTimeout(() => child.kill('SIGKILL'), 15_000)
  await ended
  clearTimeout(force)
}

/** Tells the parent something it did not ask for. */
export function tellParent(event: string, value: unknown): void {
  process.send?.({ event, value } satisfies Event)
}

/** The other side: answers the parent until it says `end` or is gone. */
export function serveRole(role: Role, finish: () => Promise<void>): void {
  let ending = false
  const leave = () => {
    if (ending) return
    ending = true
    void finish().finally(() => process.exit(0))
  }
  process.on('disconnect', leave)
  process.on('message', (request: Request) => {
    if (request.call === 'end') return leave()
    const call = role[request.call]
    Promise.resolve()
      .then(() => {
        if (!call) throw new Error(`there is no call ${request.call}`)
        return call(request.input as never)
      })
      .then(
        (value) => process.send?.({ id: request.id, value } satisfies Answer),
        (error) => process.send?.({ id: request.id, error: String(error?.stack ?? error) } satisfies Answer),
      )
  })
}

/** Seconds of CPU that this process has used, on all its threads. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
