import type { ReactNode } from 'react'
import { MoreText } from '~/components/data/text'

export default function AddressesLayout({ children }: { children: ReactNode }) {
  return <MoreText of="addresses">{children}</MoreText>
}
