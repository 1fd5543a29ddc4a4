import type { ReactNode } from 'react'

/** Names and values in two columns. Long names break rather than push the values out of a narrow panel. */
export function Facts({ rows }: { rows: (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-[fit-content(45%)_minmax(0,1fr)] gap-x-5 gap-y-1.5 text-sm">
      {rows.map(([name, value]) => (
        <div key={name} className="col-span-2 grid grid-cols-subgrid items-baseline">
          <dt className="min-w-26 text-ink-3">{name}</dt>
          <dd className="min-w-0 break-words text-ink [&_.truncate]:whitespace-normal">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
