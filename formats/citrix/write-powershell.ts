/** Policies as a PowerShell script for Citrix's group policy provider: data that cannot act, and code that never changes. */

import type { Filter, Policy } from '~/domain/policy-model'
import { accessControlParts } from '~/formats/export/citrix-filter'
import { citrixPolicies } from '~/formats/export/citrix-policy'
import type { Exported } from '~/formats/export/export-result'
import { type PsValue, psLiteral } from './powershell-literal'
import { BEGIN_POLICIES, END_POLICIES, SCRIPT_BODY, SCRIPT_HEAD } from './powershell-script'

/** Pure ASCII. Names of delivery groups, tags and people are looked up when the script runs. */
export function writePowershell(policies: readonly Policy[]): Exported {
  const written = citrixPolicies<PsValue>(policies, {
    filter: (filter) => ({ ok: true, filter: filterTable(filter) }),
    refuseName: (name) =>
      /[\\/:*?"<>|[\]]/.test(name) || /^\s|\s$/.test(name)
        ? 'its name holds a character that paths of the provider cannot have'
        : null,
  })
  const table: PsValue = written.policies.map(({ name, description, enabled, settings, filters }) => ({
    Name: name,
    Description: description,
    Enabled: enabled,
    Settings: settings.map(
      ({ id, value }): PsValue =>
        typeof value === 'boolean'
          ? { Name: id, State: value ? 'Enabled' : 'Disabled' }
          : { Name: id, State: 'Enabled', Values: value },
    ),
    Filters: filters.map((filter, index) => ({
      Name: `filter${index + 1}`,
      ...(filter as { [name: string]: PsValue }),
    })),
  }))
  const data = `${BEGIN_POLICIES}\n$Policies = ${psLiteral(table)}\n${END_POLICIES}\n`
  return { text: `${SCRIPT_HEAD}${data}${SCRIPT_BODY}`, notExpressible: written.notExpressible }
}

function filterTable({ type, mode, enabled, value }: Filter): PsValue {
  const common = { Type: type, Mode: mode, Enabled: enabled }
  if (type !== 'AccessControl') return { ...common, Value: value }
  const { connection, condition, gateway } = accessControlParts(value)
  return {
    ...common,
    Value: '',
    ConnectionType: connection,
    AccessGatewayFarm: gateway,
    AccessCondition: condition,
  }
}
