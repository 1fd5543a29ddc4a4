/** Values of terraform configuration and state, as far as they can be told without running terraform. */

/** Names a value of another block: `citrix_policy.cti.id`. */
export class TfReference {
  /** `citrix_policy.cti`, or `data.citrix_tag.cti`. */
  readonly address: string
  readonly attribute: string

  constructor(address: string, attribute: string) {
    this.address = address
    this.attribute = attribute
  }
}

/** An expression that only terraform can work out. */
export class TfUnresolved {
  readonly expression: string

  constructor(expression: string) {
    this.expression = expression
  }
}

export type TfValue =
  | null
  | undefined
  | string
  | number
  | boolean
  | TfReference
  | TfUnresolved
  | TfValue[]
  | { [name: string]: TfValue }

export function isTfObject(value: TfValue): value is { [name: string]: TfValue } {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof TfReference) &&
    !(value instanceof TfUnresolved)
  )
}

/** The value for a list of what could not be taken over. */
export function tfText(value: TfValue): string {
  if (value === null || value === undefined) return ''
  if (value instanceof TfReference) return `${value.address}.${value.attribute}`
  if (value instanceof TfUnresolved) return value.expression
  if (Array.isArray(value)) return `[${value.map(tfText).join(', ')}]`
  if (typeof value !== 'object') return String(value)
  return `{${Object.entries(value)
    .map(([name, member]) => `${name} = ${tfText(member)}`)
    .join(', ')}}`
}
