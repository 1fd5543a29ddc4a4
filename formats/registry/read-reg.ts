/** `.reg` files with the values of Citrix\VIP and of RD IP Virtualization, as one policy for the hosts they came from. */

import { assemble } from '~/formats/import/assemble'
import { ImportLists } from '~/formats/import/import-lists'
import { type ImportFile, type ImportResult, type Place, readingOf } from '~/formats/import/import-result'
import type { RawSetting } from '~/formats/import/raw-policy'
import { type RegData, type RegFile, type RegValue, readRegFile } from './reg-file'
import { type RegPlace, regPlace } from './reg-keys'
import { REG_SETTINGS } from './reg-settings'

interface Placed {
  value: RegValue
  at: RegPlace
}

/** The policy bears the name of the file. */
export function readReg(file: ImportFile): Promise<ImportResult> {
  return readingOf(() => {
    const lists = new ImportLists()
    const read = readRegFile(file)
    if (read.encoding === 'windows-1252') {
      const message =
        'The file is in the code page of a machine; it was read as Western European (windows-1252).'
      lists.note('encoding', message, { file: file.name })
    }
    const known = knownValues(read, lists)
    const settings = settingsOf(known, lists)
    noteMode(settings, lists)
    notePool(known, lists)
    const place = known[0]?.value.place ?? { file: file.name, line: 1, column: 1 }
    const name = policyName(file.name)
    if (settings.length > 0) {
      const message =
        'The values came from some machines; as a policy without filters they apply to all. Add filters.'
      lists.note('applies-everywhere', message, place, name)
    }
    return assemble(
      'reg',
      [{ name, description: '', enabled: true, priority: null, settings, filters: [], place }],
      lists,
    )
  })
}

const policyName = (file: string) =>
  file.replace(/^.*[\\/]/, '').replace(/\.reg$/i, '') || 'Imported registry values'

function knownValues(read: RegFile, lists: ImportLists): Placed[] {
  const others = new Map<string, RegValue[]>()
  const known: Placed[] = []
  for (const value of read.values) {
    const at = regPlace(value.key)
    if (at) known.push({ value, at })
    else others.set(value.key, [...(others.get(value.key) ?? []), value])
  }
  for (const [key, [first, ...more]] of others) {
    if (!first) continue
    const names =
      more.length > 0 ? `${first.name || '(default)'} and ${more.length} more` : first.name || '(default)'
    lists.leave('registry-key', key, 'not a key of virtual IP', first.place, { value: names })
  }
  for (const { key, place } of read.deletedKeys) {
    lists.leave('registry-key', key, 'a key that is to be deleted sets nothing', place)
  }
  return known
}

// What goes before: the policy key before the local one, the 32-bit view of 64-bit Windows before the plain key.
const RANK: Record<RegPlace, number> = { policy: 0, 'citrix-x64': 0, local: 1, 'citrix-x86': 1, pool: 2 }

function settingsOf(known: Placed[], lists: ImportLists): RawSetting[] {
  const found = new Map<string, { setting: RawSetting; text: string }>()
  const ordered = [...known].sort((one, other) => RANK[one.at] - RANK[other.at])
  for (const { value, at } of ordered.filter((placed) => placed.at !== 'pool')) {
    const key = at.startsWith('citrix') ? 'citrix' : 'virtual-ip'
    const row = REG_SETTINGS.find(
      (known) => known.key === key && known.name.toLowerCase() === value.name.toLowerCase(),
    )
    const leave = (reason: string) =>
      lists.leave('registry-value', value.name || '(default)', reason, value.place, {
        value: dataText(value.data),
      })
    const read = row?.read(value.data)
    if (!row || !read) leave('a value of this key that is not managed here')
    else if (!read.ok) {
      leave(value.data.type === 'deleted' ? 'a value that is to be deleted sets nothing' : read.reason)
    } else {
      const earlier = found.get(row.setting)
      const text = JSON.stringify(read.value)
      if (!earlier)
        found.set(row.setting, {
          setting: { id: row.setting, state: 'set', value: read.value, place: value.place },
          text,
        })
      else if (earlier.text !== text) {
        leave(`another key that goes before it has a different value for ${row.setting}`)
      }
    }
  }
  return [...found.values()].map(({ setting }) => setting)
}

// Without the value Windows takes "per program"; our default is the other one.
function noteMode(settings: RawSetting[], lists: ImportLists) {
  const enabled = settings.find(({ id, value }) => id === 'VirtualIpEnabled' && value === true)
  if (!enabled || settings.some(({ id }) => id === 'VirtualIpMode')) return
  settings.push({ id: 'VirtualIpMode', state: 'set', value: 'per-program', place: enabled.place })
  lists.note('mode-defaulted', 'VirtualMode is absent, which means per program on Windows.', enabled.place)
}

function notePool(known: Placed[], lists: ImportLists) {
  const pool = known.filter(({ at }) => at === 'pool')
  const text = (name: string) => {
    const data = pool.find(({ value }) => value.name.toLowerCase() === name)?.value.data
    return data?.type === 'string' || data?.type === 'expand' ? data.value : ''
  }
  const [start, end, mask] = [text('start'), text('end'), text('subnetmask')]
  const place: Place | undefined = pool[0]?.value.place
  if (place && start !== '') {
    const message = `The host has addresses of its own, ${start} to ${end || '?'} (mask ${mask || '?'}): make a pool of them, and name it in VirtualIpPool.`
    lists.note('pool-range', message, place)
  }
  for (const { value } of pool.filter((placed) => !/^(?:start|end|subnetmask)$/i.test(placed.value.name))) {
    const reason = 'a value of the pool that is not known'
    lists.leave('registry-value', value.name || '(default)', reason, value.place, {
      value: dataText(value.data),
    })
  }
}

function dataText(data: RegData): string {
  return data.type === 'deleted'
    ? '-'
    : Array.isArray(data.value)
      ? data.value.join(', ')
      : String(data.value)
}
