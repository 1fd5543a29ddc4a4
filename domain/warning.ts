/** The closed list of warnings about policies: legal, but probably not what the admin means. Rulebook 5. */

export const WARNING_CODES = [
  'list-without-switch',
  'user-filters-only',
  'never-wins',
  'matches-no-host',
  'path-entry',
  'interpreter-entry',
  'browser-entry',
  'citrix-helper-entry',
  'duplicate-entry',
  'suspicious-entry',
  'vip-without-loopback',
  'unverified-os',
] as const
export type WarningCode = (typeof WARNING_CODES)[number]

export interface Warning {
  code: WarningCode
  /** The name of the policy to look at. */
  policy: string
  message: string
}
