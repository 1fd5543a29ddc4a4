/** Writes one file over and over, atomically, until it is killed. */

import { diskStorage } from '~/agent/storage/disk'

const storage = await diskStorage(process.argv[2] ?? '')
for (let round = 1; ; round++) {
  await storage.writeAtomic('ledger.json', JSON.stringify({ round, filler: 'x'.repeat(20_000), end: round }))
  process.stdout.write(`${round}\n`)
}
