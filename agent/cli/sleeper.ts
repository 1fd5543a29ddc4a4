import { setFlagsFromString } from 'node:v8'

/**
 * Settings of the engine for a process that sleeps most of the time. Collecting rubbish by several threads is quicker and
 * costs more, as each has to be woken; and code that is forgotten between two looks is compiled again at each.
 */
export function beSleeper(): void {
  for (const flag of ['--single-threaded-gc', '--no-flush-bytecode']) setFlagsFromString(flag)
}
