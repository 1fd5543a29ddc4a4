/** Where a key leads in a grid of `columns` that is filled row by row; null for a key that leads nowhere. */
export function gridStep(key: string, at: number, count: number, columns: number): number | null {
  const start = at - (at % columns)
  const targets: Record<string, number> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at + columns,
    ArrowUp: at - columns,
    Home: start,
    End: Math.min(start + columns - 1, count - 1),
  }
  const next = targets[key]
  return next === undefined || next < 0 || next >= count ? null : next
}
