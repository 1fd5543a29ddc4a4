/** A launched session with the compatibility library, where the kernel filter cannot be had. */

import { execFileSync } from 'node:child_process'
import { basename } from 'node:path'
import type { OpenPlace } from '../../../sessions/place'
import { FilterFiles } from '../filter/filter-files'
import type { PlaceOptions } from '../filter/filtered-place'
import { entryResolver } from '../filter/resolve-entry'
import { addVip, hostAddresses, removeVip, serverAddress } from '../filter/vip-address'
import { shimEnvironment } from './shim-environment'
import { shimLibrary } from './shim-library'

const SELF_TEST = `require('node:net').createServer().listen(0, '127.0.0.1', function () {
  process.stdout.write(this.address().address); process.exit() })`
const SELF_TEST_ADDRESS = '127.0.0.3'

/** The library, tried out on this machine. @throws Error where it does not work */
export function tryShim(): string {
  const library = shimLibrary()
  const env = {
    LD_PRELOAD: library,
    VIPFARM_SHIM_LOOP: SELF_TEST_ADDRESS,
    VIPFARM_SHIM_PROGRAMS: `${basename(process.execPath)}=1\n`,
  }
  const options = {
    env: { NODE_ENV: process.env.NODE_ENV, ...env },
    timeout: 15_000,
    encoding: 'utf8',
  } as const
  const got = execFileSync(process.execPath, ['-e', SELF_TEST], {
    ...options,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  if (got !== SELF_TEST_ADDRESS) throw new Error(`with the library, 127.0.0.1 is ${got || 'nothing'}`)
  return library
}

/** The session's programs start with the values that hold now, and keep them. */
export function openShimPlace(
  library: string,
  { stateDirectory, own, vip, warn }: Omit<PlaceOptions, 'filter'>,
): OpenPlace {
  return async ({ id }) => {
    warn(
      'a preloaded library serves this session: compatibility, not enforcement. Static and setuid programs do not load it, and users can leave it out',
    )
    const settings = own ?? (await new FilterFiles(stateDirectory).farm())
    const device = vip === null ? null : await addVip(vip)
    const without = new Set(vip === null ? [] : [vip])
    const session = { id, vip, settings, hosts: hostAddresses(without), server: serverAddress(without) }
    const environment = { LD_PRELOAD: library, ...shimEnvironment(session, entryResolver()) }
    const values = Object.entries(environment).map(([name, value]) => `${name}=${value}`)
    return {
      kind: 'shim',
      startInside: (start) => start(),
      command: (program, args) => ({ program: 'env', args: [...values, program, ...args] }),
      async close() {
        if (vip !== null && device !== null) await removeVip(vip, device)
      },
    }
  }
}
