/** What a Windows machine is, from what it says of itself. Pure. */

import { createHash } from 'node:crypto'
import { isUuid } from '~/domain/uuid'
import type { HostFactsReport } from '../driver'
import { protocolName } from '../protocol-name'
import type { MachineFacts } from './ports'

/** Captions are translated, build numbers are not. */
const SERVER_BUILDS: Record<number, string> = {
  7600: '2008 R2',
  7601: '2008 R2',
  9200: '2012',
  9600: '2012 R2',
  14393: '2016',
  17763: '2019',
  20348: '2022',
  26100: '2025',
}
/** PRODUCT_SERVERRDSH: Windows 10 and 11 Enterprise multi-session, whose product type is that of a server. */
const MULTI_SESSION_SKU = 175
const FIRST_WINDOWS_11 = 22_000

export function osVersion({ caption, build, productType, sku }: MachineFacts): string {
  const desktop = build >= FIRST_WINDOWS_11 ? '11' : '10'
  if (sku === MULTI_SESSION_SKU) return `Windows ${desktop} Enterprise multi-session`
  const server = SERVER_BUILDS[build]
  if (productType !== 1 && server) return `Windows Server ${server}`
  const plain = caption
    .replace(/[®™]/g, '')
    .replace(/^Microsoft\s+/i, '')
    .trim()
  return plain.slice(0, 200) || `Windows build ${build}`
}

/** `Standard`, `Datacenter`; empty where the caption names none. */
export function osEdition({ caption }: MachineFacts): string {
  return /(Standard|Datacenter|Essentials|Enterprise)/i.exec(caption)?.[1] ?? ''
}

// Of the SMBIOS: Azure has its own asset tag, because its model is that of any Hyper-V.
const AZURE_TAG = '7783-7084-3265-9085-8269-3286-77'

export function cloudOf({ manufacturer, model, assetTag }: MachineFacts): string | null {
  if (assetTag.trim() === AZURE_TAG) return 'Azure'
  if (/amazon|ec2/i.test(`${manufacturer} ${model}`)) return 'Amazon EC2'
  return /google/i.test(manufacturer) ? 'Google Cloud' : null
}

export function hostFactsOf(machine: MachineFacts): HostFactsReport {
  return {
    name: protocolName(machine.computerName),
    os: { family: 'windows', version: osVersion(machine) },
    arch: machine.arch,
    cloudHosted: cloudOf(machine) !== null,
  }
}

/** Ids that makers leave in place of one. */
const EMPTY_UUID = /^(?:0{8}|f{8}|03000200)-/i

/**
 * The machine's own id, hashed so that the plain one stays here. The firmware's id is the virtual machine's, not its
 * image's: a clone has another one, and a machine whose disk is reset at each boot keeps it.
 */
export function machineIdOf({ uuid, machineGuid, computerName }: MachineFacts): string {
  const firmware = isUuid(uuid) && !EMPTY_UUID.test(uuid)
  const basis = firmware ? uuid.toLowerCase() : `${machineGuid} ${computerName}`.toLowerCase()
  return createHash('sha256').update(`vipfarm windows ${basis}`).digest('hex').slice(0, 32)
}

export function bootIdOf({ bootStamp }: MachineFacts): string {
  const digits = bootStamp.replace(/\D/g, '').slice(0, 20)
  if (digits === '') throw new Error('the time of the last boot cannot be told')
  return `win-${digits.padStart(12, '0')}`
}
