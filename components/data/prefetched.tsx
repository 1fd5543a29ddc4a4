import { dehydrate, QueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Hydrated } from './hydrated'

/** One answer that the server fetched already, under the key its query will look for. */
export interface Prefetch {
  /** The procedure, such as `hosts.list`. */
  path: string
  input?: unknown
  data: unknown
  /** Set for the first page of a list that loads more. */
  infinite?: boolean
}

/** The key that `@trpc/tanstack-react-query` gives a procedure: the path, then the input without its cursor. */
export function queryKeyOf({ path, input, infinite }: Omit<Prefetch, 'data'>): unknown[] {
  return [path.split('.'), { ...(input !== undefined && { input }), type: infinite ? 'infinite' : 'query' }]
}

/** Hands the queries below what the page fetched, so that they show it at once and do not ask again. */
export function Prefetched({ queries, children }: { queries: Prefetch[]; children: ReactNode }) {
  const client = new QueryClient()
  for (const query of queries) {
    const data = query.infinite ? { pages: [query.data], pageParams: [null] } : query.data
    client.setQueryData(queryKeyOf(query), data)
  }
  return <Hydrated state={JSON.stringify(dehydrate(client))}>{children}</Hydrated>
}
