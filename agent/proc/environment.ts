/** The values of some variables in `/proc/PID/environ`. Pure. */
export function variablesOf(environ: string, names: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {}
  for (const entry of environ.split('\0')) {
    const equals = entry.indexOf('=')
    const name = entry.slice(0, equals)
    if (equals > 0 && names.includes(name) && found[name] === undefined) found[name] = entry.slice(equals + 1)
  }
  return found
}
