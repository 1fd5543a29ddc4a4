/** A real agent over a lasting simulated host, in a process of its own that may be killed. */

import { createInterface } from 'node:readline'
import { systemClock } from '~/agent/clock'
import { Connections } from '~/agent/control/http'
import { enrollHost } from '~/agent/enrolment/enroll'
import { loadIdentity } from '~/agent/enrolment/identity'
import { HostAgent } from '~/agent/host-agent'
import { jsonLog } from '~/agent/log'
import { seededRandom, seedOf } from '~/agent/random'
import { diskStorage } from '~/agent/storage/disk'
import { takeStateDirectory } from '~/agent/storage/one-at-a-time'
import { LastingDriver } from './lasting-driver'
import { TruthLog } from './truth'

const EVENT_EVERY_MS = 60
/** Between two kills so many people come or go on a host, however long a busy machine takes. */
const EVENTS = 15

const [directory = '', name = '', index = '0', seed = '0', origin = '', token = ''] = process.argv.slice(2)
const storage = await diskStorage(directory)
await takeStateDirectory(directory)
const clock = systemClock
const random = seededRandom(seedOf(Number(seed), `${name} ${process.pid}`))
const people = seededRandom(seedOf(Number(seed), name))
const truth = new TruthLog(`${directory}/truth.jsonl`)
const options = { name, index: Number(index), seed: Number(seed), sessions: 0, sessionMinutes: 1 }
const driver = new LastingDriver({ ...options, clock, random: people }, truth, directory)
await driver.restore()
const connections = new Connections()
const kept = await loadIdentity(storage)
const identity = kept ?? (await enrollHost({ origin, token, driver, storage, connections, clock })).identity
const log = jsonLog((line) => process.stderr.write(line), clock.now)
const agent = await HostAgent.open({ identity, storage, driver, connections, clock, random, log })
await agent.start()
process.stdout.write('"runs"\n')
let left = EVENTS
// People come once the farm's values are in force: before that there is no address to lose.
const events = setInterval(async () => {
  if (left === 0 || (await driver.readBack()).VirtualIpSource !== 'pool') return
  left -= 1
  driver.somethingHappens(random)
}, EVENT_EVERY_MS)
// A line says that the next kill is near. From the end of the input on nobody comes or goes, and the farm can rest.
const told = createInterface(process.stdin)
told.on('line', () => {
  left = EVENTS
})
told.once('close', () => clearInterval(events))
