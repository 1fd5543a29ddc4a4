/** A host name in the protocol's form: other characters become hyphens. */
export function protocolName(name: string): string {
  const clean = name
    .replace(/[^A-Za-z0-9._-]/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 254)
    .replace(/[^A-Za-z0-9]+$/, '')
  return clean || 'localhost'
}
