# look: reads, in one moment, what of a machine an installation of Exchange depends on. Changes nothing.
param([string] $Media)
$ErrorActionPreference = 'Stop'
$Ansible.Changed = $false
$root = 'HKLM:\SOFTWARE\Microsoft\ExchangeServer\v15'
$keys = @{}
if (Test-Path -LiteralPath $root) {
    foreach ($key in Get-ChildItem -LiteralPath $root) {
        $values = @{}
        foreach ($name in 'UnpackedVersion', 'ConfiguredVersion', 'Action', 'Watermark') {
            $values[$name] = [string] $key.GetValue($name)
        }
        $keys[$key.PSChildName] = $values
    }
}
$pending = @()
if (Test-Path -LiteralPath 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\RebootPending') {
    $pending += 'Component Based Servicing'
}
if (Test-Path -LiteralPath 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\RebootRequired') {
    $pending += 'Windows Update'
}
$session = Get-ItemProperty -LiteralPath 'HKLM:\SYSTEM\CurrentControlSet\Control\Session Manager'
if ($session.PSObject.Properties.Name -contains 'PendingFileRenameOperations') { $pending += 'files to rename' }
$net = Get-ItemProperty -LiteralPath 'HKLM:\SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full' -ErrorAction SilentlyContinue
$system = Get-CimInstance -ClassName Win32_ComputerSystem
$setup = ''
if ($Media) { $setup = Join-Path -Path $Media -ChildPath 'Setup.exe' }
$version = ''
if ($setup -and (Test-Path -LiteralPath $setup)) { $version = [string] (Get-Item -LiteralPath $setup).VersionInfo.FileVersion }
$Ansible.Result = @{
    keys = $keys
    processes = @(Get-Process -Name 'ExSetup*' -ErrorAction SilentlyContinue | ForEach-Object { $_.ProcessName })
    pending_reboot = $pending
    net_release = if ($net) { [int] $net.Release } else { 0 }
    domain = if ($system.PartOfDomain) { [string] $system.Domain } else { '' }
    media_version = $version
}
