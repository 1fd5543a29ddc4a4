/** Captures as tools save them, of a program that listens on one loopback port. */

/** `netstat -anob` of one session's instance, beside a few rows that mean nothing. */
export function netstatOf(program: string, pid: number, port: number, address = '10.1.0.7'): string {
  return [
    '',
    'Active Connections',
    '',
    '  Proto  Local Address          Foreign Address        State           PID',
    '  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       748',
    '  RpcSs',
    ' [svchost.exe]',
    `  TCP    127.0.0.1:${port}         0.0.0.0:0              LISTENING       ${pid}`,
    ` [${program}]`,
    `  TCP    ${address}:50112        10.1.0.20:443          ESTABLISHED     ${pid}`,
    ` [${program}]`,
    '',
  ].join('\r\n')
}
