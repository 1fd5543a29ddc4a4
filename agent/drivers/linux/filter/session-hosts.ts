/** The hosts file of a session with a virtual IP: there this machine's name means that address. Pure. */

/**
 * @param hosts the machine's own file
 * @param names the machine's names, the first one first in answers
 */
export function sessionHosts(hosts: string, address: string, names: readonly string[]): string {
  const own = new Set(names.map((name) => name.toLowerCase()))
  const lines = hosts.split('\n').flatMap((line) => {
    const [text = '', ...comment] = line.split('#')
    const [at, ...named] = text.trim().split(/\s+/)
    if (!at || named.length === 0) return [line]
    const left = named.filter((name) => !own.has(name.toLowerCase()))
    if (left.length === named.length) return [line]
    return left.length === 0 ? [] : [[`${at}\t${left.join(' ')}`, ...comment].join(' #')]
  })
  return [`${address}\t${names.join(' ')}`, ...lines].join('\n')
}
