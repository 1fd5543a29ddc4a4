import {
  FileSliders,
  FlaskConical,
  KeyRound,
  LayoutDashboard,
  type LucideIcon,
  MonitorSmartphone,
  Network,
  Radar,
  ScrollText,
  Server,
  Settings,
  Waves,
} from 'lucide-react'
import type { Permission } from '~/components/data/api'

/** Where people arrive: the screen that every role may see. */
export const HOME = '/overview'

/** The sections of the side navigation. */
export const SECTIONS = ['farm', 'policy', 'administration'] as const

interface Screen {
  key: string
  /** After `g` it leads there, from anywhere. */
  letter: string
  href: string
  permission: Permission
  icon: LucideIcon
  section: (typeof SECTIONS)[number]
}

/** The screens in the order of their section, and who may see each. */
export const SCREENS = [
  {
    key: 'overview',
    letter: 'o',
    href: '/overview',
    permission: 'hosts.see',
    icon: LayoutDashboard,
    section: 'farm',
  },
  { key: 'hosts', letter: 'h', href: '/hosts', permission: 'hosts.see', icon: Server, section: 'farm' },
  {
    key: 'sessions',
    letter: 's',
    href: '/sessions',
    permission: 'hosts.see',
    icon: MonitorSmartphone,
    section: 'farm',
  },
  {
    key: 'addresses',
    letter: 'a',
    href: '/addresses',
    permission: 'hosts.see',
    icon: Network,
    section: 'farm',
  },
  {
    key: 'policies',
    letter: 'p',
    href: '/policies',
    permission: 'policies.see',
    icon: FileSliders,
    section: 'policy',
  },
  {
    key: 'whatIf',
    letter: 'w',
    href: '/what-if',
    permission: 'policies.see',
    icon: FlaskConical,
    section: 'policy',
  },
  {
    key: 'discovery',
    letter: 'd',
    href: '/discovery',
    permission: 'hosts.see',
    icon: Radar,
    section: 'policy',
  },
  {
    key: 'rollouts',
    letter: 'r',
    href: '/rollouts',
    permission: 'policies.see',
    icon: Waves,
    section: 'policy',
  },
  {
    key: 'enrolment',
    letter: 'e',
    href: '/enrolment',
    permission: 'hosts.manage',
    icon: KeyRound,
    section: 'administration',
  },
  {
    key: 'audit',
    letter: 'u',
    href: '/audit',
    permission: 'audit.see',
    icon: ScrollText,
    section: 'administration',
  },
  {
    key: 'settings',
    letter: 't',
    href: '/settings',
    permission: 'hosts.see',
    icon: Settings,
    section: 'administration',
  },
] as const satisfies Screen[]
