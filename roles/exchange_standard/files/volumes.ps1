# volumes: says how large the disk of each directory is and what is free on it; mount points count as disks. Changes
# nothing. A directory that is not there has a size of 0.
param([string[]] $Paths)
$ErrorActionPreference = 'Stop'
$Ansible.Changed = $false
$Ansible.Result = @(
    foreach ($path in $Paths) {
        $volume = $null
        if (Test-Path -LiteralPath $path) { $volume = Get-Volume -FilePath $path }
        @{
            path = $path
            size = if ($volume) { [int64] $volume.Size } else { 0 }
            free = if ($volume) { [int64] $volume.SizeRemaining } else { 0 }
        }
    }
)
