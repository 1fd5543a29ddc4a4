const PART_OF_ADDRESS = /^[\d.]+$/

/** Whether a search finds what has these names and addresses: the server's rule, for rows that the live connection brings. */
export function foundBy(
  q: string,
  names: readonly (string | null)[],
  addresses: readonly (string | null)[],
): boolean {
  const part = q.trim()
  const low = part.toLowerCase()
  if (names.some((name) => name?.toLowerCase().includes(low))) return true
  return PART_OF_ADDRESS.test(part) && addresses.some((address) => address?.includes(part))
}
