/** Stands for a row of more than one line, in whichever of its cells. */
export const TALL = -1

/** The columns in which some rows do not show all that they hold, by their place; `TALL` among them for a higher row. */
export function cutPlaces(body: HTMLTableSectionElement, rowHeight: number): number[] {
  const places = new Set<number>()
  for (const row of body.querySelectorAll<HTMLElement>('[data-row]')) {
    if (row.offsetHeight > rowHeight + 1) places.add(TALL)
  }
  for (const element of body.querySelectorAll<HTMLElement>('[data-row] > td, [data-row] .truncate')) {
    if (element.scrollWidth <= element.clientWidth + 1 || element.clientWidth === 0) continue
    const cell = element.closest('td')
    if (cell) places.add(cell.cellIndex)
  }
  return [...places]
}
