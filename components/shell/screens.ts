import {
  FileSliders,
  FlaskConical,
  KeyRound,
  LayoutDashboard,
  type LucideIcon,
  MonitorSmartphone,
  ScrollText,
  Server,
  Users,
} from 'lucide-react'
import type { Permission } from '~/components/data/api'

/** Where people arrive: the screen that every role may see. */
export const HOME = '/overview'

/** The screens in the order of the side navigation, and who may see each. */
export const SCREENS = [
  { key: 'overview', href: '/overview', permission: 'hosts.see', icon: LayoutDashboard },
  { key: 'policies', href: '/policies', permission: 'policies.see', icon: FileSliders },
  { key: 'whatIf', href: '/what-if', permission: 'policies.see', icon: FlaskConical },
  { key: 'hosts', href: '/hosts', permission: 'hosts.see', icon: Server },
  { key: 'sessions', href: '/sessions', permission: 'hosts.see', icon: MonitorSmartphone },
  { key: 'enrolment', href: '/enrolment', permission: 'hosts.manage', icon: KeyRound },
  { key: 'audit', href: '/audit', permission: 'audit.see', icon: ScrollText },
  { key: 'users', href: '/users', permission: 'farm.manage', icon: Users },
] as const satisfies { key: string; href: string; permission: Permission; icon: LucideIcon }[]
