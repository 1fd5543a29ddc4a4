import { setFlagsFromString } from 'node:v8'

/**
 * Settings of the engine for a process that sleeps most of the time. Collecting what is young by several threads is
 * quicker and costs more, as each has to be woken; and code that is forgotten between two looks is compiled at each.
 */
export function beSleeper(): void {
  setFlagsFromString('--no-parallel-scavenge')
  setFlagsFromString('--no-flush-bytecode')
}
