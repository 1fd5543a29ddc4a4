/**
 * The script that one long-lived PowerShell runs for the agent: a line in is a question, lines of tab-separated cells
 * out are the answer, and a line that begins with a dot ends it. Texts are base64 of UTF-8, whatever the code page.
 * Only what PowerShell 2 has.
 */

import { WINDOWS_CALLS } from './windows-calls'

const SCRIPT = String.raw`
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$out = [Console]::Out
function T($s) { if ($s -eq $null) { return '' }; [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes([string]$s)) }
function Row($cells) { $out.Write(($cells -join [char]9) + [char]10) }
function Fail($code, $text) { throw ($code + '|' + $text) }
Add-Type -TypeDefinition @'
@CALLS@
'@
function Vip {
  try { $found = @(Get-WmiObject -Namespace root\CIMv2\TerminalServices -Class Win32_TSVirtualIP -Authentication PacketPrivacy) }
  catch { Fail 'wmi-broken' $_.Exception.Message }
  if ($found.Count -ne 1) { Fail 'wmi-broken' ('Win32_TSVirtualIP has ' + $found.Count + ' instances') }
  $found[0]
}
function Call($result) {
  $code = [int64]$result.ReturnValue
  if ($code -ne 0) { Fail 'refused' ('Win32_TSVirtualIP answered ' + $code) }
}
function Texts($argument) {
  if (-not $argument) { return ,[string[]]@() }
  ,[string[]]@($argument.Split(',') | ForEach-Object { [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($_)) })
}
function Machine {
  $os = Get-WmiObject Win32_OperatingSystem
  $cs = Get-WmiObject Win32_ComputerSystem
  $product = Get-WmiObject Win32_ComputerSystemProduct
  $case = @(Get-WmiObject Win32_SystemEnclosure)[0]
  $guid = (Get-ItemProperty 'HKLM:\SOFTWARE\Microsoft\Cryptography').MachineGuid
  $boot = @(Get-Process wininit)[0].StartTime.ToFileTimeUtc()
  $arch = switch ($env:PROCESSOR_ARCHITECTURE) { 'AMD64' { 'x64' } 'ARM64' { 'arm64' } default { 'x86' } }
  Row @('machine', (T $cs.Name), (T $os.Caption), $os.BuildNumber, $os.ProductType, $os.OperatingSystemSKU, $arch,
    (T $product.UUID), (T $guid), (T $cs.Manufacturer), (T $cs.Model), (T $case.SMBIOSAssetTag), $boot)
  foreach ($nic in [Net.NetworkInformation.NetworkInterface]::GetAllNetworkInterfaces()) {
    if ($nic.NetworkInterfaceType -eq 'Loopback' -or $nic.OperationalStatus -ne 'Up') { continue }
    $ip = $nic.GetIPProperties()
    $own = @($ip.UnicastAddresses | Where-Object { $_.Address.AddressFamily -eq 'InterNetwork' } | ForEach-Object {
      $bits = 0; foreach ($byte in $_.IPv4Mask.GetAddressBytes()) { for ($b = $byte; $b; $b = $b -band ($b - 1)) { $bits++ } }
      $_.Address.ToString() + '/' + $bits })
    $dhcp = $false; try { $dhcp = $ip.GetIPv4Properties().IsDhcpEnabled } catch { }
    $mac = ($nic.GetPhysicalAddress().GetAddressBytes() | ForEach-Object { $_.ToString('X2') }) -join '-'
    $servers = @($ip.DhcpServerAddresses | ForEach-Object { $_.ToString() })
    Row @('adapter', (T $nic.Name), $mac, ($own -join ','), $(if ($dhcp) { 1 } else { 0 }), ($servers -join ','))
  }
}
function Events($since) {
  $start = [DateTime]::FromFileTimeUtc([int64]$since)
  foreach ($log in 'Admin', 'Operational') {
    $filter = @{ LogName = ('Microsoft-Windows-TerminalServices-TSAppSrv-TSVIP/' + $log); StartTime = $start }
    try { $found = @(Get-WinEvent -FilterHashtable $filter -MaxEvents 200) } catch {
      if ($_.FullyQualifiedErrorId -match 'NoMatchingEventsFound|NoMatchingLogsFound') { continue }
      throw }
    foreach ($one in $found) {
      $values = @($one.Properties | ForEach-Object { T $_.Value })
      Row (@('event', $one.Id, $one.TimeCreated.ToFileTimeUtc()) + $values)
    }
  }
}
Row @('vipfarm', '1'); $out.Flush()
while (($line = [Console]::In.ReadLine()) -ne $null) {
  $word, $argument = $line.Split(' ')
  try {
    switch ($word) {
      'machine' { Machine }
      'sessions' { foreach ($s in [Vip]::Sessions()) { Row @('session', $s[0], $s[1], (T $s[2]), (T $s[3]), (T $s[4]), $s[5], $s[6], (T $s[7]), $s[8], $s[9]) } }
      'sockets' { foreach ($s in [Vip]::Sockets()) { $s[7] = (T $s[7]); Row (@('socket') + $s) } }
      'events' { Events $argument }
      'service' {
        $name = (Texts $argument)[0]
        $found = @(Get-Service | Where-Object { $_.Name -eq $name })
        Row @('service', $(if ($found.Count -eq 0) { 'absent' } elseif ($found[0].Status -eq 'Running') { 'running' } else { 'stopped' }))
      }
      'vip' {
        $v = Vip
        Row @('vip', [int]$v.VirtualIPActive, [int]$v.VirtualIPMode, (T $v.NetworkAdapterMacAddress),
          [int]$v.PolicySourceVirtualIPActive, [int]$v.PolicySourceVirtualIPMode, [int]$v.PolicySourceProgramList, [int]$v.PolicySourceNetworkAdapter)
        foreach ($program in $v.ProgramList) { Row @('program', (T $program)) }
      }
      'vip-active' { Call ((Vip).SetVirtualIPActive([int]$argument)) }
      'vip-mode' { Call ((Vip).SetVirtualIPMode([int]$argument)) }
      'vip-programs' { Call ((Vip).SetProgramList((Texts $argument))) }
      'vip-adapter' { Call ((Vip).SelectNetworkAdapter((Texts $argument)[0])) }
      default { Fail 'refused' ('no such question: ' + $word) }
    }
    Row @('.', 'ok')
  } catch {
    $code, $text = $_.Exception.Message.Split('|', 2)
    if ($text -eq $null) { $text = $code; $code = if ($_.Exception -is [UnauthorizedAccessException]) { 'access-denied' } else { 'refused' } }
    Row @('.', 'error', $code, (T $text))
  }
  $out.Flush()
}
`

/** As `powershell.exe -EncodedCommand` takes it: no file lies about, and no execution policy forbids it. */
export function encodedScript(): string {
  const text = SCRIPT.replace('@CALLS@', () => WINDOWS_CALLS.trim())
    .replace(/^[ ]+/gm, '')
    .replace(/\r?\n/g, '\n')
  return Buffer.from(text.trim(), 'utf16le').toString('base64')
}
