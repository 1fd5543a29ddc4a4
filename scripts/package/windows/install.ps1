<#
Installs or upgrades the Vipfarm agent as a service. Run as an administrator or by SYSTEM (SCCM, Intune, a start-up script):

  powershell.exe -NoProfile -ExecutionPolicy Bypass -File install.ps1 -Server https://vipfarm.example.com -TokenFile \\files\vipfarm\token.txt

Everything is optional in an upgrade. Exit codes: 0 done, 1 failed, with the reason on the standard error.
#>
param(
  [string]$Server, [string]$TokenFile, [string]$Proxy, [string]$CaFile,
  [string]$Directory = (Join-Path $env:ProgramFiles 'Vipfarm\agent')
)
$ErrorActionPreference = 'Stop'
try {
  $source = Split-Path -Parent $MyInvocation.MyCommand.Path
  $service = Get-Service | Where-Object { $_.Name -eq 'VipfarmAgent' }
  $file = Join-Path $Directory 'agent.env'
  $kept = @{}
  if (Test-Path $file) { foreach ($line in [IO.File]::ReadAllLines($file)) { $name, $value = $line.Split([char[]]'=', 2); if ($value -ne $null) { $kept[$name] = $value } } }
  if ($Server) { $kept['VIPFARM_SERVER'] = $Server }
  if ($TokenFile) { $kept['VIPFARM_TOKEN_FILE'] = $TokenFile }
  if ($Proxy) { $kept['VIPFARM_PROXY'] = $Proxy }
  if ($CaFile) { $kept['NODE_EXTRA_CA_CERTS'] = $CaFile }
  # The Node inside is made for Windows Server 2016 and later: on 2008 R2 it starts only when told to try.
  if ([Environment]::OSVersion.Version.Major -lt 10) { $kept['NODE_SKIP_PLATFORM_CHECK'] = '1' }
  if (-not $kept['VIPFARM_SERVER']) { throw 'Give -Server https://...: no earlier installation left one. Nothing was changed.' }

  # All that may fail for want of room or of .NET comes first, beside what runs; then the files change places.
  $new = Join-Path $Directory 'new'
  if (Test-Path $new) { Remove-Item -Recurse -Force $new }
  New-Item -ItemType Directory -Force $new | Out-Null
  Copy-Item (Join-Path $source 'vipfarm-agent.exe') $new
  Copy-Item (Join-Path $source 'uninstall.ps1') $new
  $wrapper = Join-Path $Directory 'vipfarm-agent-service.exe'
  Add-Type -TypeDefinition ([IO.File]::ReadAllText((Join-Path $source 'service.cs'))) -OutputAssembly (Join-Path $new 'vipfarm-agent-service.exe') -OutputType ConsoleApplication -ReferencedAssemblies 'System.ServiceProcess'
  if ($service -and $service.Status -ne 'Stopped') { Stop-Service VipfarmAgent; $service.WaitForStatus('Stopped', '00:01:00') }
  foreach ($one in 'vipfarm-agent.exe', 'uninstall.ps1', 'vipfarm-agent-service.exe') { Move-Item (Join-Path $new $one) (Join-Path $Directory $one) -Force }
  Remove-Item -Recurse -Force $new

  $state = Join-Path $env:ProgramData 'Vipfarm\agent'
  New-Item -ItemType Directory -Force $state | Out-Null
  # The key of the host lies there: SYSTEM and administrators (by their SIDs, which no language translates), nobody else.
  & icacls.exe $state /inheritance:r /grant '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' | Out-Null
  if ($LASTEXITCODE -ne 0) { throw "icacls.exe ended with $LASTEXITCODE" }
  & icacls.exe $Directory /inheritance:r /grant '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' '*S-1-5-32-545:(OI)(CI)RX' | Out-Null
  if ($LASTEXITCODE -ne 0) { throw "icacls.exe ended with $LASTEXITCODE" }

  [IO.File]::WriteAllLines($file, [string[]]@($kept.Keys | Sort-Object | ForEach-Object { $_ + '=' + $kept[$_] }))

  if (-not $service) {
    & sc.exe create VipfarmAgent binPath= ('"' + $wrapper + '"') start= delayed-auto DisplayName= 'Vipfarm host agent' | Out-Null
    if ($LASTEXITCODE -ne 0) { throw "sc.exe create ended with $LASTEXITCODE" }
  }
  & sc.exe description VipfarmAgent 'Applies and reads back the farm''s virtual IP settings, and reports sessions.' | Out-Null
  & sc.exe failure VipfarmAgent reset= 86400 actions= restart/5000/restart/30000/restart/300000 | Out-Null
  # Of LocalSystem's privileges, those that the registry of policies, other sessions and their processes need.
  & sc.exe privs VipfarmAgent SeChangeNotifyPrivilege/SeDebugPrivilege/SeImpersonatePrivilege/SeTcbPrivilege/SeAssignPrimaryTokenPrivilege/SeIncreaseQuotaPrivilege | Out-Null
  Start-Service VipfarmAgent
  exit 0
} catch {
  [Console]::Error.WriteLine($_.Exception.Message)
  # An upgrade that failed leaves no host without its agent, where the old files still stand.
  if ($service) { Start-Service VipfarmAgent -ErrorAction SilentlyContinue }
  exit 1
}
