import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')

/** For tests of memory: what is alive is to be counted, not what waits to be collected. */
export const collectGarbage: () => void = runInNewContext('gc')
