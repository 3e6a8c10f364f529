# The hook of gom for PowerShell, 5.1 and newer.
#
# Before each prompt __gom_hook compares one string and looks at a few files, all in this process.
# Only where something is different does it start gom, which says in PowerShell's own language what
# to change and what to look at next. A script runs no prompt, and so none of this.
if (-not $env:VSCODE_RESOLVING_ENVIRONMENT -and -not $env:INTELLIJ_ENVIRONMENT_READER) {

    # The directory and the variables that the answer depends on.
    function global:__gom_where {
        $path = $ExecutionContext.SessionState.Path.CurrentFileSystemLocation.ProviderPath
        "$path|@KEY@"
    }

    # Runs before each prompt.
    function global:__gom_hook {
        try {
            if ((__gom_where) -ceq $global:__gomKey -and -not (__gom_changed)) { return }
            $global:__gomFiles = @()
            $global:__gomTimes = @()
            $global:__gomAbsent = @()
            $global:__gomFar = @()
            $global:__gomAgain = $false
            $global:__gomAsked = [DateTime]::UtcNow
            if ([System.IO.File]::Exists(@GOM@)) {
                $path = $ExecutionContext.SessionState.Path.CurrentFileSystemLocation.ProviderPath
                # Older ones pass no empty words to a program.
                $code = & (@GOM@) hook-env --shell pwsh --eyes times "--pid=$PID" "--pwd=$path" "--told=$global:__gomTold"
                if ($LASTEXITCODE -eq 0) { Invoke-Expression ($code -join "`n") }
            }
        } catch {
            Write-Verbose "gom: $_"
        }
        $global:__gomKey = __gom_where
    }

    # True where something may be different.
    function global:__gom_changed {
        for ($index = 0; $index -lt $global:__gomFiles.Count; $index++) {
            $time = [System.IO.File]::GetLastWriteTimeUtc($global:__gomFiles[$index]).Ticks
            if ($time -ne $global:__gomTimes[$index]) { return $true }
        }
        if (__gom_any $global:__gomAbsent) { return $true }
        if (-not $global:__gomAgain -and $global:__gomFar.Count -eq 0) { return $false }
        $now = [DateTime]::UtcNow
        if (($now - $global:__gomAsked).TotalSeconds -lt 2 -and $now -ge $global:__gomAsked) { return $false }
        $global:__gomAsked = $now
        $global:__gomAgain -or (__gom_any $global:__gomFar)
    }

    # True where one of the paths leads to something.
    function global:__gom_any($paths) {
        foreach ($path in $paths) {
            if ([System.IO.File]::Exists($path) -or [System.IO.Directory]::Exists($path)) { return $true }
        }
        $false
    }

    # The command gom: what concerns this very shell is done in it.
    function global:gom {
        $words = @($args | Where-Object { "$_" -notlike '-*' })
        $first = if ($words.Count -gt 0) { "$($words[0])" } else { '' }
        if ($first -ceq 'deactivate' -and $args.Count -eq 1) {
            __gom_leave
        } elseif ($first -ceq 'shell') {
            $before = $env:GOM_SHELL_TOOLCHAIN
            $env:__GOM_SHELL = 'pwsh'
            try { $code = @(& (@GOM@) @args) } finally { Remove-Item Env:\__GOM_SHELL -ErrorAction Ignore }
            if ($LASTEXITCODE -eq 0 -and $code.Count -gt 0 -and $code[0] -clike ': gom*') {
                if (-not $global:__gomSession) { $global:__gomSession = @{ Before = $before } }
                Invoke-Expression (($code | Select-Object -Skip 1) -join "`n")
            } else {
                $code
            }
        } elseif ($MyInvocation.ExpectingInput) {
            $input | & (@GOM@) @args
        } else {
            & (@GOM@) @args
        }
    }

    # gom deactivate: takes everything back.
    function global:__gom_leave {
        $code = & (@GOM@) hook-env --shell pwsh --leave
        if ($LASTEXITCODE -ne 0) { return }
        Invoke-Expression ($code -join "`n")
        if ($global:__gomSession) {
            Remove-Item Env:\GOM_SHELL_TOOLCHAIN -ErrorAction Ignore
            if ($null -ne $global:__gomSession.Before) { $env:GOM_SHELL_TOOLCHAIN = $global:__gomSession.Before }
        }
        Copy-Item -Path Function:\__gom_prompt -Destination Function:\prompt
        foreach ($name in 'Key', 'Files', 'Times', 'Absent', 'Far', 'Again', 'Asked', 'Told', 'Session') {
            Remove-Variable -Name "__gom$name" -Scope Global -ErrorAction Ignore
        }
        foreach ($name in '__gom_where', '__gom_hook', '__gom_changed', '__gom_any', 'gom', '__gom_prompt', '__gom_leave') {
            Remove-Item "Function:\$name" -ErrorAction Ignore
        }
    }

    $global:__gomKey = ''
    $global:__gomFiles = @()
    $global:__gomTimes = @()
    $global:__gomAbsent = @()
    $global:__gomFar = @()
    $global:__gomAgain = $false
    $global:__gomAsked = [DateTime]::UtcNow
    if (-not (Test-Path -Path Function:\__gom_prompt)) {
        $global:__gomTold = ''
        $global:__gomSession = $null
        function global:__gom_prompt { '' }
        Copy-Item -Path Function:\prompt -Destination Function:\__gom_prompt
        # What draws the prompt finds the variables set, and the status of the last command.
        function global:prompt {
            $ok = $?
            $code = Get-Variable -Name LASTEXITCODE -Scope Global -ValueOnly -ErrorAction Ignore
            __gom_hook
            $global:LASTEXITCODE = $code
            if (-not $ok) { Write-Error '' -ErrorAction Ignore }
            __gom_prompt
        }
    }
}
