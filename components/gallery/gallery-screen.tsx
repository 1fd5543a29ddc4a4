'use client'

import { useMemo, useState } from 'react'
import { useText } from '~/components/data/text'
import { usePictureWords } from '~/components/data/use-picture-words'
import { ConvergenceBar } from '~/components/hosts/convergence-bar'
import { Page } from '~/components/shell/page'
import { Badge } from '~/components/ui/badge'
import { Panel } from '~/components/ui/panel'
import { PoolBlocks, PoolMap } from '~/components/ui/pool-map'
import { TimeStrip } from '~/components/ui/time-strip'
import {
  EXAMPLE_BLOCKS,
  EXAMPLE_CELLS,
  EXAMPLE_DAY,
  EXAMPLE_SUMMARY,
  exampleLanes,
  exampleMarks,
} from './example-farm'

/** The pictures of the product, with facts of an example: to learn to read them, and to look after them. */
export function GalleryScreen() {
  const { t } = useText()
  const words = usePictureWords()
  const { gallery } = t.pictures
  const [span, setSpan] = useState(EXAMPLE_DAY)
  const [chosen, setChosen] = useState('')
  const lanes = useMemo(() => exampleLanes(gallery.heldBy), [gallery])
  const marks = useMemo(
    () => exampleMarks({ restart: gallery.restart, revision: t.common.revision(17) }),
    [gallery, t],
  )
  return (
    <Page title={gallery.title} lead={gallery.question} beside={<Badge>{gallery.example}</Badge>}>
      <p role="status" className="text-sm text-ink-3 empty:hidden">
        {chosen ? gallery.chosen(chosen) : ''}
      </p>
      <Panel id="gallery-bar" title={gallery.bar} hint={gallery.barText}>
        <ConvergenceBar summary={EXAMPLE_SUMMARY} example />
      </Panel>
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <Panel id="gallery-map" title={gallery.map} hint={gallery.mapText}>
          <PoolMap
            label={`${gallery.map}, 198.51.100.0/24`}
            words={words.pool}
            cells={EXAMPLE_CELLS}
            onChoose={({ address }) => setChosen(address)}
          />
        </Panel>
        <Panel id="gallery-blocks" title={gallery.blocks} hint={gallery.blocksText}>
          <PoolBlocks
            label={`${gallery.blocks}, 203.0.0.0/20`}
            words={words.pool}
            blocks={EXAMPLE_BLOCKS}
            onChoose={({ label }) => setChosen(label)}
          />
        </Panel>
      </div>
      <Panel id="gallery-strip" title={gallery.strip} hint={gallery.stripText}>
        <TimeStrip
          label={gallery.stripText}
          words={words.strip}
          format={words.stripFormat}
          lanes={lanes}
          marks={marks}
          span={span}
          whole={EXAMPLE_DAY}
          now={EXAMPLE_DAY.to}
          onSpan={setSpan}
          onChoose={({ text }) => setChosen(text)}
        />
      </Panel>
    </Page>
  )
}
