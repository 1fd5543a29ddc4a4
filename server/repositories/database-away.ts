/** SQLSTATE of a server that goes away or takes nobody in (classes 08, 53, 57P), Node's socket errors, Prisma's own. */
const AWAY =
  /^(08\d{3}|53\d{3}|57P0\d|ECONN(REFUSED|RESET)|EPIPE|ETIMEDOUT|ENOTFOUND|P1001|P1002|P1008|P1011|P1017|P2024|P2028)$/
const SAYS =
  /Connection terminated|connection timeout|terminating connection|database system is (shutting down|starting up)|Server has closed the connection|Can't reach database|timeout exceeded when trying to connect|Client has encountered a connection error/i

/** True when the database could not be asked, or was lost while it was: what was asked did not happen, or is not known to. */
export const isDatabaseAway = (error: unknown): boolean => isSaid(error, AWAY, SAYS)

/** True when the database could not write for want of room (SQLSTATE 53100): what was asked did not happen. */
export const isDatabaseFull = (error: unknown): boolean => isSaid(error, /^53100$/, /No space left on device/)

/** Whether an error, or what caused it, has such a code or message. */
function isSaid(error: unknown, codes: RegExp, messages: RegExp, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 5) return false
  const { code, message, cause, originalCode, meta } = error as Record<string, unknown>
  if ([code, originalCode].some((word) => typeof word === 'string' && codes.test(word))) return true
  if (typeof message === 'string' && messages.test(message)) return true
  return [cause, driverError(meta)].some((inner) => isSaid(inner, codes, messages, depth + 1))
}

const driverError = (meta: unknown) =>
  typeof meta === 'object' && meta !== null && 'driverAdapterError' in meta
    ? meta.driverAdapterError
    : undefined
