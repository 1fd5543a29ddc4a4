/** What `Get-NetTCPConnection` and `Get-NetUDPEndpoint` call their properties: names of an interface, never translated. */

import { bareAddress, looksLikeAddress, processId, withPort } from './endpoint'
import type { Cells } from './row'

export type Property =
  | 'localaddress'
  | 'localport'
  | 'remoteaddress'
  | 'remoteport'
  | 'state'
  | 'owningprocess'
  | 'processname'
  | 'protocol'
  | 'sessionid'
  | 'cimclass'

/** Columns that admins add with `Select-Object @{n=...}` under these names. */
const OTHER_NAMES: Record<string, Property> = {
  local: 'localaddress',
  localip: 'localaddress',
  remote: 'remoteaddress',
  remoteip: 'remoteaddress',
  process: 'processname',
  name: 'processname',
  program: 'processname',
  imagename: 'processname',
  pid: 'owningprocess',
  processid: 'owningprocess',
  owningpid: 'owningprocess',
  proto: 'protocol',
  session: 'sessionid',
  cimclassname: 'cimclass',
}
const PROPERTIES = new Set<string>([
  'localaddress',
  'localport',
  'remoteaddress',
  'remoteport',
  'state',
  'owningprocess',
  'processname',
  'protocol',
  'sessionid',
  'cimclass',
])

/** The property a heading names, or undefined for one we do not need. */
export function propertyOf(heading: string): Property | undefined {
  const name = heading.trim().replace(/^"|"$/g, '').toLowerCase()
  return PROPERTIES.has(name) ? (name as Property) : OTHER_NAMES[name]
}

/** Whether these headings are those of sockets: at least both parts of the near end. */
export function areSocketHeadings(headings: readonly (Property | undefined)[]): boolean {
  return headings.includes('localaddress') && headings.includes('localport')
}

export type PropertyValues = { [Name in Property]?: string }

/** A row of property values, or the reason why there is none. `udp` is what the file as a whole tells. */
export function rowOfProperties(values: PropertyValues, udp: boolean): Cells | string {
  if (!values.localaddress) return 'the row has no LocalAddress'
  if (!looksLikeAddress(values.localaddress)) return 'LocalAddress is not an address'
  const local = withPort(bareAddress(values.localaddress), values.localport ?? '')
  if (!local) return 'LocalPort is not a port'
  const far = values.remoteaddress ?? ''
  const remote = withPort(bareAddress(far), values.remoteport ?? '')
  if (!remote) return 'RemotePort is not a port'
  const pid = processId(values.owningprocess ?? '')
  if (values.owningprocess && pid === undefined) return 'OwningProcess is not a process id'
  return {
    protocol: protocolOfValues(values, udp),
    state: values.state ?? '',
    local,
    remote,
    ...(pid !== undefined && { pid }),
    ...(values.processname && { process: values.processname }),
  }
}

function protocolOfValues({ protocol, cimclass }: PropertyValues, udp: boolean): 'tcp' | 'udp' {
  const word = protocol || cimclass
  if (word && /udp/i.test(word)) return 'udp'
  if (word && /tcp/i.test(word)) return 'tcp'
  return udp ? 'udp' : 'tcp'
}

/** Whether the columns are those of UDP endpoints: a near end, and neither far end nor state. */
export function isUdp(headings: readonly (Property | undefined)[], type: string): boolean {
  if (/MSFT_NetTCP/i.test(type)) return false
  if (/MSFT_NetUDP/i.test(type)) return true
  return !headings.some((name) => name === 'remoteaddress' || name === 'remoteport' || name === 'state')
}
