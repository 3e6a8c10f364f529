# Completion for gom in Nushell: gom is asked what can stand at the cursor, and every other command's
# completer is asked as before.
$env.config.completions.external.enable = true
$env.config.completions.external.completer = (
    do {|former|
        {|spans|
            if ($spans | first) == "gom" {
                with-env { GOM_COMPLETE: "fish" } { ^gom -- ...$spans }
                | lines
                | each {|line|
                    let parts = ($line | split row "\t")
                    { value: ($parts | first), description: ($parts | get -o 1 | default "") }
                }
            } else if $former != null {
                do $former $spans
            }
        }
    } $env.config.completions.external.completer?
)
