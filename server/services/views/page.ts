/** One page of a list read by key: `next` is the cursor of the page after, or null on the last. */
export interface Page<T> {
  rows: T[]
  next: string | null
}

/** What every list takes. */
export interface PageRequest {
  cursor?: string
  limit: number
}
