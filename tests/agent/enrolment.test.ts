import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ControlFailure } from '~/agent/control/failure'
import { loadIdentity } from '~/agent/enrolment/identity'
import { memoryStorage } from '~/agent/storage/memory'
import { keyFingerprint } from '~/protocol/signature'
import { PROTOCOL_VERSION } from '~/protocol/version'
import { answerError, makeSigningKey } from './support/control-plane'
import { Rig } from './support/rig'

let rig: Rig
beforeEach(async () => {
  rig = new Rig()
  await rig.plane.listen()
})
afterEach(() => rig.stop())

describe('enrolment', () => {
  it('keeps the identity and pins the key that the token vouches for, and no other', async () => {
    const own = makeSigningKey('mitm')
    rig.plane.alter.enroll = (answer) => ({
      ...answer,
      signingKeys: [...answer.signingKeys, { keyId: own.keyId, publicKey: own.publicKey }],
    })
    const { identity } = await rig.enroll()
    expect(identity).toMatchObject({ server: rig.plane.origin, name: 'CTI01' })
    expect(identity.signingKeys.map((key) => key.keyId)).toEqual(['k1'])
    expect(await loadIdentity(rig.storage)).toEqual(identity)
    expect(rig.plane.enrolments[0]).toMatchObject({
      v: PROTOCOL_VERSION,
      driver: 'simulated',
      facts: { name: 'CTI01', arch: 'x64' },
    })
  })

  it('refuses a server that does not show the key the token was made for, and keeps nothing', async () => {
    const token = rig.plane.token(keyFingerprint(makeSigningKey().publicKey))
    await expect(rig.enroll(token)).rejects.toThrow(/does not show the signing key this token was made for/)
    expect(await loadIdentity(rig.storage)).toBeNull()
  })

  it('names what is wrong with a token without repeating it', async () => {
    const attempt = rig.enroll('vfe1.secretsecretsecret')
    await expect(attempt).rejects.toThrow(/is not an enrolment token/)
    await expect(attempt).rejects.not.toThrow(/secretsecretsecret/)
    expect(rig.plane.enrolments).toHaveLength(0)
  })

  it('hands on what the server says of a token that it refuses', async () => {
    rig.plane.before.enroll = (_, response) => {
      answerError(response, 403, 'FORBIDDEN', 'the token has expired')
      return true
    }
    const attempt = rig.enroll()
    await expect(attempt).rejects.toThrow('the token has expired')
    await expect(attempt).rejects.toBeInstanceOf(ControlFailure)
  })

  it('says that an identity file cannot be read', async () => {
    const storage = memoryStorage(new Map([['identity.json', '{"v":1']]))
    await expect(loadIdentity(storage)).rejects.toThrow(/Enrol this host again/)
  })
})
