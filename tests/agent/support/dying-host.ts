/** An agent in a process of its own that kills itself by SIGKILL at the first change it makes, if told to. */

import { systemClock } from '~/agent/clock'
import { Connections } from '~/agent/control/http'
import { simulatedDriver } from '~/agent/drivers/select'
import { loadIdentity } from '~/agent/enrolment/identity'
import { HostAgent } from '~/agent/host-agent'
import { silentLog } from '~/agent/log'
import { diskStorage } from '~/agent/storage/disk'

const [directory = '', dies] = process.argv.slice(2)

const storage = await diskStorage(directory)
const identity = await loadIdentity(storage)
if (!identity) throw new Error('not enrolled')
const clock = systemClock
const driver = simulatedDriver({
  ...{ name: identity.name, index: 0, seed: 1, sessions: 0, sessionMinutes: 1 },
  ...{ clock, random: Math.random },
})
if (dies === 'dies') driver.apply = async () => void process.kill(process.pid, 'SIGKILL')
const connections = new Connections()
const agent = await HostAgent.open({
  ...{ identity, storage, driver, connections, clock, random: Math.random, log: silentLog },
  onApplied: (event) => process.stdout.write(`${JSON.stringify(event)}\n`),
})
await agent.start()
