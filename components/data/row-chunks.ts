/** So many rows are drawn, or left out, as one: what a fast scroll uncovers in one frame. */
const MOST = 3

/** The chunks of each page, as long as the page itself is kept: a page that stays the same is not drawn anew. */
const known = new WeakMap<readonly unknown[], readonly (readonly unknown[])[]>()

export function chunksOf<Row>(rows: readonly Row[]): readonly (readonly Row[])[] {
  const kept = known.get(rows) as readonly (readonly Row[])[] | undefined
  if (kept) return kept
  const chunks: (readonly Row[])[] = []
  for (let at = 0; at < rows.length; at += MOST) chunks.push(rows.slice(at, at + MOST))
  known.set(rows, chunks)
  return chunks
}
