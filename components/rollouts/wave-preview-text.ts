import type { WavePreview } from '~/components/data/api'
import type { useText } from '~/components/data/text'

/** Which hosts a wave would take now: their number, and the first by name. */
export function wavePreviewText(
  { hosts, names }: WavePreview,
  { t, format }: Pick<ReturnType<typeof useText>, 't' | 'format'>,
): string {
  const words = t.rollouts.delivery
  if (hosts === 0) return words.takesNobody
  const named = hosts > names.length ? `${names.join(', ')} …` : format.list(names)
  return `${t.common.hosts(hosts)} (${named})`
}
