'use client'

import { type ComponentProps, type KeyboardEvent, useRef, useState } from 'react'
import { classNames } from './class-names'
import { FILLS } from './fills'
import { gridStep } from './grid-step'
import { Picture } from './picture'
import { ShareBar } from './share-bar'

export const POOL_STATES = ['free', 'held', 'resting', 'reserved', 'conflict'] as const
export type PoolState = (typeof POOL_STATES)[number]

export interface PoolCell {
  /** The address in full. */
  address: string
  state: PoolState
  /** Who holds it, until when it rests, for whom it is kept. */
  note?: string
}

/** A part of a large pool, such as one /24 of a /16. */
export interface PoolBlock {
  key: string
  label: string
  amounts: Record<PoolState, number>
}

export interface PoolMapWords {
  states: Record<PoolState, string>
  address: string
  state: string
  note: string
  asTable: string
}

interface PoolMapProps {
  label: string
  words: PoolMapWords
  /** At most 256 addresses, in order: the first stands where its last octet says. */
  cells: PoolCell[]
  onChoose?: (cell: PoolCell) => void
}

const LOOKS: Record<PoolState, string> = {
  free: 'border-line bg-surface',
  held: 'border-accent bg-accent',
  resting: classNames('border-pending', FILLS.pending),
  reserved:
    'border-line-strong bg-sunken bg-[radial-gradient(circle,var(--ink-3)_0_1.5px,transparent_2px)] bg-center',
  conflict:
    'border-broken bg-broken bg-[linear-gradient(45deg,transparent_44%,var(--surface)_44%_56%,transparent_56%)]',
}
const COLUMNS = 16

/** A /24 (or less) as 16 by 16: which addresses are free, held, resting, reserved or in conflict. By arrows and pointer. */
export function PoolMap({ label, words, cells, onChoose }: PoolMapProps) {
  const [at, setAt] = useState(0)
  const grid = useRef<HTMLTableElement>(null)
  const rows = Array.from({ length: Math.ceil(cells.length / COLUMNS) }, (_, row) =>
    cells.slice(row * COLUMNS, (row + 1) * COLUMNS),
  )
  const onKeyDown = (event: KeyboardEvent) => {
    const next = gridStep(event.key, at, cells.length, COLUMNS)
    if (next === null) return
    event.preventDefault()
    setAt(next)
    grid.current?.querySelector<HTMLElement>(`[data-at="${next}"]`)?.focus()
  }
  return (
    <Picture
      caption={label}
      table={{
        open: words.asTable,
        label,
        columns: [words.address, words.state, words.note],
        rows: cells
          .filter(({ state }) => state !== 'free')
          .map(({ address, state, note }) => ({
            key: address,
            cells: [<code key="address">{address}</code>, words.states[state], note ?? '–'],
          })),
      }}
    >
      <table
        ref={grid}
        aria-label={label}
        className="w-full max-w-md table-fixed border-separate border-spacing-[3px]"
      >
        <tbody>
          {rows.map((row, line) => (
            <tr key={row[0]?.address}>
              {row.map((cell, column) => (
                <td key={cell.address} className="p-0">
                  <Cell
                    cell={cell}
                    place={line * COLUMNS + column}
                    reached={line * COLUMNS + column === at}
                    words={words}
                    onKeyDown={onKeyDown}
                    onClick={() => {
                      setAt(line * COLUMNS + column)
                      onChoose?.(cell)
                    }}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <PoolLegend words={words} />
    </Picture>
  )
}

interface CellProps extends Pick<ComponentProps<'button'>, 'onKeyDown' | 'onClick'> {
  cell: PoolCell
  place: number
  /** The one cell that the Tab key comes to; the arrows go on from there. */
  reached: boolean
  words: PoolMapWords
}

function Cell({ cell, place, reached, words, ...acts }: CellProps) {
  const text = [cell.address, words.states[cell.state], cell.note].filter(Boolean).join(' · ')
  return (
    <button
      type="button"
      data-at={place}
      tabIndex={reached ? 0 : -1}
      aria-label={text}
      title={text}
      className={classNames('block aspect-square w-full rounded-[3px] border', LOOKS[cell.state])}
      {...acts}
    />
  )
}

function PoolLegend({ words }: { words: PoolMapWords }) {
  return (
    <ul aria-hidden className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-2">
      {POOL_STATES.map((state) => (
        <li key={state} className="flex items-center gap-1.5">
          <span className={classNames('size-3 rounded-[3px] border', LOOKS[state])} />
          {words.states[state]}
        </li>
      ))}
    </ul>
  )
}

/** The shares of the states, for a bar or a legend. */
export function poolShares(amounts: Record<PoolState, number>) {
  return POOL_STATES.filter((state) => state !== 'free').map((state) => ({
    key: state,
    amount: amounts[state],
    fill: LOOKS[state],
  }))
}

/** A larger pool as a grid of its parts, each with how full it is. */
export function PoolBlocks({
  label,
  words,
  blocks,
  onChoose,
}: {
  label: string
  words: PoolMapWords
  blocks: PoolBlock[]
  onChoose: (block: PoolBlock) => void
}) {
  return (
    <Picture
      caption={label}
      table={{
        open: words.asTable,
        label,
        columns: [words.address, ...POOL_STATES.map((state) => words.states[state])],
        rows: blocks.map(({ key, label: name, amounts }) => ({
          key,
          cells: [<code key="name">{name}</code>, ...POOL_STATES.map((state) => amounts[state])],
        })),
      }}
    >
      <ul aria-label={label} className="grid grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] gap-1.5">
        {blocks.map((block) => (
          <li key={block.key}>
            <button
              type="button"
              onClick={() => onChoose(block)}
              className="grid w-full gap-1.5 rounded-md border bg-surface p-2 text-left hover:border-line-strong hover:bg-hover"
            >
              <span className="truncate font-mono text-xs">{block.label}</span>
              <ShareBar
                className="h-2"
                shares={[
                  ...poolShares(block.amounts),
                  { key: 'free', amount: block.amounts.free, fill: 'bg-transparent' },
                ]}
              />
              <span className="sr-only">
                {POOL_STATES.map((state) => `${words.states[state]}: ${block.amounts[state]}`).join(', ')}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <PoolLegend words={words} />
    </Picture>
  )
}
