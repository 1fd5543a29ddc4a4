/** Why a verdict was given: a code that screens translate, its values, and the English sentence. */

export type ReasonValue = string | number

const TEXTS = {
  'fixed-loopback':
    '{instances} instances ask for the same port {ports} on the loopback address: the second one fails or meets another user',
  'fixed-any':
    '{instances} instances ask for the same port {ports} on all addresses (0.0.0.0): the second one fails',
  'fixed-server':
    '{instances} instances ask for the same port {ports} on an address of the server: the second one fails',
  'fixed-name': 'the capture shows names instead of addresses: capture again with address resolution off',
  'any-by-loopback':
    '{clients} reaches port {ports} by the loopback address: with a virtual IP alone the server moves away from it',
  'ipv6-loopback':
    'the address is ::1, and virtual loopback is documented for 127.0.0.1 only: make the program use IPv4',
  'ipv6-any': 'the address is :: alone: a virtual IP is an IPv4 address',
  'already-virtual': 'the address is already that of a session ({address}): virtual loopback is at work',
  'port-unknown':
    'the capture prints no ports: whether the port is fixed cannot be told. Capture again with netstat -anob or TCPView',
  'binds-loopback-port-unknown':
    '{instances} instances listen on the loopback address; the capture prints no ports',
  'udp-fixed-port':
    '{instances} instances use the same UDP port {ports}; the rule speaks of TCP, and UDP sockets may share a port',
  'udp-loopback': '{instances} instances use the same UDP port {ports} on the loopback address',
  'udp-group': 'UDP port {ports} is for broadcast and discovery: everybody listens there together',
  'udp-shared': 'UDP port {ports} was held by several processes at once: they share it willingly',
  wandering:
    'each instance takes another port ({ports}): nothing fails, but clients that try the first port meet another user',
  'wandering-same-capture':
    'the processes were seen in one capture without sessions: if they belong to one user, they are parts of one program',
  'wandering-known': 'the catalogue knows it to step to the next port',
  'seen-once': 'seen once: run a second instance, in another session, and capture again (port {ports})',
  'seen-once-client':
    'seen once: run a second instance, in another session, and capture again (connects to {address}:{ports})',
  'same-process': 'the captures show the same process: run the second instance in another session',
  'parts-of-one':
    'several processes with ports of their own in one capture without sessions: give tasklist or query process as well',
  'picked-ports': 'each instance has another port that the system picked: nothing clashes',
  'outgoing-only': 'only outgoing connections from ports that the system picked',
  'no-sockets-of-note': 'no listener, and no connection to the loopback address',
  'system-process': 'a part of the operating system',
  'service-session': 'runs in session 0, which is never virtualised',
  'client-of': 'connects to {address}:{ports} of {listener}: both ends must be listed together',
  'client-of-wandering': 'connects to {listener}, whose port wanders: it may meet the one of another user',
  'client-of-unknown':
    '{instances} instances connect to port {ports} of the loopback address; the listener is not in the capture',
  'client-of-service':
    'connects to {address}:{ports} of {listener}, which serves all sessions: if listed, it would lose it unless port {ports} is excluded',
  'broken-unlisted-client':
    '{listener} is listed and {client}, which connects to it by port {ports}, is not: the client misses it',
  'broken-unlisted-listener':
    '{client} is listed and {listener}, to which it connects by port {ports}, is not: the client misses it',
  'broken-moved-listener':
    '{listener} listens on {address}, the loopback of a session, and {client} tries 127.0.0.1:{ports}: one of the two is not listed',
  'no-process-ids': 'the captures have no process ids: the instances are told apart by capture alone',
  'over-listed':
    'listed, and it bound nothing for {days} days on the {hosts} hosts that list it and were watched',
  'known-program': 'the catalogue knows it as {name}',
  'never-list': '{advice}',
  interpreter: 'it runs many programs: a list cannot tell them apart',
  browser: 'it is a browser: all its loopback traffic would move, unless its ports are excluded',
} as const

export type ReasonCode = keyof typeof TEXTS
export const REASON_CODES = Object.keys(TEXTS) as ReasonCode[]

export interface Reason {
  code: ReasonCode
  /** The English sentence, with its values. */
  text: string
  values: Record<string, ReasonValue>
}

export function reason(code: ReasonCode, values: Record<string, ReasonValue> = {}): Reason {
  const text = TEXTS[code].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
  return { code, text, values }
}
