import type { RolloutView } from '~/components/data/api'
import type { useText } from '~/components/data/text'

/** Which hosts a wave reaches, in words. */
export function targetText(
  target: RolloutView['waves'][number]['target'],
  { t, format }: Pick<ReturnType<typeof useText>, 't' | 'format'>,
): string {
  const words = t.rollouts.targets
  switch (target.kind) {
    case 'hosts':
      return words.hosts(target.hosts)
    case 'percent':
      return target.percent === 100
        ? t.rollouts.delivery.everybody
        : words.percent(format.percent(target.percent / 100))
    case 'tag':
      return words.tag(target.tag)
    case 'group':
      return words.group(target.group)
  }
}
