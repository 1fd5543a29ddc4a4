/** The fixed part of the PowerShell export: nothing in it comes from a policy. */

export const BEGIN_POLICIES = '# BEGIN POLICIES'
export const END_POLICIES = '# END POLICIES'

export const SCRIPT_HEAD = `#Requires -Version 3.0
# Policies of Vipfarm, for Citrix's group policy provider. Run it on a Delivery Controller, as a policy administrator.
# Policies of the same names are changed to what stands here; others are left alone. Look before you run: -WhatIf.
[CmdletBinding(SupportsShouldProcess = $true)]
param([string] $Controller = 'localhost')
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2.0
`

export const SCRIPT_BODY = `
if (-not (Get-PSProvider | Where-Object { $_.Name -eq 'CitrixGroupPolicy' })) {
  Import-Module Citrix.GroupPolicy.Commands -ErrorAction SilentlyContinue
  if (-not (Get-PSProvider | Where-Object { $_.Name -eq 'CitrixGroupPolicy' })) { Add-PSSnapin Citrix.Common.GroupPolicy }
}

function Get-FilterValue($Filter) {
  $value = $Filter.Value
  switch ($Filter.Type) {
    'DesktopGroup' {
      if ($value -notmatch '^[0-9a-fA-F-]{36}$') { $value = [string](Get-BrokerDesktopGroup -Name ([WildcardPattern]::Escape($value))).UUID }
      if (-not $value) { throw "There is no delivery group called $($Filter.Value)" }
      return '{"server":"' + $Controller + '","uuid":"' + $value + '"}'
    }
    'DesktopTag' {
      if ($value -notmatch '^[0-9a-fA-F-]{36}$') { $value = [string](Get-BrokerTag -Name ([WildcardPattern]::Escape($value))).UUID }
      if (-not $value) { throw "There is no tag called $($Filter.Value)" }
      return '{"server":"' + $Controller + '","uuid":"' + $value + '"}'
    }
    'User' {
      if ($value -match '^S-1-') { return $value }
      $account = New-Object System.Security.Principal.NTAccount($value)
      return $account.Translate([System.Security.Principal.SecurityIdentifier]).Value
    }
  }
  return $value
}

function Set-Part($Path, $Name, $Value) { Set-ItemProperty -LiteralPath $Path -Name $Name -Value $Value }

[void](New-PSDrive -PSProvider CitrixGroupPolicy -Name VipfarmPolicies -Root \\ -Controller $Controller -WhatIf:$false -Confirm:$false)
try {
  foreach ($Policy in $Policies) {
    if (-not $PSCmdlet.ShouldProcess($Policy.Name, 'Write policy')) { continue }
    $values = @($Policy.Filters | ForEach-Object { Get-FilterValue $_ })
    $path = 'VipfarmPolicies:\\Computer\\' + $Policy.Name
    if (-not (Test-Path -LiteralPath $path)) { [void](New-Item -Path $path) }
    Set-Part $path 'Enabled' $false
    Set-Part $path 'Description' $Policy.Description
    foreach ($Setting in $Policy.Settings) {
      $node = Get-ChildItem -LiteralPath ($path + '\\Settings') -Recurse | Where-Object { $_.PSChildName -eq $Setting.Name } | Select-Object -First 1
      if (-not $node) { throw "This site has no setting $($Setting.Name)" }
      $at = $path + '\\Settings\\' + $node.PSPath.Substring($node.PSPath.IndexOf('\\Settings\\') + 10)
      if ($Setting.ContainsKey('Values')) { Set-Part $at 'Values' ([object[]]$Setting.Values) }
      Set-Part $at 'State' $Setting.State
    }
    Get-ChildItem -LiteralPath ($path + '\\Filters') -Recurse | Where-Object { $_.PSObject.Properties['FilterType'] } | ForEach-Object { Remove-Item -LiteralPath ($path + '\\Filters\\' + $_.FilterType + '\\' + $_.Name) }
    for ($i = 0; $i -lt $Policy.Filters.Count; $i++) {
      $Filter = $Policy.Filters[$i]
      $at = $path + '\\Filters\\' + $Filter.Type + '\\' + $Filter.Name
      if ($Filter.Type -eq 'AccessControl') {
        [void](New-Item -Path $at)
        Set-Part $at 'ConnectionType' $Filter.ConnectionType
        Set-Part $at 'AccessGatewayFarm' $Filter.AccessGatewayFarm
        Set-Part $at 'AccessCondition' $Filter.AccessCondition
      } else { [void](New-Item $at $values[$i]) }
      Set-Part $at 'Mode' $Filter.Mode
      Set-Part $at 'Enabled' $Filter.Enabled
    }
  }
  for ($i = 0; $i -lt $Policies.Count; $i++) {
    $Policy = $Policies[$i]
    if (-not $PSCmdlet.ShouldProcess($Policy.Name, 'Order and switch on')) { continue }
    $path = 'VipfarmPolicies:\\Computer\\' + $Policy.Name
    Set-Part $path 'Priority' ($i + 1)
    Set-Part $path 'Enabled' $Policy.Enabled
  }
} finally { Remove-PSDrive -Name VipfarmPolicies -WhatIf:$false -Confirm:$false }
`
