import type { ReactNode } from 'react'
import { MoreText } from '~/components/data/text'

export default function DiscoveryLayout({ children }: { children: ReactNode }) {
  return <MoreText of="discovery">{children}</MoreText>
}
