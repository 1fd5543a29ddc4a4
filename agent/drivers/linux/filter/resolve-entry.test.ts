import { expect, test } from 'vitest'
import { deviceOf, entryResolver } from './resolve-entry'

const MOUNTS = [
  '22 1 8:1 / / rw - ext4 /dev/sda1 rw',
  '30 22 0:45 /home /home rw - btrfs /dev/sdb rw',
  '31 22 8:17 / /mnt/my\\040disk rw - xfs /dev/sdb1 rw',
  '32 22 0:50 / /home rw - tmpfs tmpfs rw',
].join('\n')

test.each([
  ['/usr/bin/crm', 8, 1],
  ['/homes/crm', 8, 1],
  ['/home/ana/crm', 0, 50],
  ['/mnt/my disk/crm', 8, 17],
])('%s lies on the device of the mount that holds it', (path, major, minor) => {
  expect(deviceOf(path, MOUNTS)).toEqual({ major, minor })
})

test('a name that the kernel cannot compare is unusable, and says why', () => {
  expect(entryResolver()('x'.repeat(64))).toMatchObject({
    names: [],
    unusable: true,
    note: expect.stringContaining('63 bytes'),
  })
})

test('a path that is not here covers nothing, and says so', () => {
  expect(entryResolver()('/no/such/crm')).toMatchObject({
    names: [],
    note: expect.stringContaining('is not on this machine'),
  })
})
