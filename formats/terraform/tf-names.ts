/** What the delivery groups, tags and policies of a terraform file are called, by address and by id. */

import type { IdNames } from '~/formats/import/import-result'
import type { TfResource } from './hcl'
import { TfReference, type TfValue } from './tf-value'

export interface TfNames {
  /** By `type address` and by `type id`, ids in lower case. */
  names: Map<string, string>
}

const NAMED: Record<string, string> = {
  citrix_delivery_group: 'DesktopGroup',
  citrix_daas_delivery_group: 'DesktopGroup',
  citrix_tag: 'DesktopTag',
}

export function namesOf(resources: TfResource[], given: IdNames): TfNames {
  const names = new Map<string, string>()
  for (const [id, name] of given.deliveryGroups) names.set(`DesktopGroup ${id}`, name)
  for (const [id, name] of given.tags) names.set(`DesktopTag ${id}`, name)
  for (const [id, name] of given.users) names.set(`User ${id}`, name)
  for (const { type, address, attributes } of resources) {
    const kind = NAMED[type]
    const { name, id } = attributes
    if (!kind || typeof name !== 'string') continue
    names.set(`${kind} ${address}`, name)
    if (typeof id === 'string') names.set(`${kind} ${id.toLowerCase()}`, name)
  }
  return { names }
}

/** The name that a filter's value stands for; the value itself where there is none. */
export function tfName(value: TfValue, type: string, { names }: TfNames): TfValue {
  if (value instanceof TfReference) return names.get(`${type} ${value.address}`) ?? value
  return typeof value === 'string' ? (names.get(`${type} ${value.toLowerCase()}`) ?? value) : value
}
