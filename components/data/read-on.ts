/** What is asked of an infinite query to read its next page. */
export type ReadNext = (options: { cancelRefetch: boolean }) => Promise<{
  data: { pages: readonly unknown[] } | undefined
  isError: boolean
  hasNextPage: boolean
}>

/** Each reading that is joined or broken off costs one; a list that is read anew without end is left alone. */
const MOST_TRIES = 20

/**
 * Reads until a list of `pages` pages has one more, it failed, or there is none. The wish waits for what is being read
 * anew instead of breaking it off, and outlives one that breaks off its own reading: whoever asked once has asked.
 */
export async function readOn(readNext: ReadNext, pages: number): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { data, isError, hasNextPage } = await readNext({ cancelRefetch: false })
    if (isError || !hasNextPage || (data?.pages.length ?? 0) > pages) return
  }
}
