import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse, parseDocument } from 'yaml'
import type { Policy } from '~/domain/policy-model'
import { writePowershell } from '~/formats/citrix/write-powershell'
import { writeRest } from '~/formats/citrix/write-rest'
import type { Exported } from '~/formats/export/export-result'
import { readIdFile } from '~/formats/import/id-names'
import { readPolicyFile } from '~/formats/policy-file'
import { writePolicyYaml } from '~/formats/policy-yaml'
import { writeReg } from '~/formats/registry/write-reg'
import { writeTerraform } from '~/formats/terraform/write-terraform'
import { es } from '~/locales/es'
import { withFileWords } from '~/locales/es/file-words'

const inSpanish = withFileWords(es).rules.sentence

interface Case {
  name: string
  to: 'terraform' | 'rest' | 'powershell' | 'reg' | 'yaml'
  policies: unknown[]
  ids?: unknown
  arch?: 'x86'
  expect?: { text: string; notExpressible?: string[] }
}

const path = join(import.meta.dirname, 'exports.yaml')
const writing = process.env.GOLDEN === 'write'
const cases = parse(readFileSync(path, 'utf8')) as Case[]

function exported({ to, policies, ids, arch }: Case): Exported {
  const read = readPolicyFile(JSON.stringify({ policies }))
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  const known = readIdFile(JSON.stringify(ids ?? {}))
  if (!known.ok) throw new Error(JSON.stringify(known.problems))
  switch (to) {
    case 'terraform':
      return writeTerraform(read.policies, known.ids)
    case 'rest':
      return writeRest(read.policies, known.ids)
    case 'powershell':
      return writePowershell(read.policies)
    case 'reg':
      return writeReg(read.policies[0] as Policy, arch)
    case 'yaml':
      return { text: writePolicyYaml(read.policies), notExpressible: [] }
  }
}

/** Of a script only the data: the code around it is the same for all. */
function shortForm({ text, notExpressible }: Exported) {
  const data = /# BEGIN POLICIES\n([\s\S]*?)# END POLICIES\n/.exec(text)?.[1] ?? text
  const rows = notExpressible.map(({ policy, what, reason, consequence }) => `${policy}: ${what}: ${reason}: ${consequence}`)
  return { text: data.replaceAll('\r\n', '\n'), ...(rows.length > 0 && { notExpressible: rows }) }
}

describe('golden export cases', () => {
  for (const [index, one] of cases.entries()) {
    it(one.name, () => {
      const short = shortForm(exported(one))
      if (writing) {
        const document = parseDocument(readFileSync(path, 'utf8'))
        document.setIn([index, 'expect'], short)
        writeFileSync(path, document.toString({ lineWidth: 0 }))
      } else expect(short).toEqual(one.expect)
      const reasons = exported(one).notExpressible.map(({ reason }) => reason)
      expect(reasons.filter((text) => inSpanish(text) === text), 'not said in Spanish').toEqual([])
    })
  }

  it('.reg text has the line ends of Windows throughout', () => {
    for (const one of cases.filter(({ to }) => to === 'reg')) {
      expect(exported(one).text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    }
  })
})
