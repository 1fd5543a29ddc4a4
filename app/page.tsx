import { redirect } from 'next/navigation'

/** Hosts is the screen that every role may see. */
export default function Home() {
  redirect('/hosts')
}
