import { redirect } from 'next/navigation'
import { HOME } from '~/components/shell/screens'

export default function Home() {
  redirect(HOME)
}
