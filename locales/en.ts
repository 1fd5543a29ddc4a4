import { audit, enrolment, users } from './en/administration'
import { agentCodes } from './en/agent-codes'
import { citrix } from './en/citrix'
import * as codes from './en/codes'
import { common, errors, shell, signIn } from './en/common'
import { compare, policyExport } from './en/compare'
import { discovery } from './en/discovery'
import { enforcement } from './en/enforcement'
import { addresses, hosts, sessions } from './en/farm'
import { lists } from './en/lists'
import { overview } from './en/overview'
import { pictures } from './en/pictures'
import { plans } from './en/plans'
import { policies } from './en/policies'
import { pools } from './en/pools'
import { rollouts } from './en/rollouts'
import * as rules from './en/rules'
import { choices, features, filters, settings } from './en/settings'
import { administration } from './en/settings-pages'
import { virtualIp } from './en/virtual-ip'
import { whatIf } from './en/what-if'
import { windowsHosts } from './en/windows-hosts'

/** Every text of the interface in English. The other languages take their shape from this one. */
export const en = {
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
