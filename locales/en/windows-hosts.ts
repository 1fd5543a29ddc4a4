/** A host's own checks, owners of values, and keys that two machines bear. */

export const windowsHosts = {
  checks: 'Pre-flight checks',
  checksHint: 'What the settings in force here need of the host, as the host found it last.',
  noMend: 'Nothing to do',
  states: { fine: 'Fine', attention: 'Attention', broken: 'Broken', unknown: 'Unknown' },
  mend: 'Mend',
  /** What the host says, in its words. */
  sentence: (english: string): string => english,
  names: {
    'server-os': 'Operating system',
    'winsock-catalog': 'WinSock catalogue',
    'session-host': 'Session host role',
    wmi: 'WMI class of virtual IP',
    'cloud-hosted': 'Place of the machine',
    adapter: 'Network adapter',
    dhcp: 'DHCP',
    'read-back': 'Reading values back',
  } as Record<string, string>,
  owners: {
    'group-policy': 'owned by group policy',
    'another-admin': 'owned by another admin',
  } as Record<string, string>,
  quarantined: {
    title: 'This key was used by two machines',
    text: 'An image that was enrolled before it was copied does this. Nothing that comes under the key is stored, so no history is mixed. Take the key away: this machine enrols again into this row, each other machine gets a row of its own.',
  },
  rekey: {
    button: 'Take the key away',
    title: (name: string) => `Take the key of ${name} away?`,
    text: 'Every machine that holds it is refused from now on. A machine with a token at boot comes back by itself; on others run vipfarm-agent enroll with a new token.',
    submit: 'Take the key away',
    done: (name: string) => `The key of ${name} opens nothing any more.`,
  },
  atBoot: 'For hosts that forget their key at each boot',
  atBootHint:
    'Non-persistent disks: a machine counts once, and comes back to its row. Valid for up to 8,760 hours.',
  atBootMark: 'At boot',
  atBootHours: '1 to 8,760 (a year).',
  invalidAtBootHours: 'Give a whole number from 1 to 8760.',
}
