import { describe, expect, it } from 'vitest'
import { protocolName } from '../protocol-name'
import { prettyName } from './facts'

describe('prettyName', () => {
  it.each([
    ['PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n', 'Debian GNU/Linux 12 (bookworm)'],
    ["NAME=x\nPRETTY_NAME='Some Linux'\n", 'Some Linux'],
    ['PRETTY_NAME=Plain\n', 'Plain'],
    ['PRETTY_NAME="A \\"B\\" \\$C"\n', 'A "B" $C'],
    ['ID=x\n', 'Linux'],
    ['', 'Linux'],
  ])('reads %j', (release, name) => {
    expect(prettyName(release)).toBe(name)
  })
})

describe('protocolName', () => {
  it.each([
    ['host7', 'host7'],
    ['my host_1!', 'my-host_1'],
    ['--', 'localhost'],
    ['a'.repeat(300), 'a'.repeat(254)],
  ])('makes a host name of %j', (name, expected) => {
    expect(protocolName(name)).toBe(expected)
  })
})
