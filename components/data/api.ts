/** The shapes that the server's procedures return, by the names the screens use. Types only: no server code comes along. */

import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '~/server/trpc/app-router'

export type { AppRouter }
export type Inputs = inferRouterInputs<AppRouter>
export type Outputs = inferRouterOutputs<AppRouter>

export type Me = Outputs['me']['get']
export type Permission = Me['permissions'][number]
export type Role = Me['user']['role']
export type Theme = Me['user']['theme']
export type Density = Me['user']['density']
export type SavedView = Outputs['views']['list']['views'][number]
export type FarmSettings = Outputs['farm']['get']
export type About = Outputs['farm']['about']
export type KeysView = Outputs['keys']['list']
export type Found = Outputs['search']['find']
export type PolicyList = Outputs['policies']['list']
export type PolicyRow = PolicyList['policies'][number]
export type PublishPlan = Outputs['policies']['plan']
export type PolicyChange = PublishPlan['changes'][number]
export type Resolution = Outputs['policies']['resultant']
export type WhatIf = Outputs['policies']['whatIf']
export type RestorePlan = Outputs['policies']['restorePlan']
export type RevisionRow = Outputs['policies']['history']['rows'][number]
export type RevisionView = Outputs['policies']['revision']
export type Overview = Outputs['overview']['get']
export type SessionHour = Overview['sessions']['hours'][number]
export type HostSummary = Outputs['hosts']['summary']
export type HostRow = Outputs['hosts']['list']['rows'][number]
export type HostView = Outputs['hosts']['get']
export type Convergence = HostRow['convergence']['state']
export type Lifecycle = HostRow['lifecycle']
export type SessionRow = Outputs['sessions']['list']['rows'][number]
export type SessionView = Outputs['sessions']['get']
export type PoolRow = Outputs['pools']['list']['rows'][number]
export type PoolView = Outputs['pools']['get']
export type PoolAddressRow = Outputs['pools']['addresses']['rows'][number]
export type PoolPlan = Outputs['pools']['plan']
export type DiscrepancyRow = Outputs['discrepancies']['list']['rows'][number]
export type Who = Outputs['addresses']['who']
export type HeldRow = Outputs['addresses']['ofUser']['rows'][number]
export type HelpDeskCard = Outputs['sessions']['card']['cards'][number]
export type DeliveryGroupRow = Outputs['deliveryGroups']['list']['rows'][number]
export type TokenRow = Outputs['tokens']['list']['rows'][number]
export type AuditRow = Outputs['audit']['list']['rows'][number]
export type UserRow = Outputs['users']['list']['rows'][number]
