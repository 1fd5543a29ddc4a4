/** What people do in their sessions of `xrdp.sh`: two programs that serve the ports they are told. */

import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { until } from '~/tests/support/until'

const NEEDED = [
  '/usr/sbin/xrdp',
  '/usr/lib/xorg/modules/drivers/xrdpdev_drv.so',
  '/usr/bin/xfreerdp',
  '/usr/bin/Xvfb',
]
export const PEOPLE = ['ana', 'bruno'] as const

/** What this machine lacks for it, or null. */
export function lackingForXrdp(): string | null {
  const lacking = NEEDED.find((path) => !existsSync(path))
  return lacking ? `${lacking} is missing: apt-get install xrdp xorgxrdp freerdp2-x11 xvfb openssl` : null
}

/** Serves the port it is told with its user's name, and says where, and whom a client of the same session reaches. */
const PROGRAM = `
import errno, os, socket, subprocess, sys, threading
name, user, home = sys.argv[1], os.environ["USER"], os.environ["HOME"]
CLIENT = "import socket, sys; print(socket.create_connection(('127.0.0.1', int(sys.argv[1])), 5).recv(100).decode())"
heard = open(os.path.join(home, "heard-" + name), "w", buffering=1)
def serve(server):
    while True:
        client, _ = server.accept()
        client.sendall(user.encode())
        client.close()
for line in open(os.path.join(home, "say-" + name), "r+b", buffering=0):
    if int(line) == 0:
        os._exit(0)
    try:
        server = socket.create_server(("127.0.0.1", int(line)))
    except OSError as error:
        heard.write(errno.errorcode[error.errno] + "\\n")
        continue
    threading.Thread(target=serve, args=(server,), daemon=True).start()
    reached = subprocess.run([sys.executable, "-c", CLIENT, line.decode()], capture_output=True, text=True)
    heard.write("%s reaches %s\\n" % (server.getsockname()[0], reached.stdout.strip() or reached.stderr))
`

type Program = 'crm' | 'other'

export class RdpPeople {
  constructor(
    private readonly folder: string,
    programs: Record<Program, string>,
  ) {
    const script = join(folder, 'desktop.py')
    writeFileSync(script, PROGRAM)
    const desktop = join(folder, 'desktop')
    // The desktop ends, and with it the session, when somebody says so.
    const lines = (['other', 'crm'] as const).map((name) => `'${programs[name]}' '${script}' ${name} &\n`)
    writeFileSync(desktop, `#!/bin/sh\n${lines.join('')}wait\n`)
    chmodSync(desktop, 0o755)
  }

  /** What comes of it where both programs of both people serve one port, until they log off. */
  async serveAll(port: number): Promise<string[]> {
    const heard: string[] = []
    for (const program of ['crm', 'other'] as const)
      for (const user of PEOPLE) heard.push(await this.serve(user, program, port))
    return heard
  }

  /** A listed program serves for each of them, at its session's own address; of the others the first alone. */
  static wanted(loopbacks: readonly string[]): string[] {
    const listed = PEOPLE.map((user, at) => `${loopbacks[at]} reaches ${user}`)
    return [...listed, `127.0.0.1 reaches ${PEOPLE[0]}`, 'EADDRINUSE']
  }

  async logOff(): Promise<void> {
    for (const program of ['crm', 'other'] as const)
      for (const user of PEOPLE) await this.tell(user, program, 0)
  }

  private tell(user: string, program: Program, port: number): Promise<void> {
    return writeFile(join(this.folder, user, `say-${program}`), `${port}\n`)
  }

  private async serve(user: string, program: Program, port: number): Promise<string> {
    await this.tell(user, program, port)
    const heard = join(this.folder, user, `heard-${program}`)
    return until(`what ${program} of ${user} says`, () => /^(.+)\n$/.exec(readFileSync(heard, 'utf8'))?.[1])
  }
}
