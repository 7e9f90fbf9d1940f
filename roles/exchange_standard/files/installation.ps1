# installation: says where Exchange is installed, and whether Setup runs. Changes nothing.
$ErrorActionPreference = 'Stop'
$Ansible.Changed = $false
$setup = Get-ItemProperty -LiteralPath 'HKLM:\SOFTWARE\Microsoft\ExchangeServer\v15\Setup' -ErrorAction SilentlyContinue
$Ansible.Result = @{
    path = if ($setup) { [string] $setup.MsiInstallPath } else { '' }
    processes = @(Get-Process -Name 'ExSetup*' -ErrorAction SilentlyContinue | ForEach-Object { $_.ProcessName })
}
