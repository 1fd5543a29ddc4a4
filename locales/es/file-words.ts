/** What only the screens say that read and write files of policies: what could not be taken over as it stood, and why. */

import type { More } from '../more'
import { IMPORT_REMARKS } from './import-remarks'
import { sentenceOf } from './sentences'

const sentence = sentenceOf(IMPORT_REMARKS)

export const withFileWords: More = (t) => ({ ...t, rules: { ...t.rules, sentence } })
