/** Words for the closed codes of the rules: states, warnings, reasons. */

export const lifecycles = {
  'pending-approval': 'Pending approval',
  active: 'Active',
  quarantined: 'Quarantined',
  retired: 'Retired',
}

export const convergences = {
  converged: 'Converged',
  pending: 'Pending',
  partial: 'Partial',
  failed: 'Failed',
  drifted: 'Drifted',
  stale: 'Stale',
}

export const convergenceHelp = {
  converged: 'What the host was told last is in force, and every item was read back as wanted.',
  pending: 'The host was told, or will be told, something newer that is not yet in force.',
  partial: 'Some items could not be applied; the rest are in force.',
  failed: 'The configuration, or the signed order it came with, was refused, or no item could be applied.',
  drifted: 'A value was changed on the host by someone else.',
  stale: 'Not heard of for three poll intervals. Shown is the last known state.',
}

export const waitsFor: Record<string, string> = {
  'check-in': 'waits for the next check-in',
  approval: 'waits for approval',
  lifecycle: 'gets no configuration',
  slot: 'told, not yet applied',
  logon: 'in force after the next logon',
  restart: 'delivered, in force after a restart',
  wave: 'waits for its wave',
  drain: 'waits until nobody is logged on',
}

export const itemStates = {
  applied: 'Applied',
  failed: 'Failed',
  'not-applicable': 'Not applicable',
  pending: 'Pending',
  drifted: 'Drifted',
}

export const warnings: Record<string, { title: string; help: string }> = {
  'list-without-switch': {
    title: 'The list has no effect',
    help: 'Programs are listed, but the switch they depend on is not on in this policy.',
  },
  'user-filters-only': {
    title: 'Only user filters',
    help: 'These are machine settings: user filters cannot tell the sessions of one host apart, so the policy does not apply.',
  },
  'never-wins': {
    title: 'Never wins',
    help: 'A policy of higher priority sets everything this one sets, for every host it could reach.',
  },
  'matches-no-host': { title: 'Matches no host', help: 'No enrolled host satisfies the filters.' },
  'path-entry': {
    title: 'A path',
    help: 'Citrix documents executable names only; a VDA may ignore a path. The base name is what is matched.',
  },
  'interpreter-entry': {
    title: 'An interpreter',
    help: 'The list cannot tell its programs apart: everything it runs is covered.',
  },
  'browser-entry': {
    title: 'A browser',
    help: 'A browser loses its own loopback services unless their ports are excluded.',
  },
  'citrix-helper-entry': {
    title: 'A Citrix component',
    help: 'Listing it breaks HDX features. Remove it.',
  },
  'duplicate-entry': { title: 'Listed twice', help: 'Names compare without case; one entry is enough.' },
  'suspicious-entry': {
    title: 'Looks wrong',
    help: 'Short names, variables, wildcards, quotes and trailing blanks are taken literally and will match nothing.',
  },
  'vip-without-loopback': {
    title: 'Virtual IP without loopback',
    help: 'A listed server binds 0.0.0.0 and local clients reach it by 127.0.0.1: they will not find it.',
  },
  'missing-end': {
    title: 'One end is missing',
    help: 'Programs that talk by the loopback were seen, and only one of them is listed: they would miss each other.',
  },
  'missing-twin': {
    title: 'A twin is missing',
    help: 'Hosts also run the program of another width, 32 or 64 bits.',
  },
  'not-found': {
    title: 'Not seen on any host',
    help: 'No agent has seen it with an open socket: the name may be wrong, or nobody uses it.',
  },
  'unverified-os': {
    title: 'Unverified operating system',
    help: 'The feature is not verified on this version. An administrator can allow it in the farm’s settings.',
  },
}

export const predictionReasons: Record<string, string> = {
  'no-config': 'the host has no configuration in force yet',
  'switch-off': 'virtual loopback is off for this host',
  'list-empty': 'the program list is empty',
  'not-applicable': 'this host cannot do virtual loopback',
  'session-0': 'session 0 is never virtualised',
  'not-virtualised-protocol': 'console and service sessions are never virtualised',
  'address-out-of-range': 'the session id is outside the loopback range',
  'not-enforced': 'predicted, but nothing on this host enforces it',
}

/** The same in two words, for a table. */
export const predictionShort: Record<string, string> = {
  'no-config': 'no configuration',
  'switch-off': 'loopback off',
  'list-empty': 'list empty',
  'not-applicable': 'not applicable',
  'session-0': 'session 0',
  'not-virtualised-protocol': 'not virtualised',
  'address-out-of-range': 'out of range',
  'not-enforced': 'not enforced',
}

export const enforcers: Record<string, string> = {
  citrix: 'Citrix',
  microsoft: 'Microsoft',
  'linux-filter': 'Linux filter',
  'linux-shim': 'compatibility library',
  simulated: 'simulated',
  none: 'nothing',
}

export const discrepancies: Record<string, { title: string; help: string }> = {
  'not-listed': {
    title: 'Not listed',
    help: 'The program uses the loopback, but it is not on the program list, so it stays on 127.0.0.1.',
  },
  'switch-off': {
    title: 'Loopback off',
    help: 'An address of its own was seen although virtual loopback is off for this host.',
  },
  'prefer-loopback': {
    title: 'Prefer loopback',
    help: 'Both features apply to the program, and the preference between them decides otherwise than predicted.',
  },
  'session-0': { title: 'Session 0', help: 'Session 0 is never virtualised.' },
  'path-against-name': {
    title: 'Path against name',
    help: 'The list names a path and the program runs from another one; a VDA may match neither.',
  },
  'restart-pending': {
    title: 'Restart pending',
    help: 'The configuration was delivered and is in force only after a restart or a new logon.',
  },
  'not-enforced': {
    title: 'Not enforced',
    help: 'Nothing on this host changes what programs see: the address is predicted only.',
  },
  'no-lease': { title: 'No lease', help: 'The session should hold a virtual IP, but none was granted.' },
  'not-virtualised': {
    title: 'Not virtualised',
    help: 'Windows logged that it did not give a program of this session the virtual IP: it uses the server’s address.',
  },
  'foreign-address': {
    title: 'Foreign address',
    help: 'The program uses the loopback address of another session.',
  },
}

export const notApplicableReasons: Record<string, string> = {}

export const protocols: Record<string, string> = {
  ica: 'ICA',
  rdp: 'RDP',
  console: 'Console',
  services: 'Services',
  xrdp: 'xrdp',
  launched: 'Launched by the agent',
  ssh: 'SSH',
}

export const allocationKinds: Record<string, string> = {
  granted: 'Granted',
  computed: 'Predicted',
  observed: 'Observed',
}
