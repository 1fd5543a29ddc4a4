import { router, t } from './init'
import { addressesRouter } from './routers/addresses'
import { auditRouter } from './routers/audit'
import { catalogueRouter } from './routers/catalogue'
import { deliveryGroupsRouter } from './routers/delivery-groups'
import { discoveryRouter } from './routers/discovery'
import { discrepanciesRouter } from './routers/discrepancies'
import { farmRouter } from './routers/farm'
import { hostsRouter } from './routers/hosts'
import { keysRouter } from './routers/keys'
import { meRouter } from './routers/me'
import { overviewRouter } from './routers/overview'
import { policiesRouter } from './routers/policies'
import { poolsRouter } from './routers/pools'
import { publishRequestsRouter } from './routers/publish-requests'
import { rolloutsRouter } from './routers/rollouts'
import { searchRouter } from './routers/search'
import { sessionsRouter } from './routers/sessions'
import { tokensRouter } from './routers/tokens'
import { usersRouter } from './routers/users'
import { viewsRouter } from './routers/views'

/** What people may call, one router for each noun. No transformer: every time is an ISO 8601 string. */
export const appRouter = router({
  me: meRouter,
  views: viewsRouter,
  users: usersRouter,
  farm: farmRouter,
  keys: keysRouter,
  search: searchRouter,
  overview: overviewRouter,
  deliveryGroups: deliveryGroupsRouter,
  policies: policiesRouter,
  publishRequests: publishRequestsRouter,
  rollouts: rolloutsRouter,
  hosts: hostsRouter,
  sessions: sessionsRouter,
  addresses: addressesRouter,
  pools: poolsRouter,
  discrepancies: discrepanciesRouter,
  discovery: discoveryRouter,
  catalogue: catalogueRouter,
  tokens: tokensRouter,
  audit: auditRouter,
})

export type AppRouter = typeof appRouter

/** Calls without HTTP: pages on the server, and tests. */
export const createCaller = t.createCallerFactory(appRouter)
export type AppCaller = ReturnType<typeof createCaller>
