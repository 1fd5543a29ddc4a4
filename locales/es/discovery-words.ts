/** What only the screens of discovery say: what readers say of captures, reasons of verdicts, and the catalogue's own words. */

import type { Reason } from '~/domain/discovery/reason'
import type { More } from '../more'
import { CAPTURE_REMARKS } from './capture-remarks'
import { KNOWN_TEXTS } from './known-programs'
import { REASONS } from './reasons'
import { sentenceOf } from './sentences'

const sentence = sentenceOf(CAPTURE_REMARKS)

const knownText = (english: string): string => KNOWN_TEXTS[english] ?? english

function reasonText({ code, text, values }: Pick<Reason, 'code' | 'text' | 'values'>): string {
  const template = REASONS[code]
  return template
    ? template.replace(/\{(\w+)\}/g, (whole, name: string) => knownText(String(values[name] ?? whole)))
    : text
}

export const withDiscoveryWords: More = (t) => ({
  ...t,
  rules: { ...t.rules, sentence },
  discovery: { ...t.discovery, knownText, reasonText },
})
