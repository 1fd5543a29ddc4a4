import type { en } from './en'
import { audit, enrolment, users } from './es/administration'
import { agentCodes } from './es/agent-codes'
import { citrix } from './es/citrix'
import * as codes from './es/codes'
import { common, errors, shell, signIn } from './es/common'
import { compare, policyExport } from './es/compare'
import { discovery } from './es/discovery'
import { enforcement } from './es/enforcement'
import { addresses, hosts, sessions } from './es/farm'
import { lists } from './es/lists'
import { overview } from './es/overview'
import { pictures } from './es/pictures'
import { plans } from './es/plans'
import { policies } from './es/policies'
import { pools } from './es/pools'
import { rollouts } from './es/rollouts'
import * as rules from './es/rules'
import { choices, features, filters, settings } from './es/settings'
import { administration } from './es/settings-pages'
import { virtualIp } from './es/virtual-ip'
import { whatIf } from './es/what-if'
import { windowsHosts } from './es/windows-hosts'

/** Every text of the interface in Spanish. */
export const es: typeof en = {
  common,
  errors,
  shell,
  signIn,
  codes: { ...codes, agentCodes },
  settings,
  features,
  choices,
  filters,
  citrix,
  enforcement,
  compare,
  policyExport,
  lists,
  overview,
  pictures,
  plans,
  policies,
  pools,
  rollouts,
  hosts,
  sessions,
  addresses,
  administration,
  discovery,
  enrolment,
  audit,
  users,
  virtualIp,
  whatIf,
  windowsHosts,
  rules: { ...rules },
}
