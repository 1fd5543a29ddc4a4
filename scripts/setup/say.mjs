/** All of set-up speaks on stderr: stdout belongs to the command that is set up. */
export function say(text) {
  process.stderr.write(`${text}\n`)
}

export const seconds = (sinceMs) => `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`

/** Something the person at the terminal can mend: shown without a stack. */
export class SetupError extends Error {}
