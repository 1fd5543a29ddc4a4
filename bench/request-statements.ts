/** Counts what requests send to the database. What a timer of the server sends is nobody's request. */

import { AsyncLocalStorage } from 'node:async_hooks'
import { Server } from 'node:http'
import pg from 'pg'

type Origin = 'request' | 'timer'

/**
 * To be called before the server starts. Whatever cannot be traced to a timer that began outside any request counts: the
 * count may be too high, but not too low while the pool has a connection to spare.
 * @returns the number of statements from then on
 */
export function countRequestStatements(): () => number {
  const origin = new AsyncLocalStorage<Origin>()
  traceRequests(origin)
  traceIntervals(origin)
  let count = 0
  const send = pg.Client.prototype.query
  pg.Client.prototype.query = function (this: pg.Client, ...input: unknown[]) {
    if (origin.getStore() !== 'timer') count += 1
    return Reflect.apply(send, this, input)
  } as typeof send
  return () => count
}

function traceRequests(origin: AsyncLocalStorage<Origin>): void {
  const emit = Server.prototype.emit
  Server.prototype.emit = function (this: Server, name: string, ...input: unknown[]) {
    const go = () => Reflect.apply(emit, this, [name, ...input])
    return name === 'request' ? origin.run('request', go) : go()
  } as typeof emit
}

/** A timer that a request starts keeps that request's mark. */
function traceIntervals(origin: AsyncLocalStorage<Origin>): void {
  const start = globalThis.setInterval
  globalThis.setInterval = ((...input: Parameters<typeof start>) =>
    origin.getStore() === undefined
      ? origin.run('timer', () => start(...input))
      : start(...input)) as typeof start
}
