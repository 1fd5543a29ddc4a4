/**
 * The one registry of settings: forms, validation, resolution, exports and documentation are made from it. Rulebook 3.
 * Human texts are in `locales/`, under `settings.<id>`.
 */

export type SettingKind = 'boolean' | 'program-list' | 'port-list' | 'choice' | 'adapter' | 'pool-name'

interface SettingShape {
  kind: SettingKind
  feature: 'virtual-loopback' | 'virtual-ip' | 'prefer-loopback'
  default: unknown
  choices?: readonly string[]
  /** The setting has no effect unless every one of these holds. */
  dependsOn: readonly { setting: string; equals: unknown }[]
  /** Where the value lands on a Windows host; null where nothing does. */
  windows: string | null
  /** Not a setting of Citrix's or Microsoft's own under this id. */
  extension?: true
}

export const SETTINGS = {
  VirtualLoopbackSupport: {
    kind: 'boolean',
    feature: 'virtual-loopback',
    default: false,
    dependsOn: [],
    windows: 'Citrix policy setting VirtualLoopbackSupport',
  },
  VirtualLoopbackPrograms: {
    kind: 'program-list',
    feature: 'virtual-loopback',
    default: [],
    dependsOn: [{ setting: 'VirtualLoopbackSupport', equals: true }],
    windows: 'Citrix policy setting VirtualLoopbackPrograms',
  },
  VirtualLoopbackPortExclusion: {
    kind: 'port-list',
    feature: 'virtual-loopback',
    default: [],
    dependsOn: [{ setting: 'VirtualLoopbackSupport', equals: true }],
    windows: 'Citrix policy setting of newer releases; its upstream id is unknown',
    extension: true,
  },
  VirtualIpEnabled: {
    kind: 'boolean',
    feature: 'virtual-ip',
    default: false,
    dependsOn: [],
    windows: 'EnableVirtualIP, WMI VirtualIPActive',
  },
  VirtualIpMode: {
    kind: 'choice',
    feature: 'virtual-ip',
    choices: ['per-session', 'per-program'],
    default: 'per-session',
    dependsOn: [{ setting: 'VirtualIpEnabled', equals: true }],
    windows: 'VirtualMode 0 or 1',
  },
  VirtualIpPrograms: {
    kind: 'program-list',
    feature: 'virtual-ip',
    default: [],
    dependsOn: [
      { setting: 'VirtualIpEnabled', equals: true },
      { setting: 'VirtualIpMode', equals: 'per-program' },
    ],
    windows: 'PerApp REG_MULTI_SZ, WMI ProgramList',
  },
  VirtualIpAdapter: {
    kind: 'adapter',
    feature: 'virtual-ip',
    default: null,
    dependsOn: [{ setting: 'VirtualIpEnabled', equals: true }],
    windows: 'VIPAdapter, WMI SelectNetworkAdapter',
  },
  VirtualIpSource: {
    kind: 'choice',
    feature: 'virtual-ip',
    choices: ['dhcp', 'pool'],
    default: 'dhcp',
    dependsOn: [{ setting: 'VirtualIpEnabled', equals: true }],
    windows: 'DHCP client, or IPPool with Start, End, SubnetMask',
  },
  VirtualIpPool: {
    kind: 'pool-name',
    feature: 'virtual-ip',
    default: null,
    dependsOn: [
      { setting: 'VirtualIpEnabled', equals: true },
      { setting: 'VirtualIpSource', equals: 'pool' },
    ],
    windows: 'IPPool with Start, End, SubnetMask',
  },
  VirtualIpFallback: {
    kind: 'choice',
    feature: 'virtual-ip',
    choices: ['server-address', 'none'],
    default: 'server-address',
    dependsOn: [{ setting: 'VirtualIpEnabled', equals: true }],
    windows: 'PromptOnIPLeaseFail 0 or 1',
  },
  PreferLoopback: {
    kind: 'boolean',
    feature: 'prefer-loopback',
    default: false,
    dependsOn: [
      { setting: 'VirtualLoopbackSupport', equals: true },
      { setting: 'VirtualIpEnabled', equals: true },
    ],
    windows: 'PreferLoopback REG_DWORD under Citrix\\VIP',
  },
  PreferLoopbackProcesses: {
    kind: 'program-list',
    feature: 'prefer-loopback',
    default: [],
    dependsOn: [{ setting: 'PreferLoopback', equals: true }],
    windows: 'PreferLoopbackProcesses REG_MULTI_SZ under Citrix\\VIP',
  },
  LoopbackMasking: {
    kind: 'program-list',
    feature: 'virtual-loopback',
    default: [],
    dependsOn: [{ setting: 'VirtualLoopbackSupport', equals: true }],
    windows: null,
    extension: true,
  },
} as const satisfies Record<string, SettingShape>

export type SettingId = keyof typeof SETTINGS
export const SETTING_IDS = Object.keys(SETTINGS) as SettingId[]

type ValueOfKind = {
  boolean: boolean
  'program-list': string[]
  'port-list': number[]
  adapter: string | null
  'pool-name': string | null
}
type Shape<Id extends SettingId> = (typeof SETTINGS)[Id]

/** The type of a setting's value. */
export type SettingValue<Id extends SettingId = SettingId> = Id extends SettingId
  ? Shape<Id> extends { kind: 'choice'; choices: readonly (infer Choice)[] }
    ? Choice
    : ValueOfKind[Exclude<Shape<Id>['kind'], 'choice'>]
  : never

/** The registry's row of a setting, with its widest type: for code that walks all settings alike. */
export function settingShape(id: SettingId): SettingShape {
  return SETTINGS[id]
}

/** XenApp 6 had these too. Importers keep and show them; nothing applies them. Rulebook 3. */
export const LEGACY_SETTING_IDS: readonly string[] = [
  'FilterAdapterAddresses',
  'FilterAdapterAddressesPrograms',
  'EnhancedCompatibility',
  'EnhancedCompatibilityPrograms',
]

export function isSettingId(id: string): id is SettingId {
  return Object.hasOwn(SETTINGS, id)
}
