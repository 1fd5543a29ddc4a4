import { ip } from '../filter/iproute'

/** The kernel counts in 32 bits; what lasts longer lasts for ever. */
const LONGEST_SECONDS = 2 ** 31

/**
 * Puts a leased address on an adapter, or makes it stay, for so long. The kernel itself takes it away then: an agent that
 * died never keeps what the server has given to somebody else. Deprecated, so that the machine never starts its own
 * connections from it.
 */
export async function holdAddress(address: string, device: string, milliseconds: number): Promise<void> {
  const seconds = Math.max(1, Math.floor(milliseconds / 1000))
  const life = seconds > LONGEST_SECONDS ? 'forever' : `${seconds}`
  await ip(['addr', 'replace', `${address}/32`, 'dev', device, 'valid_lft', life, 'preferred_lft', '0'])
}
