import { describe, expect, it } from 'vitest'
import { acceptInto } from './accept'

const finding = (
  verdict: Parameters<typeof acceptInto>[1]['verdict'],
  pairs: { listener: string; client: string; port: number }[] = [],
) => ({
  program: 'app.exe',
  verdict,
  pairs,
})

describe('a finding that is accepted into a policy', () => {
  it('lists the program and the ends it talks to, and turns the switch on', () => {
    const talk = { listener: 'app.exe', client: 'helper.exe', port: 8085 }
    const { settings, changes } = acceptInto({}, finding('needs-loopback', [talk]), 'windows')
    expect(settings).toEqual({
      VirtualLoopbackSupport: true,
      VirtualLoopbackPrograms: ['app.exe', 'helper.exe'],
    })
    expect(changes).toHaveLength(2)
  })

  it('adds nothing that is there in other letters, or by its path', () => {
    const before = { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['C:\\Tools\\APP.exe'] }
    expect(acceptInto(before, finding('needs-loopback'), 'windows')).toEqual({
      settings: before,
      changes: [],
    })
  })

  it('gives a virtual IP by program, and leaves a policy that gives one to every session as it is', () => {
    expect(acceptInto({}, finding('needs-virtual-ip'), 'windows').settings).toEqual({
      VirtualIpEnabled: true,
      VirtualIpMode: 'per-program',
      VirtualIpPrograms: ['app.exe'],
    })
    const perSession = { VirtualIpEnabled: true, VirtualIpMode: 'per-session' as const }
    expect(acceptInto(perSession, finding('needs-virtual-ip'), 'windows').changes).toEqual([])
  })

  it('takes an over-listed program out of both lists, and leaves the switches', () => {
    const before = {
      VirtualLoopbackSupport: true,
      VirtualLoopbackPrograms: ['App.exe', 'b.exe'],
      VirtualIpPrograms: ['app.exe'],
    }
    expect(acceptInto(before, finding('over-listed'), 'windows').settings).toEqual({
      VirtualLoopbackSupport: true,
      VirtualLoopbackPrograms: ['b.exe'],
      VirtualIpPrograms: [],
    })
  })
})
