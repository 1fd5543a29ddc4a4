import { expect, test } from 'vitest'
import { importsOf } from './source-files'

test('the reader of imports sees every way to import', () => {
  const text = [
    "import pg from 'pg'",
    "import type { A } from '~/server/env'",
    "import {\n  b,\n  c,\n} from '../live/hub'",
    "import 'side-effect'",
    "export { d } from './d'",
    "const e = await import('node:fs/promises')",
    "// import f from 'commented-out'",
    "/* import g from 'commented-out' */",
    "const h = require('@scope/h')",
  ].join('\n')
  expect(importsOf({ path: 'server/http/x.ts', text })).toEqual([
    { target: 'pg', isPackage: true, typeOnly: false },
    { target: 'server/env', isPackage: false, typeOnly: true },
    { target: 'server/live/hub', isPackage: false, typeOnly: false },
    { target: 'side-effect', isPackage: true, typeOnly: false },
    { target: 'server/http/d', isPackage: false, typeOnly: false },
    { target: 'node:fs/promises', isPackage: true, typeOnly: false },
    { target: '@scope/h', isPackage: true, typeOnly: false },
  ])
})
