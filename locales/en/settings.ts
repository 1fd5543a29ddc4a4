/** The words of the settings registry, by setting id, and of its choices. Setting ids stay as Citrix writes them. */

export const settings = {
  VirtualLoopbackSupport: {
    name: 'Virtual loopback support',
    help: 'Gives every session a loopback address of its own: 127.0.0.0 + session id + 1. Works only for the programs of the list below.',
  },
  VirtualLoopbackPrograms: {
    name: 'Virtual loopback programs',
    help: 'Executables that use the virtual loopback. List both ends of a conversation: the program that listens and the one that connects.',
  },
  VirtualLoopbackPortExclusion: {
    name: 'Virtual loopback port exclusion',
    help: 'Ports that stay on 127.0.0.1 even for listed programs.',
  },
  VirtualIpEnabled: {
    name: 'Virtual IP',
    help: 'Gives sessions or programs an outside address of their own (RD IP Virtualization).',
  },
  VirtualIpMode: {
    name: 'Virtual IP mode',
    help: 'Per session covers every program of the session. Per program covers listed programs, which share one address per session.',
  },
  VirtualIpPrograms: {
    name: 'Virtual IP programs',
    help: 'Executables that get the session’s virtual IP in per-program mode.',
  },
  VirtualIpAdapter: {
    name: 'Virtual IP adapter',
    help: 'The network adapter that carries the addresses: its network as CIDR, or its MAC address.',
  },
  VirtualIpSource: {
    name: 'Source of addresses',
    help: 'Ask the DHCP server, or take a slice of a pool.',
  },
  VirtualIpPool: {
    name: 'Address pool',
    help: 'The pool that hosts take their slices from.',
  },
  VirtualIpFallback: {
    name: 'When no address is left',
    help: 'Go on with the server’s address, or leave the program without a network.',
  },
  PreferLoopback: {
    name: 'Prefer loopback',
    help: 'Where both features apply, the loopback wins. Windows Server 2008 R2 and 2012 R2 only.',
  },
  PreferLoopbackProcesses: {
    name: 'Prefer loopback processes',
    help: 'Limits the preference to these programs.',
  },
  LoopbackMasking: {
    name: 'Loopback masking',
    help: 'Linux only: programs that must keep seeing 127.0.0.1.',
  },
}

export const features = {
  'virtual-loopback': 'Virtual loopback',
  'virtual-ip': 'Virtual IP',
  'prefer-loopback': 'Preference between the two',
}

export const choices = {
  'per-session': 'Per session',
  'per-program': 'Per program',
  dhcp: 'DHCP server',
  pool: 'Pool',
  'server-address': 'Use the server’s address',
  none: 'No address',
}

export const filters = {
  types: {
    DesktopGroup: 'Delivery group',
    DesktopKind: 'Delivery group type',
    DesktopTag: 'Tag',
    OU: 'Organizational unit',
    HostName: 'Host name',
    User: 'User or group',
    ClientIP: 'Client IP address',
    ClientName: 'Client name',
    ClientPlatform: 'Client platform',
    AccessControl: 'Access control',
  },
  modes: { Allow: 'Allow', Deny: 'Deny' },
  hints: {
    DesktopGroup: 'Name of a delivery group',
    DesktopTag: 'A tag of the host',
    OU: 'A distinguished name; matches everything below it',
    HostName: '* and ? stand for any characters',
    DesktopKind: '',
    User: 'EXAMPLE\\ana, or a group',
    ClientIP: '10.0.0.7, 10.0.0.*, 10.0.0.1-10.0.0.70, 10.0.0.0/24',
    ClientName: '* and ? stand for any characters',
    ClientPlatform: '',
    AccessControl: 'WithAccessGateway',
  },
}
