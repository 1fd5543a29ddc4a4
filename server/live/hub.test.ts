import { describe, expect, it } from 'vitest'
import { createLiveHub } from './hub'

const session = (id: string) => ({ kind: 'session' as const, id })

describe('the hub', () => {
  it('tells what happened after a place, in order', () => {
    const hub = createLiveHub(4)
    hub.publish([session('a'), session('b')])
    const place = hub.place()
    expect(hub.since(place)).toEqual([])
    hub.publish([session('c')])
    hub.publish([session('d'), session('e')])
    expect(hub.since(place)).toEqual([session('c'), session('d'), session('e')])
  })

  it('says so when it cannot tell: too long ago, another process, or no place at all', () => {
    const hub = createLiveHub(2)
    const place = hub.place()
    hub.publish([session('a'), session('b')])
    expect(hub.since(place)).toHaveLength(2)
    hub.publish([session('c')])
    expect(hub.since(place)).toBeNull()
    expect(hub.since(createLiveHub().place())).toBeNull()
    for (const strange of ['', '.', 'x', `${hub.place()}0`, `${place.split('.')[0]}.-1`]) {
      expect(hub.since(strange), strange).toBeNull()
    }
  })
})
