/** Textures: what is told by colour is told by a pattern too. */
export const FILLS = {
  fine: 'bg-fine',
  pending: 'bg-[repeating-linear-gradient(135deg,var(--pending)_0_4px,var(--pending-soft)_4px_7px)]',
  upright: 'bg-[repeating-linear-gradient(90deg,var(--attention)_0_6px,var(--attention-soft)_6px_8px)]',
  leaning: 'bg-[repeating-linear-gradient(45deg,var(--attention)_0_4px,var(--attention-soft)_4px_7px)]',
  broken: 'bg-broken',
  faint: 'bg-[repeating-linear-gradient(90deg,var(--line-strong)_0_3px,transparent_3px_6px)]',
  accent: 'bg-accent',
} as const
