/** Programs of the system itself: their sockets are no evidence. Rulebook 6. */

import type { OsFamily } from '../host-facts'
import { programKey } from '../program'

const WINDOWS = new Set(
  `system|system idle process|[system process]|system process|registry|smss.exe|csrss.exe|wininit.exe|winlogon.exe|services.exe|
lsass.exe|lsaiso.exe|svchost.exe|spoolsv.exe|dns.exe|dhcp.exe|ntoskrnl.exe|memcompression|wudfhost.exe|sppsvc.exe|
msmpeng.exe|mssense.exe|mpdefendercoreservice.exe|nissrv.exe|searchindexer.exe|taskhostw.exe|sihost.exe|dwm.exe|
termservice.exe|rdpclip.exe|wmiprvse.exe|vmms.exe|vmcompute.exe|dfsrs.exe|ismserv.exe|microsoft.activedirectory.webservices.exe|
inetinfo.exe|w3wp.exe|snmp.exe|vmtoolsd.exe|picasvc2.exe|brokeragent.exe|ctxgfx.exe|cdfsvc.exe|ctxsvchost.exe|
citrix.wem.agent.service.exe|imaadvanced.exe|imasrv.exe|telemetryservice.exe`
    .replaceAll('\n', '')
    .split('|'),
)
const LINUX = new Set(
  `systemd systemd-resolve systemd-resolved systemd-network systemd-networkd systemd-timesyn systemd-timesyncd init sshd
cupsd cups-browsed avahi-daemon dhclient dhcpcd NetworkManager rpcbind rpc.statd rpc.mountd chronyd ntpd dnsmasq
rsyslogd dbus-daemon master exim4 xrdp xrdp-sesman snmpd nmbd smbd winbindd sssd polkitd containerd dockerd`.split(
    /\s+/,
  ),
)

export function isSystemProgram(program: string, family: OsFamily): boolean {
  const key = programKey(program, family)
  return family === 'windows' ? WINDOWS.has(key) : LINUX.has(key)
}

/** UDP ports of discovery protocols: everybody on the machine listens there together. */
const GROUP_UDP = new Set([
  67, 68, 123, 137, 138, 500, 546, 547, 1900, 3702, 4500, 5050, 5350, 5351, 5353, 5355, 6771, 17500, 27036,
])

export function isGroupUdpPort(port: number): boolean {
  return GROUP_UDP.has(port)
}

/** Whether the system picks such ports by itself when a program names none. */
export function isPickedPort(port: number, family: OsFamily): boolean {
  return family === 'windows' ? port >= 49_152 : port >= 32_768 && port <= 60_999
}
