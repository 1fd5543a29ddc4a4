import { describe, expect, it } from 'vitest'
import { applicability } from '~/domain/platform'
import { FakeWindows, RELEASES, type Release } from '~/tests/support/windows/fake-windows'
import { bootIdOf, cloudOf, hostFactsOf, machineIdOf, osEdition, osVersion } from './machine-facts'
import type { MachineFacts } from './ports'

const facts = (more: Partial<MachineFacts> = {}, release?: Release) =>
  new FakeWindows({ facts: more, ...(release && { release }) }).machineFacts

describe('the operating system', () => {
  it.each(Object.keys(RELEASES) as Release[])('is named as the rules name Windows Server %s', (release) => {
    expect(osVersion(facts({}, release))).toBe(`Windows Server ${release}`)
  })

  it('is told by its build where the caption is translated', () => {
    expect(osVersion(facts({ caption: 'Microsoft Windows Server 2019 Стандарт', build: 17763 }))).toBe(
      'Windows Server 2019',
    )
  })

  it('is a desktop, or multi-session, where it is one: neither feature is sent there', () => {
    const desktop = facts({ productType: 1, build: 22631, caption: 'Microsoft Windows 11 Enterprise' })
    const multi = facts({
      productType: 3,
      build: 19045,
      sku: 175,
      caption: 'Microsoft Windows 10 Enterprise',
    })
    expect(osVersion(multi)).toBe('Windows 10 Enterprise multi-session')
    for (const machine of [desktop, multi]) {
      const host = { ...hostFactsOf(machine), tags: [] }
      expect(applicability('VirtualLoopbackSupport', host, {}).applicable).toBe(false)
    }
  })

  it('has an edition', () => {
    expect(osEdition(facts({}, '2022'))).toBe('Datacenter')
    expect(osEdition(facts({ caption: 'Windows' }))).toBe('')
  })
})

describe('the machine id', () => {
  it('does not hang on the image, on the name, or on the case of letters', () => {
    const one = facts()
    expect(machineIdOf({ ...one, computerName: 'OTHER', machineGuid: 'x' })).toBe(machineIdOf(one))
    expect(machineIdOf({ ...one, uuid: one.uuid.toUpperCase() })).toBe(machineIdOf(one))
  })

  it.each([
    '00000000-0000-0000-0000-000000000000',
    'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
    '03000200-0400-0500-0006-000700080009',
    'To be filled by O.E.M.',
    '',
  ])('is made of image and name where the firmware says %j', (uuid) => {
    const one = facts({ uuid, computerName: 'A' })
    expect(machineIdOf(one)).not.toBe(machineIdOf({ ...one, computerName: 'B' }))
    expect(machineIdOf(one)).toHaveLength(32)
  })
})

describe('a boot', () => {
  it('has an id in the protocol’s form', () => {
    expect(bootIdOf({ ...facts(), bootStamp: '134086752001234567' })).toBe('win-134086752001234567')
    expect(() => bootIdOf({ ...facts(), bootStamp: '' })).toThrow('cannot be told')
  })
})

describe('a cloud', () => {
  it.each([
    [{ assetTag: '7783-7084-3265-9085-8269-3286-77', manufacturer: 'Microsoft Corporation' }, 'Azure'],
    [{ manufacturer: 'Amazon EC2' }, 'Amazon EC2'],
    [{ manufacturer: 'Xen', model: 'HVM domU' }, null],
    [{ manufacturer: 'Google' }, 'Google Cloud'],
    [{ manufacturer: 'Microsoft Corporation', model: 'Virtual Machine' }, null],
  ])('%j', (more, cloud) => {
    expect(cloudOf(facts(more))).toBe(cloud)
  })
})
