/** The programs of the simulated farm: one for each way a program can need, or not need, an address of its own. */

export interface SimulatedSocket {
  protocol: 'tcp' | 'udp'
  /** `loopback`: at this machine's own address; `outside`: at the address the network sees. */
  at: 'loopback' | 'outside'
  /** The port it listens on, or goes to. */
  port: number
  listens: boolean
  /** Who is called from an `outside` socket. */
  remote?: string
}

export interface SimulatedProgram {
  path: string
  sockets: readonly SimulatedSocket[]
}

const loopback = (port: number, listens: boolean): SimulatedSocket => ({
  protocol: 'tcp',
  at: 'loopback',
  port,
  listens,
})

const PROGRAMS = {
  softphone: {
    path: 'C:\\Program Files\\Softphone\\softphone.exe',
    sockets: [loopback(5060, true), { protocol: 'udp', at: 'outside', port: 16_384, listens: true }],
  },
  ctibridge: { path: 'C:\\Program Files\\Softphone\\ctibridge.exe', sockets: [loopback(5060, false)] },
  crm: {
    path: 'C:\\Program Files\\CRM\\crm.exe',
    sockets: [
      loopback(8085, true),
      { protocol: 'tcp', at: 'outside', port: 1433, listens: false, remote: '10.1.0.20' },
    ],
  },
  crmhelper: { path: 'C:\\Program Files\\CRM\\crmhelper.exe', sockets: [loopback(8085, false)] },
  scanagent: { path: 'C:\\Program Files\\Scan\\scanagent.exe', sockets: [loopback(9100, true)] },
  terminal: {
    path: 'C:\\Program Files\\Terminal\\terminal.exe',
    sockets: [{ protocol: 'tcp', at: 'outside', port: 23, listens: false, remote: '10.1.0.40' }],
  },
  notes: { path: 'C:\\Windows\\System32\\notepad.exe', sockets: [] },
} as const satisfies Record<string, SimulatedProgram>

export const DESKTOPS: readonly (readonly SimulatedProgram[])[] = [
  [PROGRAMS.softphone, PROGRAMS.ctibridge, PROGRAMS.crm, PROGRAMS.crmhelper],
  [PROGRAMS.crm, PROGRAMS.crmhelper, PROGRAMS.notes],
  [PROGRAMS.softphone, PROGRAMS.ctibridge, PROGRAMS.terminal],
  [PROGRAMS.scanagent, PROGRAMS.terminal, PROGRAMS.notes],
]

export const USERS = [
  'ana',
  'luis',
  'marta',
  'jon',
  'ines',
  'pablo',
  'sara',
  'hugo',
  'elena',
  'iker',
  'clara',
  'diego',
  'nuria',
  'raul',
  'irene',
  'oscar',
  'laura',
  'marc',
  'julia',
  'andres',
  'alba',
  'tomas',
  'rosa',
  'victor',
  'lucia',
  'pau',
  'olga',
  'ivan',
  'eva',
  'adrian',
  'noa',
  'bruno',
  'carla',
  'mateo',
  'silvia',
  'joel',
  'paula',
  'leo',
  'vera',
  'martin',
] as const
