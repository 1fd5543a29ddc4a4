import { expect, test } from 'vitest'
import { sessionHosts } from './session-hosts'

test('the machine has the virtual IP for its name; its other lines stay', () => {
  const hosts = [
    '127.0.0.1\tlocalhost Desk',
    '# kept: desk',
    '127.0.1.1 desk.example.com desk',
    '::1 localhost',
    '',
  ].join('\n')
  expect(sessionHosts(hosts, '10.77.0.7', ['desk.example.com', 'desk'])).toBe(
    ['10.77.0.7\tdesk.example.com desk', '127.0.0.1\tlocalhost', '# kept: desk', '::1 localhost', ''].join(
      '\n',
    ),
  )
})
