import { describe, expect, inject, test } from 'vitest'
import { openDatabase } from '~/server/database/open-database'

const open = (databaseUrl: string, patienceMs = 0, say: (text: string) => void = () => {}) =>
  openDatabase({ databaseUrl, dataDirectory: '/nowhere', say, patienceMs })

describe('an external database', () => {
  test('that does not answer is waited for, then named without its password', async () => {
    const said: string[] = []
    const opening = open('postgresql://u:secret@127.0.0.1:9/farm', 700, (text) => said.push(text))
    await expect(opening).rejects.toThrow(
      /PostgreSQL 127.0.0.1:9\/farm \(DATABASE_URL\) did not answer within 1 s: ECONNREFUSED/,
    )
    expect(said).toEqual([expect.stringContaining('Waiting for the database')])
    expect(said.join()).not.toContain('secret')
  })

  test('that refuses is not waited for', async () => {
    const url = new URL(inject('postgresUrl'))
    url.password = 'wrong'
    await expect(open(url.href, 60_000)).rejects.toThrow(/refuses: password authentication failed/)
    const absent = new URL(inject('postgresUrl'))
    absent.pathname = '/absent'
    await expect(open(absent.href, 60_000)).rejects.toThrow(/refuses: database "absent" does not exist/)
  })

  test('that answers is used as it is', async () => {
    const { url, description } = await open(inject('postgresUrl'))
    expect(url).toBe(inject('postgresUrl'))
    expect(description).not.toContain(new URL(url).password)
  })
})
