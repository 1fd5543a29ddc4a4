import { classNames } from './class-names'

export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={classNames('block h-4 animate-breathe rounded-sm bg-hover', className)}
    />
  )
}

/** Rows that stand in for a table under way. */
export function SkeletonRows({ rows = 8, label }: { rows?: number; label: string }) {
  return (
    <div role="status" aria-label={label} className="divide-y">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows that are all alike have no other key
        <div key={row} className="flex items-center gap-6 px-4 py-3">
          <Skeleton className="w-40" />
          <Skeleton className="w-24" />
          <Skeleton className="flex-1" />
          <Skeleton className="w-16" />
        </div>
      ))}
    </div>
  )
}
