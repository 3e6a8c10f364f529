# The hook of gom for fish.
#
# Before each prompt, and when the directory changes, __gom_hook compares one string and looks at a
# few files. Only where something is different does it start gom, which says in fish's own language
# what to change and what to look at next.
if status is-interactive; and test -z "$VSCODE_RESOLVING_ENVIRONMENT$INTELLIJ_ENVIRONMENT_READER"

    # A command substitution changes the directory of the shell around it for a moment only.
    function __gom_hook --on-event fish_prompt --on-variable PWD
        builtin status is-command-substitution; and return 0
        if builtin test "$PWD|@KEY@" != "$__gom_key"; or __gom_changed
            __gom_ask
        end
        return 0
    end

    # Asks gom what is to be done, and does it.
    function __gom_ask
        function __gom_changed
            return 1
        end
        if builtin test -x @GOM@
            @GOM@ hook-env --shell fish --pid $fish_pid --pwd "$PWD" --eyes $__gom_eyes --stamps "$__gom_stamps" --told "$__gom_told" </dev/null | builtin source
        end
        set -g __gom_key "$PWD|@KEY@"
    end

    # Sets a variable to one text. A list is kept as the list it is, for when its text comes back:
    # programs cannot tell the two apart, fish can.
    function __gom_put
        set -l list __gom_list_$argv[1]
        if set -q $list; and builtin test "$$list" = "$argv[2]"
            set -gx $argv[1] $$list
            set -eg $list
            return
        end
        if builtin test (builtin count $$argv[1]) -gt 1
            set -g $list $$argv[1]
        end
        set -gx $argv[1] $argv[2]
    end

    # True where two seconds have passed since gom was last asked. fish has no clock but this one.
    function __gom_is_due
        set -l passed (builtin path mtime -R -- "$__gom_stamps/asked" 2>/dev/null)
        if builtin test -n "$passed"; and builtin test "$passed" -ge 0 -a "$passed" -lt 2
            return 1
        end
        builtin echo >"$__gom_stamps/asked" 2>/dev/null
        return 0
    end

    # The command gom: what concerns this very shell is done in it.
    function gom
        for __gom_word in $argv
            switch $__gom_word
                case '-*'
                case deactivate
                    builtin test (builtin count $argv) = 1; or break
                    __gom_leave
                    return
                case shell
                    __gom_session $argv
                    return
                case '*'
                    break
            end
        end
        if builtin test -x @GOM@
            @GOM@ $argv
        else
            command gom $argv
        end
    end
    # gom shell: the Go of this session.
    function __gom_session
        set -l __gom_code (__GOM_SHELL=fish @GOM@ $argv)
        or return
        if not builtin string match -q -- ': gom*' "$__gom_code[1]"
            builtin printf '%s\n' $__gom_code
            return
        end
        if not set -q __gom_session_before
            set -g __gom_session_before unset
            set -q GOM_SHELL_TOOLCHAIN; and set -g __gom_session_before set "$GOM_SHELL_TOOLCHAIN"
        end
        builtin string join -- \n $__gom_code | builtin source
    end

    # gom deactivate: takes everything back.
    function __gom_leave
        set -l __gom_code (@GOM@ hook-env --shell fish --pid $fish_pid --stamps "$__gom_stamps" --leave)
        or return
        builtin string join -- \n $__gom_code | builtin source
        switch "$__gom_session_before[1]"
            case unset
                set -eg GOM_SHELL_TOOLCHAIN
            case set
                set -gx GOM_SHELL_TOOLCHAIN $__gom_session_before[2]
        end
        for __gom_word in (set -gn | builtin string match '__gom_list_*') __gom_word
            set -eg $__gom_word
        end
        set -eg __gom_key
        set -eg __gom_eyes
        set -eg __gom_stamps
        set -eg __gom_told
        set -eg __gom_session_before
        functions -e __gom_hook __gom_ask __gom_put __gom_changed __gom_is_due __gom_session __gom_leave gom
    end

    function __gom_changed
        return 1
    end
    set -g __gom_key ''
    set -q __gom_told; or set -g __gom_told ''
    set -q __gom_stamps; or set -g __gom_stamps ''
    set -g __gom_eyes stamps
    # Older ones cannot compare the times of files, and look for one path at a time.
    if not builtin test / -nt /dev/null/none 2>/dev/null; or not builtin -n | builtin string match -q path
        set -g __gom_eyes timer
    end
end
