# The hook of gom for Nushell.
#
# Before each prompt __gom_hook compares one string and looks at a few files. Only where something
# is different does it start gom, which answers in JSON: Nushell runs no code that it is given. What
# the hook remembers is a record, and so nothing that programs inherit.

# Runs before each prompt and when the directory changes.
def --env __gom_hook [] {
    if "__gom" not-in $env { return }
    let key = $"($env.PWD)|@KEY@"
    if $key == $env.__gom.key and not (__gom_changed) { return }
    mut next = $env.__gom | merge {key: $key, files: [], absent: [], far: [], again: false, asked: (date now)}
    if (@GOM@ | path exists) {
        let answer = try {
            ^@GOM@ hook-env --shell nu --pid $nu.pid --pwd $env.PWD --eyes times --told $env.__gom.told | from json
        } catch { null }
        if $answer != null {
            hide-env -i ...$answer.hide
            load-env $answer.set
            $next = $next | merge ($answer | select files absent far again told)
        }
    }
    $env.__gom = $next | merge {key: $"($env.PWD)|@KEY@"}
}

# True where something may be different.
def __gom_changed [] {
    let seen = $env.__gom
    if ($seen.absent | any {|path| $path | path exists }) { return true }
    if ($seen.files | any {|file| (__gom_time $file.path) != $file.time }) { return true }
    if not $seen.again and ($seen.far | is-empty) { return false }
    if (date now) - $seen.asked < 2sec { return false }
    $seen.again or ($seen.far | any {|path| $path | path exists })
}

# The time of change of a file, in nanoseconds since 1970.
def __gom_time [path: string] {
    try { ls -aD $path | get 0.modified | into int } catch { null }
}

# The command gom: what concerns this very shell is done in it.
def --env --wrapped gom [...words] {
    let command = $words | where {|word| not ($word | str starts-with "-") } | get -o 0
    if $command == "deactivate" and ($words | length) == 1 {
        __gom_leave
    } else if $command == "shell" and "__gom" in $env and ($words | any {|word| $word not-in ["-h" "--help" "shell"] }) {
        let answer = with-env {__GOM_SHELL: "nu"} { ^@GOM@ ...$words } | from json
        if $env.__gom.before == null {
            $env.__gom = $env.__gom | merge {before: {request: $env.GOM_SHELL_TOOLCHAIN?}}
        }
        hide-env -i ...$answer.hide
        load-env $answer.set
    } else {
        ^@GOM@ ...$words
    }
}

# gom deactivate: takes back what was set. The commands stay until Nushell is started anew.
def --env __gom_leave [] {
    if "__gom" not-in $env { ^@GOM@ deactivate; return }
    let answer = ^@GOM@ hook-env --shell nu --leave | from json
    hide-env -i ...$answer.hide
    load-env $answer.set
    let before = $env.__gom.before
    if $before != null {
        hide-env -i GOM_SHELL_TOOLCHAIN
        if $before.request != null { $env.GOM_SHELL_TOOLCHAIN = $before.request }
    }
    $env.config.hooks.pre_prompt = $env.config.hooks.pre_prompt | where {|hook| not (__gom_is $hook) }
    $env.config.hooks.env_change.PWD = $env.config.hooks.env_change.PWD | where {|hook| not (__gom_is $hook) }
    hide-env __gom
}

# True for this hook in a list of hooks.
def __gom_is [hook: any] {
    ($hook | describe | str starts-with "record") and ($hook.__gom? | default false)
}

if $nu.is-interactive and ($env.VSCODE_RESOLVING_ENVIRONMENT? | is-empty) and ($env.INTELLIJ_ENVIRONMENT_READER? | is-empty) {
    $env.__gom = {key: "", files: [], absent: [], far: [], again: false, asked: (date now), told: ($env.__gom?.told? | default ""), before: ($env.__gom?.before?)}
    let hook = {__gom: true, condition: {|| true }, code: {|| __gom_hook }}
    let change = {__gom: true, condition: {|before, after| true }, code: {|before, after| __gom_hook }}
    $env.config.hooks.pre_prompt = ($env.config.hooks.pre_prompt? | default [] | where {|old| not (__gom_is $old) } | append $hook)
    $env.config.hooks.env_change = ($env.config.hooks.env_change? | default {} | upsert PWD {|hooks| $hooks.PWD? | default [] | where {|old| not (__gom_is $old) } | append $change })
}
