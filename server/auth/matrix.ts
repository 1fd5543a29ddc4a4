/**
 * Who may call what: a row for every procedure and every route, read by tests, which call each as nobody and as every
 * role. It repeats what the code asks for on purpose: two that disagree are noticed.
 */

import type { Permission } from '~/domain/permission'

/**
 * A permission of rulebook 9; `signed-in`: whoever is; `host`: an enrolled host with its credential, no person;
 * `public`: anybody.
 */
export type Caller = Permission | 'signed-in' | 'host' | 'public'

/** Procedures below `/api/trpc/`. */
export const PROCEDURE_CALLERS: Readonly<Record<string, Caller>> = {
  'me.get': 'signed-in',
  'me.update': 'signed-in',
  'me.changePassword': 'signed-in',
  'views.list': 'signed-in',
  'views.save': 'signed-in',
  'views.remove': 'signed-in',
  'users.list': 'farm.manage',
  'users.create': 'farm.manage',
  'users.setRole': 'farm.manage',
  'users.setDisabled': 'farm.manage',
  'farm.get': 'signed-in',
  'farm.update': 'farm.manage',
  'deliveryGroups.list': 'hosts.see',
  'deliveryGroups.create': 'hosts.manage',
  'policies.list': 'policies.see',
  'policies.get': 'policies.see',
  'policies.create': 'policies.edit',
  'policies.save': 'policies.edit',
  'policies.remove': 'policies.edit',
  'policies.reorder': 'policies.edit',
  'policies.plan': 'policies.see',
  'policies.publish': 'policies.publish',
  'policies.restorePlan': 'policies.see',
  'policies.restore': 'policies.publish',
  'policies.storePlan': 'policies.edit',
  'policies.applyPlan': 'policies.publish',
  'policies.history': 'policies.see',
  'policies.revision': 'policies.see',
  'policies.resultant': 'policies.see',
  'policies.whatIf': 'policies.see',
  'publishRequests.list': 'policies.see',
  'publishRequests.create': 'policies.publish',
  'publishRequests.approve': 'policies.publish',
  'publishRequests.decline': 'policies.publish',
  'rollouts.list': 'policies.see',
  'rollouts.get': 'policies.see',
  'rollouts.hosts': 'policies.see',
  'rollouts.halt': 'policies.publish',
  'rollouts.resume': 'policies.publish',
  'rollouts.rollBack': 'policies.publish',
  'rollouts.watch': 'policies.see',
  'overview.get': 'hosts.see',
  'hosts.summary': 'hosts.see',
  'hosts.list': 'hosts.see',
  'hosts.get': 'hosts.see',
  'hosts.update': 'hosts.manage',
  'hosts.approve': 'hosts.manage',
  'hosts.retire': 'hosts.manage',
  'hosts.rekey': 'hosts.manage',
  'hosts.watch': 'hosts.see',
  'sessions.list': 'hosts.see',
  'sessions.get': 'hosts.see',
  'sessions.watch': 'hosts.see',
  'addresses.who': 'hosts.see',
  'addresses.ofSession': 'hosts.see',
  'addresses.timeline': 'hosts.see',
  'addresses.ofUser': 'hosts.see',
  'pools.list': 'hosts.see',
  'pools.get': 'hosts.see',
  'pools.addresses': 'hosts.see',
  'pools.plan': 'hosts.manage',
  'pools.create': 'hosts.manage',
  'pools.save': 'hosts.manage',
  'pools.remove': 'hosts.manage',
  'pools.reserve': 'hosts.manage',
  'discrepancies.list': 'hosts.see',
  'sessions.card': 'hosts.see',
  'tokens.list': 'hosts.manage',
  'tokens.create': 'hosts.manage',
  'tokens.revoke': 'hosts.manage',
  'audit.list': 'audit.see',
  'audit.actions': 'audit.see',
}

/** Everything else that the server answers itself, by `METHOD path`. */
export const ROUTE_CALLERS: Readonly<Record<string, Caller>> = {
  'GET /healthz': 'public',
  'GET /readyz': 'public',
  'POST /api/auth/sign-in': 'public',
  'POST /api/auth/sign-out': 'public',
  'GET /api/export/audit.csv': 'audit.export',
  'GET /api/export/audit.jsonl': 'audit.export',
  'GET /api/export/allocations.csv': 'allocations.export',
  'GET /api/export/allocations.jsonl': 'allocations.export',
  // A host that enrols is nobody yet: the token in its body is checked in its place.
  'POST /api/agent/enroll': 'public',
  'POST /api/agent/checkIn': 'host',
  'POST /api/agent/report': 'host',
  'POST /api/agent/lease': 'host',
  'POST /api/agent/release': 'host',
  'GET /api/agent/watch': 'host',
  'GET /api/agent/bundle': 'host',
}
