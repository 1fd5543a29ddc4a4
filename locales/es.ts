import type { en } from './en'
import { audit, enrolment, users } from './es/administration'
import * as codes from './es/codes'
import { common, errors, shell, signIn } from './es/common'
import { addresses, hosts, sessions } from './es/farm'
import { overview } from './es/overview'
import { policies } from './es/policies'
import * as rules from './es/rules'
import { choices, features, filters, settings } from './es/settings'
import { whatIf } from './es/what-if'

/** Every text of the interface in Spanish. */
export const es: typeof en = {
  common,
  errors,
  shell,
  signIn,
  codes: { ...codes },
  settings,
  features,
  choices,
  filters,
  overview,
  policies,
  hosts,
  sessions,
  addresses,
  enrolment,
  audit,
  users,
  whatIf,
  rules: { ...rules },
}
