/** SQLSTATE of a server that goes away or takes nobody in (classes 08, 53, 57P), Node's socket errors, Prisma's own. */
const AWAY =
  /^(08\d{3}|53\d{3}|57P0\d|ECONN(REFUSED|RESET)|EPIPE|ETIMEDOUT|ENOTFOUND|P1001|P1002|P1008|P1011|P1017|P2024|P2028)$/
const SAYS =
  /Connection terminated|connection timeout|terminating connection|database system is (shutting down|starting up)|Server has closed the connection|Can't reach database|timeout exceeded when trying to connect|Client has encountered a connection error/i

/** True when the database could not be asked, or was lost while it was: what was asked did not happen, or is not known to. */
export function isDatabaseAway(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 5) return false
  const { code, message, cause, originalCode, meta } = error as Record<string, unknown>
  if ([code, originalCode].some((word) => typeof word === 'string' && AWAY.test(word))) return true
  if (typeof message === 'string' && SAYS.test(message)) return true
  return isDatabaseAway(cause, depth + 1) || isDatabaseAway(driverError(meta), depth + 1)
}

const driverError = (meta: unknown) =>
  typeof meta === 'object' && meta !== null && 'driverAdapterError' in meta
    ? meta.driverAdapterError
    : undefined
