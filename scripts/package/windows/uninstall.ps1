<#
Removes the Vipfarm agent and puts back every value that it changed:

  powershell.exe -NoProfile -ExecutionPolicy Bypass -File uninstall.ps1 [-KeepState]

With -KeepState the key of the host stays, so that a later installation comes back to its row.
#>
param([switch]$KeepState, [string]$Directory = (Join-Path $env:ProgramFiles 'Vipfarm\agent'))
$ErrorActionPreference = 'Stop'
try {
  $service = Get-Service | Where-Object { $_.Name -eq 'VipfarmAgent' }
  if ($service) { if ($service.Status -ne 'Stopped') { Stop-Service VipfarmAgent; $service.WaitForStatus('Stopped', '00:01:00') } }
  if ([Environment]::OSVersion.Version.Major -lt 10) { $env:NODE_SKIP_PLATFORM_CHECK = '1' }
  & (Join-Path $Directory 'vipfarm-agent.exe') restore
  if ($LASTEXITCODE -ne 0) { throw 'not everything could be put back: nothing was removed' }
  if ($service) {
    & sc.exe delete VipfarmAgent | Out-Null
    if ($LASTEXITCODE -ne 0) { throw "sc.exe delete ended with $LASTEXITCODE" }
  }
  Remove-Item -Recurse -Force $Directory
  if (-not $KeepState) { Remove-Item -Recurse -Force (Join-Path $env:ProgramData 'Vipfarm\agent') }
  exit 0
} catch {
  [Console]::Error.WriteLine($_.Exception.Message)
  exit 1
}
