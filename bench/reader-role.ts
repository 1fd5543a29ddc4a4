/** Somebody who reads downloads, in a process of their own: what is measured beside must not wait for their garbage. */

import { serveRole } from './child'
import { openPerson, type Person } from './person'

export async function serveReader(): Promise<void> {
  let person: Person | null = null
  serveRole(
    {
      signIn: async ({ port, user }: { port: number; user: { username: string; password: string } }) => {
        person = await openPerson(port, user)
      },
      download: ({ path }: { path: string }) => person?.download(path),
    },
    async () => person?.close(),
  )
}
