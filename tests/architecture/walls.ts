/** Who may import whom. The first row whose `room` holds a file judges it; order is therefore part of the rule. */
export interface Wall {
  /** Files whose path begins with this. */
  room: string
  /** Project paths it may import, by their beginning; its own room always. */
  rooms: readonly string[]
  /** Of these rooms and packages it may import types only. */
  types?: readonly string[]
  /** Packages by name; `node:*` allows all of Node's. */
  packages: readonly string[]
  /** Where code that wants more belongs. */
  instead: string
}

const SERVER_WORDS = ['server/errors', 'server/clock', 'server/log', 'server/env', 'server/project-root']
const PRISMA = ['@prisma/client', '@prisma/adapter-pg']
const UI_PACKAGES = [
  'react',
  'react-dom',
  'radix-ui',
  'lucide-react',
  'clsx',
  'tailwind-merge',
  'class-variance-authority',
  'cmdk',
  'sonner',
]
const ROUTER_TYPES = ['server/trpc', 'server/services/views', 'server/errors', 'server/auth']
const SERVICES_MAY = [
  'server/repositories',
  'server/auth',
  'server/live',
  'domain',
  'formats',
  'protocol',
  ...SERVER_WORDS,
]
const EDGE_MAY = [
  'server/services',
  'server/auth',
  'server/live',
  'protocol',
  'domain',
  'server/runtime',
  ...SERVER_WORDS,
]

export const WALLS: readonly Wall[] = [
  {
    room: 'domain/',
    rooms: [],
    packages: [],
    instead:
      'domain/ is pure: pass the value in as an argument, and read it in a service, the agent or the command line',
  },
  {
    room: 'formats/',
    rooms: ['domain'],
    packages: ['zod', 'yaml', 'saxes', 'csv-parse', '@cdktf/hcl2json'],
    instead: 'formats/ turns text into values: reading files belongs to cli/ or a service',
  },
  {
    room: 'protocol/',
    rooms: ['domain'],
    packages: ['zod', 'node:crypto'],
    instead: 'protocol/ holds shapes, hashes and signatures: sending belongs to agent/control or server/http',
  },
  {
    room: 'agent/',
    rooms: ['protocol', 'domain', 'formats'],
    packages: ['node:*', 'zod'],
    instead: 'the agent needs Node only: what it shares with the server belongs to protocol/ or domain/',
  },
  {
    room: 'server/repositories/',
    rooms: ['domain', 'server/database', ...SERVER_WORDS],
    types: ['protocol'],
    packages: [...PRISMA, 'pg', 'pg-copy-streams', 'node:*'],
    instead: 'repositories hold queries: decisions belong to server/services',
  },
  {
    room: 'server/database/',
    rooms: ['domain', ...SERVER_WORDS],
    packages: [...PRISMA, 'pg', 'node:*'],
    instead: 'server/database opens the database: queries belong to server/repositories',
  },
  {
    room: 'server/live/',
    rooms: ['server/database', 'protocol', 'domain', ...SERVER_WORDS],
    packages: ['pg', 'node:*'],
    instead: 'server/live tells who listens: what is told belongs to server/services',
  },
  {
    room: 'server/auth/',
    rooms: ['server/repositories', 'domain', ...SERVER_WORDS],
    packages: ['better-auth', 'node:*'],
    instead:
      'server/auth says who somebody is: what they may do stands in domain/permission, doing it in server/services',
  },
  {
    room: 'server/services/',
    rooms: SERVICES_MAY,
    packages: ['node:*', 'zod'],
    instead:
      'a service knows neither HTTP nor Prisma: queries belong to server/repositories, requests to server/trpc or server/http',
  },
  {
    room: 'server/tasks/',
    rooms: ['server/services', 'domain', ...SERVER_WORDS],
    packages: ['node:*'],
    instead: 'a task calls services on a timer: the work belongs to server/services',
  },
  {
    room: 'server/trpc/',
    rooms: [...EDGE_MAY, 'server/http'],
    packages: ['@trpc/server', 'zod', 'node:*'],
    instead: 'a procedure is an input, an output and one service call: the rest belongs to server/services',
  },
  {
    room: 'server/http/',
    rooms: [...EDGE_MAY, 'server/trpc'],
    types: ['server/repositories'],
    packages: ['@trpc/server', 'zod', 'node:*'],
    instead: 'server/http reads requests and writes answers: the rest belongs to server/services',
  },
  {
    room: 'server/runtime',
    rooms: [],
    types: ['server/trpc'],
    packages: [],
    instead: 'server/runtime.ts is in the bundle of the pages too: it may hold types only',
  },
  {
    room: 'server/',
    rooms: ['server', 'domain', 'formats', 'protocol', 'locales', 'agent'],
    packages: ['*'],
    instead: '',
  },
  {
    room: 'components/ui/',
    rooms: [],
    packages: UI_PACKAGES,
    instead: 'components/ui could ship in another product: what knows our nouns belongs to components/<noun>',
  },
  {
    room: 'components/',
    rooms: ['domain', 'locales', 'components'],
    types: [...ROUTER_TYPES, 'protocol', '@trpc/server'],
    packages: [
      ...UI_PACKAGES,
      '@trpc/client',
      '@trpc/tanstack-react-query',
      '@tanstack/react-query',
      '@tanstack/react-table',
      '@tanstack/react-virtual',
      'next',
      'next-themes',
      'zod',
    ],
    instead: 'components show what they are given: ask the server through tRPC',
  },
  {
    room: 'app/',
    rooms: ['components', 'locales', 'domain', 'server/runtime'],
    types: ROUTER_TYPES,
    packages: ['next', 'react', 'geist', 'next-themes', '@tanstack/react-query', 'server-only'],
    instead:
      'pages gate, prefetch and compose: call the server by runtime().callerFor(), put parts into components/',
  },
  { room: 'locales/', rooms: ['domain'], packages: [], instead: 'locales/ holds texts' },
  {
    room: 'cli/',
    rooms: ['server', 'domain', 'formats', 'protocol', 'locales'],
    packages: ['commander', 'node:*', 'zod'],
    instead: 'the command line calls services or the HTTP API',
  },
]
