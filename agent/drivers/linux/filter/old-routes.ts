/** Routes that agents of before decision 038 gave the loopbacks of their sessions: whoever went there started from there. */

import { IP_BATCH, ip } from './iproute'

const [, ...BATCH] = IP_BATCH

/**
 * Takes away those of the state directory. One that is gone is no error.
 * @param instance its mark, in hexadecimal digits. @param run iproute2, with what a batch reads
 */
export async function removeOldRoutes(instance: string, run = ip): Promise<void> {
  // They had a protocol that no routing daemon has, and were told apart by their metric.
  const metric = Number.parseInt(instance.slice(0, 8), 16) || 1
  const text = await run(['-4', '-j', 'route', 'show', 'table', 'local', 'proto', '127']).catch(() => '')
  const routes = JSON.parse(text.trim() || '[]') as { dst?: string; metric?: number }[]
  const lines = routes
    .filter((one) => one.metric === metric)
    .map(({ dst }) => `route del local ${dst} dev lo metric ${metric} proto 127 table local\n`)
  if (lines.length > 0) await run(BATCH, lines.join('')).catch(() => undefined)
}
