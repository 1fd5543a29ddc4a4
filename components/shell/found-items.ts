import { FileSliders, MonitorSmartphone, Network, Search, Server, User } from 'lucide-react'
import type { Found } from '~/components/data/api'
import type { Messages } from '~/locales/catalogue'
import type { PaletteGroup } from './palette-item'

/** No host is called like it: whoever types it looks for who holds it. */
const ADDRESS = /^\d+\.[\d.]*$|^[\da-f:.]*:[\da-f:.]*$/i

type FoundSession = Found['sessions'][number]

/** What the server found for a word, by kind. */
export function foundItems(found: Found, t: Messages): PaletteGroup[] {
  const sessionHref = ({ id }: FoundSession, more = '') => `/sessions?session=${id}${more}`
  const where = ({ number, host }: FoundSession) => t.sessions.detail.where(String(number), host)
  return [
    {
      heading: t.shell.found.addresses,
      items: found.addresses.map((held) => ({
        key: `address:${held.held}:${held.id}`,
        text: `${held.held} · ${held.user}`,
        detail: where(held),
        icon: Network,
        href: sessionHref(held, `&q=${encodeURIComponent(held.held)}`),
      })),
    },
    {
      heading: t.hosts.title,
      items: found.hosts.map(({ id, name }) => ({
        key: `host:${id}`,
        text: name,
        icon: Server,
        href: `/hosts/${id}`,
      })),
    },
    {
      heading: t.sessions.title,
      items: found.sessions.map((session) => ({
        key: `session:${session.id}`,
        text: session.address ? `${session.user} · ${session.address}` : session.user,
        detail: session.ended ? `${where(session)} · ${t.sessions.ended}` : where(session),
        icon: MonitorSmartphone,
        href: sessionHref(session, session.ended ? '&state=all' : ''),
      })),
    },
    {
      heading: t.shell.found.people,
      items: found.people.map(({ name }) => ({
        key: `person:${name}`,
        text: name,
        detail: t.shell.found.allSessions,
        icon: User,
        href: `/sessions?state=all&q=${encodeURIComponent(name)}`,
      })),
    },
    {
      heading: t.policies.title,
      items: found.policies.map(({ id, name }) => ({
        key: `policy:${id}`,
        text: name,
        icon: FileSliders,
        href: `/policies/${id}`,
      })),
    },
  ]
}

/** The lists that have all of it. */
export function searchItems(q: string, t: Messages): PaletteGroup {
  const word = encodeURIComponent(q)
  const hosts = { key: 'all-hosts', text: t.shell.searchHosts(q), icon: Search, href: `/hosts?q=${word}` }
  const sessions = {
    key: 'all-sessions',
    text: t.shell.searchSessions(q),
    icon: Search,
    href: `/sessions?q=${word}`,
  }
  return { heading: t.shell.paletteSearch, items: ADDRESS.test(q) ? [sessions, hosts] : [hosts, sessions] }
}
