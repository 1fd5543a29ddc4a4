import type * as en from '../en/rules'
import { sentenceOf } from './sentences'

export const sentence: typeof en.sentence = sentenceOf()

export const skipped: typeof en.skipped = {
  disabled: 'está inhabilitada',
  denied: 'coincide un filtro Denegar',
  'not-allowed': 'sus filtros no coinciden',
}
